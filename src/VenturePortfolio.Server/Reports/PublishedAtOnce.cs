using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// A report of a published run in one round trip: the horizon, the run, its values and the mappings they were counted under. No snapshot is needed:
/// the horizon is told first, and what was recorded up to it and what was published do not change.
/// </summary>
internal static class PublishedAtOnce
{
    /// <summary>
    /// Whether this is the way: a pair is given (the horizon itself is of no run), the night keeps the groups, and nothing is asked that stands beside
    /// published values.
    /// </summary>
    public static bool Fits(LeverageQuery query, bool isWhole) =>
        query is { Programme: null, AsksForSupport: false, AsksForTargets: false, KnownAt: { } knownAt }
        && query.AsOf >= KnownAt.FirstFact && knownAt >= KnownAt.FirstRecord && PublishedReport.Answers(query) && PublishedValues.Keeps(query, isWhole);

    /// <summary>The closed horizon, the run of the pair and its groups; no groups where the run, or one of the figures asked for, is not there.</summary>
    /// <param name="source">The pool of the reader's role.</param>
    /// <param name="reader">Becomes <c>app.user_id</c> and <c>app.request_id</c>; empty for the job.</param>
    /// <param name="query">One that <see cref="Fits"/>.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task<(Instant Horizon, PublishedRun? Run, IReadOnlyList<LeverageGroup>? Groups)> ReadAsync(
        NpgsqlDataSource source, (string UserId, string RequestId) reader, LeverageQuery query, CancellationToken cancel)
    {
        var knownAt = KnownAt.Truncate(query.KnownAt!.Value);
        await using var connection = await source.OpenConnectionAsync(cancel);
        var stored = PublishedRows.Of(query, within: null);
        await using var batch = Batch(connection, reader, query, stored, knownAt);
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        await rows.NextResultAsync(cancel);
        var horizon = (await AllAsync(rows, row => row.GetFieldValue<Instant>(0), cancel))[0];
        var run = (await AllAsync(rows, PublishedValues.Run, cancel)).FirstOrDefault();
        var names = await AllAsync(rows, PublishedValues.Name, cancel);
        var groups = PublishedValues.Groups(query, names, await AllAsync(rows, stored.Columns.Read, cancel));
        var nothing = new PortfolioFacts
        {
            AsOf = query.AsOf,
            KnownAt = knownAt,
            Programmes = [],
            Funds = [],
            Support = [],
            Fx = FxTable.Empty,
            Mappings = PortfolioFactsLoad.Mappings(await AllAsync(rows, PortfolioFactsLoad.MappingRow, cancel)),
        };
        return (horizon, run, run is null || groups.Count == 0 ? null : PublishedReport.Groups(groups, query, nothing));
    }

    // What differs from one report to the next is a parameter: the statements are planned once for each kind of group.
    private static NpgsqlBatch Batch(NpgsqlConnection connection, (string UserId, string RequestId) reader, LeverageQuery query, PublishedRows stored, Instant knownAt)
    {
        object[] pair = [query.AsOf, knownAt];
        object[] named = [.. PublishedValues.Named(query), .. pair];
        var run = $"({PublishedValues.RunQuery("id", $"business_date = ${named.Length - 1} and known_at = ${named.Length}")})";
        var keys = $"${named.Length + 1}";
        // Sent together these are one transaction, in which the reader is set.
        return new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command(
                    "select set_config('app.user_id', $1, true), set_config('app.request_id', $2, true), set_config('transaction_read_only', 'on', true)",
                    reader.UserId, reader.RequestId),
                Command("select app.closed_horizon()"),
                Command(PublishedValues.RunQuery("id, kind, published_at", "business_date = $1 and known_at = $2"), pair),
                Command(stored.Names(run, keys), [.. named, PublishedValues.Kinds(query).ToArray()]),
                Command(stored.Values(run, keys), [.. named, PublishedValues.Keys(query).ToArray()]),
                Command(PortfolioFactsLoad.MappingsQuery("$1"), knownAt),
            },
        };
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        return command;
    }

    /// <summary>The rows of a statement; then stands before those of the next.</summary>
    private static async Task<List<T>> AllAsync<T>(NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        var all = new List<T>();
        while (await rows.ReadAsync(cancel))
        {
            all.Add(read(rows));
        }

        await rows.NextResultAsync(cancel);
        return all;
    }
}
