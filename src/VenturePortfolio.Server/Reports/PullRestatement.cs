using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>What is asked of <see cref="PullRestatement"/>.</summary>
/// <param name="Definition">Key of the metric catalogue.</param>
/// <param name="AsOf">The day of both figures.</param>
/// <param name="KnownAt1">The earlier instant.</param>
/// <param name="KnownAt2">The later one.</param>
/// <param name="Programme">Code of the programme whose pool it is; null with <paramref name="SubFund"/> null too: everything visible.</param>
/// <param name="SubFund">Code of a sub-fund.</param>
public sealed record RestatementQuery(
    string Definition, LocalDate AsOf, Instant KnownAt1, Instant KnownAt2, string? Programme, string? SubFund);

/// <summary>A figure of one day as it was known at two instants, and why it is not the same.</summary>
public sealed record RestatementReport(RestatementQuery Query, Metric Metric, Currency Currency, Restatement Of)
{
    /// <summary>Null where one of the two is absent.</summary>
    public decimal? Difference => Of.After.Value - Of.Before.Value;
}

/// <summary>
/// Why a figure of the same day changed between two instants of knowing. For policy staff over everything, for fund managers over their
/// own sub-funds. Errors: AS_OF_IN_FUTURE, KNOWN_AT_NOT_CLOSED, UNKNOWN_DEFINITION, NOT_EARLIER, NOTHING_RECORDED.
/// </summary>
public sealed class PullRestatement(DatabaseLogins logins, IClock clock)
{
    /// <exception cref="AccessDeniedException">Incubators and administrators see no figures of sub-funds.</exception>
    public async Task<Result<RestatementReport>> RunAsync(Actor actor, RestatementQuery query, string requestId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(query);
        actor.Require(Role.Policy, Role.FundManager);
        var horizon = await KnownAt.ClosedHorizonAsync(logins.DataSourceOf(actor.Role), cancel);
        if (Refusals(query, horizon) is { Count: > 0 } refusals)
        {
            return refusals;
        }

        await using var snapshot = await FactSnapshot.OpenAsync(logins, actor, requestId, cancel);
        var scope = query.Programme is null && query.SubFund is null ? null : new FactScope(query.Programme, query.SubFund);
        var before = await PortfolioFactsLoad.ReadRawAsync(snapshot, query.AsOf, KnownAt.Truncate(query.KnownAt1), scope, cancel);
        var after = await PortfolioFactsLoad.ReadRawAsync(snapshot, query.AsOf, KnownAt.Truncate(query.KnownAt2), scope, cancel);
        return after.Facts.Funds.Count == 0
            ? QueryErrors.NothingRecorded(query.AsOf, query.KnownAt2)
            : Of(query, await PublishedAsync(snapshot, query, cancel), before, after);
    }

    /// <summary>What was published of these two dates under another revision of the definition; null where nothing was, or no value.</summary>
    private static async Task<decimal?> PublishedAsync(FactSnapshot snapshot, RestatementQuery query, CancellationToken cancel)
    {
        if (await PublishedValues.RunAsync(snapshot, query.AsOf, KnownAt.Truncate(query.KnownAt1), cancel) is not { } run || (query.SubFund ?? query.Programme) is not { } code)
        {
            return null;
        }

        var metric = MetricCatalog.Of(query.Definition);
        var values = await snapshot.QueryAsync(
            $"""
            select coalesce(f.code, p.code), v.value
            from metric_value v
            left join sub_fund f on f.id = v.sub_fund_id
            left join programme p on p.id = v.programme_id
            where v.run_id = '{run.Id:D}' and v.metric_key = '{metric.Key}' and v.revision <> {metric.Revision} and v.value is not null
            order by v.revision desc
            """,
            row => (Code: row.IsDBNull(0) ? null : row.GetString(0), Value: row.GetDecimal(1)),
            cancel);
        return values.Where(value => string.Equals(value.Code, code, StringComparison.Ordinal)).Select(value => (decimal?)value.Value).FirstOrDefault();
    }

    private static RestatementReport Of(
        RestatementQuery query,
        decimal? published,
        (PortfolioFacts Facts, IReadOnlyDictionary<SubFundId, FundFacts> Raw) before,
        (PortfolioFacts Facts, IReadOnlyDictionary<SubFundId, FundFacts> Raw) after)
    {
        var metric = MetricCatalog.Of(query.Definition);
        var currency = after.Facts.Funds.Select(fund => fund.Currency).Distinct().ToList() is [var only] ? only : Currency.Cny;
        // Sub-funds that can be judged at one of the two instants only come in or go out by a step of their own.
        var (first, last) = (Figured(before.Facts), Figured(after.Facts));
        var both = Covered(before.Facts, first).Intersect(Covered(after.Facts, last)).ToHashSet();
        var inner = Restatement.Of(
            new([.. both.Select(fund => before.Raw[fund])], before.Facts.Fx),
            new([.. both.Select(fund => after.Raw[fund])], after.Facts.Fx),
            query.AsOf,
            after.Facts.KnownAt,
            (funds, fx) => Measured(funds, fx, after.Facts));
        List<RestatementStep> steps = first.Measure.Value is { } start && last.Measure.Value is { } end && inner is { Before.Value: { } from, After.Value: { } to }
            ? [.. Covering(from - start), .. inner.Steps, .. Covering(end - to)]
            : first.Measure.Value is { } whole && last.Measure.Value is { } then ? [.. Covering(then - whole)]
            : [];
        if (published is { } read && first.Measure.Value is { } now && last.Measure.Value is not null && read != now)
        {
            // What people read then was made by another revision of the definition.
            (first, steps) = (first with { Measure = first.Measure with { Value = read } }, [new(RestatementCause.Definition, now - read), .. steps]);
        }

        return new(query, metric, currency, new(first.Measure, last.Measure, steps, inner.Rows));

        Figure Figured(PortfolioFacts facts) => Figure.Of(metric, new FigureSubject(facts.Funds, null, currency), facts, null, (_, _) => { });

        Measure Measured(IReadOnlyList<FundHistory> funds, FxTable fx, PortfolioFacts facts) => metric.Compute(new PortfolioHistory
        {
            AsOf = facts.AsOf, Funds = funds, ReportCurrency = currency, Fx = fx, Mappings = facts.Mappings, Index = facts.Index, Converting = facts.Converting, KeepsTrail = false,
        });
    }

    private static IEnumerable<SubFundId> Covered(PortfolioFacts facts, Figure figure) =>
        facts.Funds.Except(figure.LeftOut.Select(left => left.Fund)).Select(fund => fund.Id);

    private static IEnumerable<RestatementStep> Covering(decimal effect) =>
        effect == 0 ? [] : [new RestatementStep(RestatementCause.Coverage, effect)];

    private List<Error> Refusals(RestatementQuery query, Instant horizon)
    {
        var errors = new List<Error>();
        errors.AddRange(new[]
        {
            QueryErrors.InFuture(query.AsOf, HongKong.Today(clock)),
            QueryErrors.NotClosed("knownAt2", query.KnownAt2, horizon),
            QueryErrors.UnknownDefinition("definition", query.Definition),
        }.OfType<Error>());
        if (query.KnownAt1 >= query.KnownAt2)
        {
            errors.Add(new Error("NOT_EARLIER", "knownAt1", "The first instant must lie before the second."));
        }

        if (query.AsOf < KnownAt.FirstFact || query.KnownAt1 < KnownAt.FirstRecord)
        {
            errors.Add(QueryErrors.NothingRecorded(query.AsOf, query.KnownAt1));
        }

        return errors;
    }
}
