using System.Globalization;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// Puts a backup into an empty database, all of it or nothing, and proves that what is there now is what was backed up before
/// anybody may use it.
/// </summary>
public static class RestoreDatabase
{
    private const int DifferencesShown = 20;

    private const string Strangers =
        """
        select count(*)
        from pg_namespace n
        where n.nspname in ('portfolio', 'app', 'quartz', 'migration')
           or n.nspname = 'public' and exists (select from pg_class c where c.relnamespace = n.oid)
        """;

    /// <summary>Returns what verify found; it has findings when the backup was taken of a database that had them.</summary>
    /// <param name="logins">Of a database with our roles and no schema.</param>
    /// <param name="path">As written by <see cref="BackupDatabase"/>.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancel">Leaves the database empty.</param>
    /// <exception cref="PlainException">Damaged, of a newer program or server, or the database is not empty; it is as before.</exception>
    public static async Task<VerifyReport> RunAsync(DatabaseLogins logins, string path, ProgressLines progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(logins);
        ArgumentNullException.ThrowIfNull(progress);
        var backup = await progress.StepAsync(
            "Backup", () => BackupArchive.OpenAsync(path, cancel), read => $"of {read.Body.TakenAt}, schema {read.Body.Schema}, undamaged, manifest {read.Hash}");
        if (string.CompareOrdinal(backup.Body.Schema, Migrations.Newest) > 0)
            throw new PlainException($"The backup is of schema {backup.Body.Schema}, made by a newer program; this one knows up to {Migrations.Newest}. Restore it with that one.");

        // A program started meanwhile waits at this lock, then finds the schema made.
        await using var owner = await logins.Migrator.OpenConnectionAsync(cancel);
        await ExecuteAsync(owner, $"select pg_advisory_lock({Migrations.Lock})", cancel);
        try
        {
            return await IntoEmptyAsync(owner, logins, backup.Body, path, progress, cancel);
        }
        finally
        {
            await ExecuteAsync(owner, $"select pg_advisory_unlock({Migrations.Lock})", CancellationToken.None);
        }
    }

    private static async Task<VerifyReport> IntoEmptyAsync(
        NpgsqlConnection owner, DatabaseLogins logins, BackupManifest manifest, string path, ProgressLines progress, CancellationToken cancel)
    {
        var major = owner.PostgreSqlVersion.Major;
        if (major < manifest.ServerMajor)
            throw new PlainException($"The backup was taken from PostgreSQL {manifest.ServerMajor}, and this server is PostgreSQL {major}. Restore into version {manifest.ServerMajor} or newer.");
        await using (var strangers = new NpgsqlCommand(Strangers, owner))
        {
            if (await strangers.ExecuteScalarAsync(cancel) is not 0L)
                throw new PlainException("The database is not empty; a restore overwrites nothing. Name a new folder with --data, or a new database in ConnectionStrings__Portfolio.");
        }

        var tool = PostgresTool.Find("pg_restore", Math.Max(major, manifest.ServerMajor));
        try
        {
            await progress.StepAsync("Restore", () => FillAsync(tool, logins, path, cancel), _ => Say($"{manifest.DumpBytes:#,0} bytes, in one transaction"));
            await progress.StepAsync("Compare", () => CompareAsync(logins, manifest.Contents, cancel), rows => Say($"{rows:#,0} rows, every count, sum, chain and figure as backed up"));
        }
        catch
        {
            await ExecuteAsync(owner, "drop schema if exists portfolio, app, quartz, migration cascade", CancellationToken.None);
            throw;
        }

        await ExecuteAsync(owner, "analyze", cancel);
        return await VerifyReport.MakeAsync(logins, anchors: null, progress, cancel);
    }

    private static async Task<bool> FillAsync(PostgresTool tool, DatabaseLogins logins, string path, CancellationToken cancel)
    {
        await tool.RunAsync(
            ["--format=custom", "--single-transaction", "--exit-on-error", "--no-owner", "--no-password", $"--role={DatabaseRoles.Owner}", $"--dbname={logins.AddressOf(DatabaseRoles.Migrator).Database}"],
            logins.AddressOf(DatabaseRoles.Migrator),
            (input, stop) => BackupArchive.CopyDumpAsync(path, input, stop),
            cancel);
        return true;
    }

    private static async Task<long> CompareAsync(DatabaseLogins logins, DatabaseContents expected, CancellationToken cancel)
    {
        await using var snapshot = await FactSnapshot.OpenAsync(logins, cancel);
        var found = await DatabaseContents.ReadAsync(snapshot, cancel);
        if (expected.DifferencesOf(found) is { Count: > 0 } differences)
        {
            throw new PlainException(
                "What was restored is not what was backed up, and was taken out again:\n" +
                string.Join('\n', differences.Take(DifferencesShown)) +
                (differences.Count > DifferencesShown ? Say($"\n… and {differences.Count - DifferencesShown:#,0} more") : ""));
        }

        return found.Rows.Sum(table => table.Rows);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
