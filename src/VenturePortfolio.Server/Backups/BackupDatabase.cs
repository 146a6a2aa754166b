using System.Globalization;
using System.Security.Cryptography;

namespace VenturePortfolio.Server;

/// <summary>
/// Takes a backup while everybody goes on working: one snapshot, which the dump and the manifest share.
/// </summary>
/// <remarks>
/// The job login dumps, with row security on (docs/decisions/0017): the owner sees nothing under FORCE, and no login may pass
/// row security. That the job's policies hide nothing is proved before each backup.
/// </remarks>
public static class BackupDatabase
{
    // A permissive policy that gives all rows, and none that takes some away again.
    private const string Hidden =
        $"""
        select c.oid::regclass::text
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('portfolio', 'app', 'migration') and c.relkind in ('r', 'p')
          and (not has_table_privilege(c.oid, 'select')
            or c.relrowsecurity
              and (not exists (select from pg_policy p
                               where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r')
                                 and '{DatabaseRoles.Job}'::regrole = any (p.polroles) and pg_get_expr(p.polqual, p.polrelid) = 'true')
                or exists (select from pg_policy p
                           where p.polrelid = c.oid and not p.polpermissive and p.polcmd in ('*', 'r')
                             and ('{DatabaseRoles.Job}'::regrole = any (p.polroles) or 0 = any (p.polroles)))))
        order by 1
        """;

    /// <summary>Returns the manifest that went into the file.</summary>
    /// <param name="logins">Of the database to back up.</param>
    /// <param name="path">A file that is not there yet.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancel">Leaves no file behind.</param>
    /// <exception cref="PlainException">The file is there, its folder is not, a table is hidden from the job, or pg_dump is missing or failed; the disk is full.</exception>
    public static async Task<Sealed<BackupManifest>> RunAsync(DatabaseLogins logins, string path, ProgressLines progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(logins);
        ArgumentNullException.ThrowIfNull(progress);
        try
        {
            return await WriteAsync(logins, Path.GetFullPath(path), progress, cancel);
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw new PlainException($"The backup {path} cannot be written: {denied.Message}", denied);
        }
    }

    private static async Task<Sealed<BackupManifest>> WriteAsync(DatabaseLogins logins, string path, ProgressLines progress, CancellationToken cancel)
    {
        if (Path.Exists(path))
            throw new PlainException($"{path} is there already; a backup overwrites nothing.");
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw new PlainException($"There is no folder {Path.GetDirectoryName(path)}.");

        await using var snapshot = await FactSnapshot.OpenAsync(logins, cancel);
        var from = await SourceAsync(snapshot, cancel);
        if (await snapshot.QueryAsync(Hidden, row => row.GetString(0), cancel) is { Count: > 0 } hidden)
            throw new PlainException($"The login {DatabaseRoles.Job} does not see every row of {string.Join(", ", hidden)}: a backup would miss some. Run `venture-portfolio migrate`.");
        var tool = PostgresTool.Find("pg_dump", from.Major);
        var contents = await progress.StepAsync(
            "Contents", () => DatabaseContents.ReadAsync(snapshot, cancel), read => Say($"{read.Rows.Count} tables, {read.Rows.Sum(table => table.Rows):#,0} rows"));

        var dump = path + ".dump.new";
        try
        {
            BackupArchive.Create(dump).Dispose(); // Closed to others before the first byte.
            await progress.StepAsync("Dump", () => DumpAsync(tool, logins, from.Snapshot, dump, cancel), bytes => Say($"{bytes:#,0} bytes"));
            var manifest = new BackupManifest
            {
                Format = BackupManifest.CurrentFormat,
                TakenAt = from.TakenAt,
                Schema = from.Schema,
                ServerMajor = from.Major,
                DumpBytes = new FileInfo(dump).Length,
                DumpSha256 = await HashAsync(dump, cancel),
                Contents = contents,
            };
            var (text, hash) = SealedJson.Seal(manifest);
            await BackupArchive.WriteAsync(path, text, dump, cancel);
            progress.Say("Written", $"{path}, manifest {hash}");
            return new(manifest, hash);
        }
        finally
        {
            File.Delete(dump);
            File.Delete(path + ".new");
        }
    }

    private static async Task<long> DumpAsync(PostgresTool tool, DatabaseLogins logins, string snapshot, string dump, CancellationToken cancel)
    {
        await tool.RunAsync(
            [
                "--format=custom", $"--snapshot={snapshot}", "--enable-row-security", "--no-password", $"--file={dump}",
                "--schema=portfolio", "--schema=app", "--schema=migration",
                // The alarm clock's tables are its own, and it makes them anew: only the schema they stand in.
                "--schema=quartz", "--exclude-table=quartz.*",
            ],
            logins.AddressOf(DatabaseRoles.Job), input: null, cancel);
        return new FileInfo(dump).Length;
    }

    private static async Task<Source> SourceAsync(FactSnapshot snapshot, CancellationToken cancel) => (await snapshot.QueryAsync(
        """
        select pg_export_snapshot(), to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
               current_setting('server_version_num')::int / 10000, (select max(scriptname collate "C") from migration.applied_script)
        """,
        row => new Source(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3)),
        cancel)).Single();

    private static async Task<string> HashAsync(string file, CancellationToken cancel)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Source(string Snapshot, string TakenAt, int Major, string Schema);
}
