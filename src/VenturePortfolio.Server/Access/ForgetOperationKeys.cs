using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// Idempotency keys are kept for 72 hours: longer than any client tries again, and than a weekend. After that the natural
/// key (<c>external_ref</c>) alone keeps an entry from being made twice.
/// </summary>
public static class ForgetOperationKeys
{
    /// <summary>A transaction of its own per this many, so that nobody waits for it.</summary>
    private const int AtOnce = 10_000;

    private const string Sql =
        """
        delete from operation_key
        where ctid = any (array(
            select ctid from operation_key where recorded_at < clock_timestamp() - interval '72 hours' limit $1))
        """;

    /// <returns>How many were forgotten.</returns>
    public static async Task<int> RunAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(job);
        var forgotten = 0;
        while (true)
        {
            await using var command = job.CreateCommand(Sql);
            command.Parameters.Add(new() { Value = AtOnce });
            var some = await command.ExecuteNonQueryAsync(cancel);
            forgotten += some;
            if (some < AtOnce)
            {
                return forgotten;
            }
        }
    }
}
