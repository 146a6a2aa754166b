using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Rows that are no sub-fund's own and were recorded between two instants about days up to asOf: rates, mappings, levels of the index, links.</summary>
internal static class RestatedTables
{
    internal static async Task<IReadOnlyList<RestatementRow>> ReadAsync(
        FactSnapshot snapshot, RestatementQuery query, IReadOnlyCollection<SubFundId> funds, CancellationToken cancel)
    {
        var (first, last) = (KnownAt.Truncate(query.KnownAt1), KnownAt.Truncate(query.KnownAt2));
        string Between(string table) => $"{FactSnapshot.Seen(query.AsOf, last, table)} and not {FactSnapshot.Recorded(first, table)}";
        return await snapshot.QueryAsync(
            $"""
            {Rates(query)}
            union all
            select 'RECLASSIFICATION', 'ClassMapping', m.id, date '{query.AsOf:uuuu-MM-dd}', m.recorded_at
            from class_mapping m
            where {FactSnapshot.Recorded(last, "m")} and not {FactSnapshot.Recorded(first, "m")}
            union all
            select case when exists (
                select from benchmark_level o where o.index_code = l.index_code and o.effective_on = l.effective_on and {FactSnapshot.Recorded(first, "o")})
                then 'CORRECTION' else 'LATE_POSTING' end, 'BenchmarkLevel', l.id, l.effective_on, l.recorded_at
            from benchmark_level l
            join benchmark_index i on i.code = l.index_code and i.is_default
            where {Between("l")}
            union all
            select case when c.reverses_id is null then 'LATE_POSTING' else 'CORRECTION' end, 'AchievementConversion', c.id, c.effective_on, c.recorded_at
            from achievement_conversion c
            where {Between("c")} and c.startup_id in (select startup_id from investment where true{FundFactsLoad.Of(funds)})
            """,
            Row,
            cancel);
    }

    /// <summary>Rates alone: figures of milestones read nothing else that is no startup's own.</summary>
    internal static Task<List<RestatementRow>> RatesAsync(FactSnapshot snapshot, RestatementQuery query, CancellationToken cancel) =>
        snapshot.QueryAsync(Rates(query), Row, cancel);

    private static string Rates(RestatementQuery query) =>
        $"""
        select 'FX', 'FxRate', r.id, r.effective_on::date, r.recorded_at::timestamptz
        from fx_rate r
        where {FactSnapshot.Seen(query.AsOf, KnownAt.Truncate(query.KnownAt2), "r")} and not {FactSnapshot.Recorded(KnownAt.Truncate(query.KnownAt1), "r")}
        """;

    private static RestatementRow Row(NpgsqlDataReader row) =>
        new(CauseOf(row.GetString(0)), row.GetString(1), row.GetGuid(2), row.GetFieldValue<LocalDate>(3), row.GetFieldValue<Instant>(4));

    private static RestatementCause CauseOf(string text) => text switch
    {
        "FX" => RestatementCause.Fx,
        "RECLASSIFICATION" => RestatementCause.Reclassification,
        "CORRECTION" => RestatementCause.Correction,
        _ => RestatementCause.LatePosting,
    };
}
