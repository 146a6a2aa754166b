using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>One published figure, as stored.</summary>
public sealed record PublishedValue(
    Guid Subject, string Key, int Revision, string FxBasis, string? Currency, decimal? Value, string Status, string? AbsentWhy, string? Mapping);

/// <summary>What the published run of a pair of dates says.</summary>
public static class PublishedValues
{
    /// <summary>The first published run of exactly these dates, or null.</summary>
    public static async Task<PublishedRun?> RunAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, CancellationToken cancel) =>
        (await snapshot.QueryAsync(
            $"""
            select id, kind, published_at
            from metric_run
            where state = 'PUBLISHED' and {FactSnapshot.IsPair(asOf, knownAt)}
            order by published_at
            limit 1
            """,
            row => new PublishedRun(row.GetGuid(0), row.GetString(1), row.GetFieldValue<Instant>(2)),
            cancel)).FirstOrDefault();

    public static async Task<IReadOnlyDictionary<(Guid Subject, string Key, int Revision), PublishedValue>> ReadAsync(
        FactSnapshot snapshot, PublishedRun run, CancellationToken cancel) =>
        (await snapshot.QueryAsync(
            $"""
            select coalesce(sub_fund_id, programme_id), metric_key, revision, fx_basis, currency, value, status, absent_why, mapping
            from metric_value
            where run_id = '{run.Id:D}' and num_nonnulls(sub_fund_id, programme_id) = 1
            """,
            row => new PublishedValue(
                row.GetGuid(0),
                row.GetString(1),
                row.GetInt32(2),
                row.GetString(3),
                row.IsDBNull(4) ? null : row.GetString(4),
                row.IsDBNull(5) ? null : row.GetDecimal(5),
                row.GetString(6),
                row.IsDBNull(7) ? null : row.GetString(7),
                row.IsDBNull(8) ? null : row.GetString(8)),
            cancel)).ToDictionary(value => (value.Subject, value.Key, value.Revision));
}
