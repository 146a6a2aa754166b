using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Events of the security chain that the program writes itself. What changes who is who is written by triggers.</summary>
public static class SecurityLog
{
    public const string SignInRefused = "SIGN_IN_REFUSED";
    public const string AccessDenied = "ACCESS_DENIED";
    public const string VerifyRun = "VERIFY_RUN";
    public const string BackupRun = "BACKUP_RUN";
    public const string RestoreRun = "RESTORE_RUN";
    public const string ExportRun = "EXPORT_RUN";

    private const int NoteMax = 2000;

    /// <summary>One event, in a transaction of its own.</summary>
    public static Task RecordAsync(NpgsqlDataSource job, string kind, string note, CancellationToken cancel) =>
        RecordAsync(job, kind, note, person: null, times: 1, cancel);

    /// <param name="job">The only login that may write events by hand.</param>
    /// <param name="kind">One of the constants here.</param>
    /// <param name="note">In plain words; no secrets.</param>
    /// <param name="person">Whose act; null: a stranger's, or a command's.</param>
    /// <param name="times">How often it happened.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task RecordAsync(NpgsqlDataSource job, string kind, string note, Guid? person, long times, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(note);
        await using var command = job.CreateCommand("insert into security_event (kind, note, person_id, times) values ($1, $2, $3, $4)");
        command.Parameters.Add(new() { Value = kind });
        command.Parameters.Add(new() { Value = note.Length > NoteMax ? note[..NoteMax] : note });
        command.Parameters.Add(new() { Value = (object?)person ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = times });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
