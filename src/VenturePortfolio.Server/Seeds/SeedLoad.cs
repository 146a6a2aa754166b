using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>How many rows a seed has and how many of them were new.</summary>
public sealed record SeedOutcome(int Rows, int NewRows)
{
    public override string ToString() => NewRows == 0 ? $"{Rows} rows, all there already" : $"{Rows} rows, {NewRows} new";
}

/// <summary>
/// Loads tables in their order, in one transaction of the job login, with the recorded times they carry where history may
/// still be written (docs/decisions, recorded times of seeds), else as recorded now.
/// </summary>
public static class SeedLoad
{
    // One seed at a time per database; the number is arbitrary and ours.
    private const long Lock = 0x5EED;

    public static async Task<SeedOutcome> RunAsync(NpgsqlDataSource job, IReadOnlyList<BulkTable> tables, CancellationToken cancel)
    {
        await using var connection = await job.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var begin = new NpgsqlCommand("select pg_advisory_xact_lock($1), set_config('app.backdate', 'on', true)", connection))
        {
            begin.Parameters.Add(new() { Value = Lock });
            await begin.ExecuteNonQueryAsync(cancel);
        }

        var inserted = 0;
        foreach (var table in tables)
            inserted += await table.LoadAsync(connection, cancel);
        await transaction.CommitAsync(cancel);
        return new(tables.Sum(table => table.Count), inserted);
    }

    /// <summary>Noon UTC of a day: the recorded time of facts of which only the day is known.</summary>
    public static Instant Noon(LocalDate day) => day.At(new LocalTime(12, 0)).InUtc().ToInstant();
}
