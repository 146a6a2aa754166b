namespace VenturePortfolio.Server;

/// <summary>What was published of a figure's two dates under another revision of its definition: what people read then.</summary>
internal static class PublishedFigure
{
    /// <summary>Null where nothing was, or no value.</summary>
    /// <param name="currency">Of the figure; one published in another currency is another figure.</param>
    internal static async Task<decimal?> OfFundsAsync(FactSnapshot snapshot, RestatementQuery query, Currency currency, CancellationToken cancel)
    {
        // The night publishes groups of everything, on the definition's own basis.
        if (query.Figure.Basis is not null || Kept(query) is not { } of)
        {
            return null;
        }

        var values = await snapshot.QueryAsync(
            $"""
            select coalesce(v.group_key, f.code, p.code), v.value
            from metric_value v
            left join sub_fund f on f.id = v.sub_fund_id
            left join programme p on p.id = v.programme_id
            where {IsOther(query)} and {of.Condition} and coalesce(v.currency, '{currency}') = '{currency}'
            order by v.revision desc
            """,
            row => (Key: row.IsDBNull(0) ? null : row.GetString(0), Value: row.GetDecimal(1)),
            cancel);
        return values.Where(value => string.Equals(value.Key, of.Key, StringComparison.Ordinal)).Select(value => (decimal?)value.Value).FirstOrDefault();
    }

    /// <summary>Null where nothing was, or no value.</summary>
    /// <param name="of">The startup or incubator; null: all startups together.</param>
    internal static async Task<decimal?> OfStartupsAsync(FactSnapshot snapshot, RestatementQuery query, Guid? of, CancellationToken cancel)
    {
        var (table, subject) = (query.Startup, of) switch
        {
            (not null, { } startup) => ("metric_detail", $"v.startup_id = '{startup:D}'"),
            (null, { } incubator) => ("metric_value", $"v.incubator_id = '{incubator:D}' and v.cohort_year is not distinct from {query.Cohort?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}"),
            _ => ("metric_value", "num_nonnulls(v.programme_id, v.sub_fund_id, v.incubator_id, v.group_by) = 0"),
        };
        var values = await snapshot.QueryAsync(
            $"select v.value from {table} v where {IsOther(query)} and {subject} order by v.revision desc limit 1", row => row.GetDecimal(0), cancel);
        return values.Count == 0 ? null : values[0];
    }

    /// <summary>Of the first pair of dates, and of another revision. Nothing of it is what somebody typed.</summary>
    private static string IsOther(RestatementQuery query)
    {
        var metric = MetricCatalog.Of(query.Definition);
        return $"v.run_id in (select id from metric_run where state = 'PUBLISHED' and {FactSnapshot.IsPair(query.AsOf, KnownAt.Truncate(query.KnownAt1))}) and v.metric_key = '{metric.Key}' and v.revision <> {metric.Revision} and v.value is not null";
    }

    /// <summary>As what its figure is stored; null where no night keeps it. Nothing of it is what somebody typed but the key.</summary>
    private static (string Condition, string Key)? Kept(RestatementQuery query)
    {
        var figure = query.Figure;
        var (by, key) = query.Group is { } group ? (figure.GroupBy, group)
            : figure.SubFund is { } fund ? (LeverageGroupBy.SubFund, fund)
            : figure.Programme is { } programme ? (LeverageGroupBy.Programme, programme)
            : (LeverageGroupBy.Total, LeverageGroupBy.Total.Print());
        return by switch
        {
            LeverageGroupBy.SubFund => ("v.sub_fund_id is not null", key),
            LeverageGroupBy.Programme => ("v.programme_id is not null", key),
            _ when query.Group is not null && (figure.Programme ?? figure.SubFund) is not null => null,
            _ => NightValues.Groups.Contains(by) ? ($"v.group_by = '{by.Print()}'", key) : null,
        };
    }
}
