using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Which files were taken over. Imports of one database wait for each other; each is one transaction.</summary>
internal static class ImportLedger
{
    // The number is arbitrary and ours.
    private const long Lock = 0x1390;

    internal static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var transaction = await connection.BeginTransactionAsync(cancel);
        await using var wait = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = Lock } } };
        await wait.ExecuteNonQueryAsync(cancel);
        return transaction;
    }

    /// <summary>When this very file was taken over; null when it was not.</summary>
    internal static async Task<Instant?> TakenOverAtAsync(NpgsqlConnection connection, string kind, byte[] contentHash, CancellationToken cancel)
    {
        await using var ask = new NpgsqlCommand("select recorded_at::timestamptz from portfolio.import_batch where kind = $1 and content_hash = $2", connection)
        {
            Parameters = { new() { Value = kind }, new() { Value = contentHash } },
        };
        return (Instant?)await ask.ExecuteScalarAsync(cancel);
    }

    internal static async Task<long> CountAsync(NpgsqlConnection connection, string kind, CancellationToken cancel)
    {
        await using var ask = new NpgsqlCommand("select count(*) from portfolio.import_batch where kind = $1", connection)
        {
            Parameters = { new() { Value = kind } },
        };
        return (long)(await ask.ExecuteScalarAsync(cancel))!;
    }

    internal static BulkTable Batch(Guid id, string kind, byte[] contentHash, string file, int rows)
    {
        var batch = new BulkTable("import_batch", "kind, content_hash", "id", "kind", "content_hash", "file_name", "row_count");
        var name = Path.GetFileName(file);
        batch.Add(id, kind, contentHash, name.Length > 200 ? name[..200] : name, rows);
        return batch;
    }
}
