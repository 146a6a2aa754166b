using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>What is asked of <see cref="PullRestatement"/>.</summary>
/// <param name="Definition">Key of the metric catalogue.</param>
/// <param name="KnownAt1">The earlier instant.</param>
/// <param name="KnownAt2">The later one.</param>
/// <param name="Figure">The day, the scope, the grouping, the currency and the basis, as of a report.</param>
public sealed record RestatementQuery(string Definition, Instant KnownAt1, Instant KnownAt2, LeverageQuery Figure)
{
    public LocalDate AsOf => Figure.AsOf;

    /// <summary>What must be read for it.</summary>
    internal FactScope Scope => (Figure with { Definitions = [Definition] }).Scope;

    /// <summary>Key of one group of that grouping; null: everything in scope as one pool.</summary>
    public string? Group { get; init; }

    /// <summary>Of figures of milestones: global id of the incubator; null for one startup, or for all.</summary>
    public string? Incubator { get; init; }

    /// <summary>Of figures of milestones: global id of the startup.</summary>
    public string? Startup { get; init; }

    /// <summary>With an incubator: only those it first admitted in this year.</summary>
    public int? Cohort { get; init; }
}

/// <summary>Which sub-funds, supported transactions or startups a figure covers.</summary>
/// <param name="Funds">How many of them the group has.</param>
public sealed record RestatedFigure(Figure Of, int Funds)
{
    /// <summary>"3 of 6".</summary>
    public string Coverage => $"{Of.Covered} of {Funds}";
}

/// <summary>A figure of one day as it was known at two instants, and why it is not the same.</summary>
public sealed record RestatementReport(RestatementQuery Query, Metric Metric, Currency Currency, Restatement Of)
{
    /// <summary>The figure as known at the earlier instant, which may leave sub-funds out.</summary>
    public required RestatedFigure First { get; init; }

    /// <summary>As known at the later one.</summary>
    public required RestatedFigure Last { get; init; }

    /// <summary>Null where one of the two is absent.</summary>
    public decimal? Difference => Of.After.Value - Of.Before.Value;
}

/// <summary>
/// Why a figure of the same day changed between two instants of knowing. For policy staff over everything, for fund managers over their
/// own sub-funds; figures of milestones for whoever is told them (<see cref="RestatedStartups"/>). Errors: AS_OF_IN_FUTURE, KNOWN_AT_NOT_CLOSED, UNKNOWN_DEFINITION, INSTANTS_REVERSED, NOT_TOLD_BY, NOT_TOLD_OF_DEALS, PERIOD_EMPTY, PERIOD_REQUIRED, PERIOD_NOT_READ, UNKNOWN_PROGRAMME, UNKNOWN_SUB_FUND, GROUP_UNKNOWN,
/// CURRENCY_UNKNOWN, RATES_MISSING, NOTHING_RECORDED, REPORT_TOO_LARGE, TOO_MANY_GROUPS; NOT_EXPECTED, REQUIRED, NOT_FOUND (startupId, incubatorId, cohort).
/// </summary>
public sealed class PullRestatement(DatabaseLogins logins, IClock clock)
{
    /// <exception cref="AccessDeniedException">Incubators see no figures of sub-funds, administrators none at all.</exception>
    public Task<Result<RestatementReport>> RunAsync(Actor actor, RestatementQuery query, string requestId, CancellationToken cancel) =>
        RunAsync(actor, query, requestId, new Work(), cancel);

    /// <param name="work">Counts what it takes.</param>
    /// <exception cref="AccessDeniedException">Incubators see no figures of sub-funds, administrators none at all.</exception>
    public async Task<Result<RestatementReport>> RunAsync(Actor actor, RestatementQuery query, string requestId, Work work, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(query);
        actor.Require(Role.Policy, Role.Incubator, Role.FundManager);
        if (MetricCatalog.TryOf(query.Definition, out var metric))
        {
            actor.Require(metric.Subject == MetricSubject.Incubator ? [Role.Policy, Role.Incubator] : RestatedStartups.Covers(metric) ? [Role.Policy, Role.Incubator, Role.FundManager] : [Role.Policy, Role.FundManager]);
        }

        return await RunAsync(
            actor.Role, query, logins.DataSourceOf(actor.Role), async () => (await FactSnapshot.OpenAsync(logins, actor, requestId, cancel)).CountedBy(work), isWaitedFor: true, work, cancel);
    }

    /// <summary>For whoever sits at the terminal of the server: everything, of any size.</summary>
    public Task<Result<RestatementReport>> RunAsync(RestatementQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        return RunAsync(Role.Policy, query, logins.Job, () => FactSnapshot.OpenAsync(logins, cancel), isWaitedFor: false, new Work(), cancel);
    }

    private async Task<Result<RestatementReport>> RunAsync(
        Role role, RestatementQuery query, NpgsqlDataSource source, Func<Task<FactSnapshot>> openAsync, bool isWaitedFor, Work work, CancellationToken cancel)
    {
        var horizon = await KnownAt.ClosedHorizonAsync(source, cancel);
        if (Refusals(role, query, horizon) is { Count: > 0 } refusals)
        {
            return refusals;
        }

        await using var snapshot = await openAsync();
        if (RestatedStartups.Covers(MetricCatalog.Of(query.Definition)))
        {
            return await RestatedStartups.ReadAsync(snapshot, role, query, isWaitedFor, cancel);
        }

        if (isWaitedFor && await InlineSize.TooLargeAsync(snapshot, query.Scope, query.Figure.GroupBy, pairs: 2, cancel) is { } tooLarge)
        {
            return tooLarge;
        }

        var before = await ReadAsync(query.KnownAt1);
        var after = await ReadAsync(query.KnownAt2);
        if (after.Facts is { Funds.Count: 0, Support.Count: 0 })
        {
            return await UnknownScope.OfAsync(snapshot, query.Figure, after.Programmes, cancel) ?? QueryErrors.NothingRecorded(query.AsOf, query.KnownAt2);
        }

        if (QueryErrors.RatesMissing(query.Figure.Currency, after.Facts, query.KnownAt2) is { } noRates)
        {
            return noRates;
        }

        if (RestatedGroup.Of(query, after.Facts) is not { } group)
        {
            return QueryErrors.GroupUnknown(query.Group ?? "");
        }

        work.Does(ReportPrice.OfRestatement(MetricCatalog.Of(query.Definition), group.Subject));
        if (RestatedSupport.Covers(MetricCatalog.Of(query.Definition)))
        {
            var transactions = await RestatedSupport.RowsAsync(snapshot, query, RestatedGroup.ProgrammesOf(group, after.Facts), cancel);
            var told = await PublishedFigure.OfFundsAsync(
                snapshot, query, group.Subject.ConvertsSupport ? group.Subject.ReportCurrency : group.Subject.Support?.Currency ?? group.Subject.ReportCurrency, cancel);
            var rates = group.Subject.ConvertsSupport ? await RestatedTables.RatesAsync(snapshot, query, cancel) : [];
            return RestatedSupport.Of(query, told, (before.Facts, RestatedGroup.Of(query, before.Facts)), (after.Facts, group), transactions, rates);
        }

        var rows = await RestatedTables.ReadAsync(snapshot, query, [.. after.Raw.Keys], cancel);
        return Of(query, await PublishedFigure.OfFundsAsync(snapshot, query, group.Subject.ReportCurrency, cancel), (before.Facts, before.Raw), (after.Facts, after.Raw), group, rows);

        async Task<(PortfolioFacts Facts, IReadOnlyDictionary<SubFundId, FundFacts> Raw, IReadOnlyList<ProgrammeCard> Programmes)> ReadAsync(Instant knownAt)
        {
            var (facts, raw) = await PortfolioFactsLoad.ReadRawAsync(snapshot, query.AsOf, KnownAt.Truncate(knownAt), query.Scope, cancel);
            var programmes = facts.Programmes;
            facts = RestatedGroup.Within(query, facts) with { ConstantOn = query.Figure.ConstantOn, From = query.Figure.From };
            if (RestatedSupport.Covers(MetricCatalog.Of(query.Definition)))
            {
                facts = facts.ConvertsSupport(query.Figure with { Definitions = [query.Definition] }) ? await facts.WithTransactionsAsync(snapshot, cancel) : facts;
            }

            return (query.Figure.GroupBy.IsOfDeals() ? await facts.WithStartupsAsync(snapshot, cancel)
                : query.Figure.GroupBy == LeverageGroupBy.Investor ? await facts.WithInvestorsAsync(snapshot, cancel)
                : facts, raw, programmes);
        }
    }

    private static RestatementReport Of(
        RestatementQuery query,
        decimal? published,
        (PortfolioFacts Facts, IReadOnlyDictionary<SubFundId, FundFacts> Raw) before,
        (PortfolioFacts Facts, IReadOnlyDictionary<SubFundId, FundFacts> Raw) after,
        ReportGroup group,
        IReadOnlyList<RestatementRow> rows)
    {
        var (metric, currency, basis) = (MetricCatalog.Of(query.Definition), group.Subject.ReportCurrency, query.Figure.Basis);
        var (first, last) = (Figured(before.Facts, RestatedGroup.Of(query, before.Facts)?.Subject.Funds ?? []), Figured(after.Facts, group.Subject.Funds));
        var both = Covered(first).Intersect(Covered(last)).ToHashSet();
        var inner = Restatement.Of(State(before, both), State(after, both), query.AsOf, after.Facts.KnownAt, Measured);
        // Sub-funds that can be judged at one of the two instants only come in or go out by a step of their own: of rates, where those were what was missing.
        var (out1, in2) = (ForRates(last, first), ForRates(first, last));
        var steps = first.Of.Measure.Value is { } start && last.Of.Measure.Value is { } end
            ? Joined(start, end, inner, ValueOf(before, out1, inner.Before.Value), ValueOf(after, in2, inner.After.Value))
            : [];
        var (told, now) = (first.Of.Measure, last.Of.Measure);
        if (published is { } read && told.Value is { } computed && now.Value is not null && read != computed)
        {
            // What people read then was made by another revision of the definition.
            (told, steps) = (told with { Value = read }, [new(RestatementCause.Definition, computed - read), .. steps]);
        }

        HashSet<string> moving = [.. inner.Moving, .. out1.Count + in2.Count > 0 ? [Restatement.FxRows] : Array.Empty<string>()];
        return new(query, metric, currency, inner with { Before = told, After = now, Steps = steps, Rows = [.. inner.Rows, .. rows.Where(row => moving.Contains(row.Source))] })
        {
            First = new(first.Of, first.Funds.Count), Last = new(last.Of, last.Funds.Count),
        };

        // Funds of the second figure that the first leaves out for want of a rate.
        static List<SubFundId> ForRates((Figure Of, IReadOnlyList<FundCard> Funds) without, (Figure Of, IReadOnlyList<FundCard> Funds) with) =>
            [.. without.Of.LeftOut.Where(left => left.Why.Why == AbsentCode.FxMissing).Select(left => left.Fund.Id).Intersect(Covered(with))];

        // Of those sub-funds beside those of both; null where it has none.
        decimal? ValueOf((PortfolioFacts Facts, IReadOnlyDictionary<SubFundId, FundFacts> Raw) known, List<SubFundId> others, decimal? inner) => others.Count == 0 ? inner
            : Measured([.. both.Concat(others).Select(fund => FundHistory.Cut(known.Raw[fund], query.AsOf, known.Facts.KnownAt))], State(known, [.. both, .. others])).Value;

        (Figure Of, IReadOnlyList<FundCard> Funds) Figured(PortfolioFacts facts, IReadOnlyList<FundCard> funds) =>
            (Figure.Of(metric, new FigureSubject(funds, null, currency), facts, basis, (_, _) => { }), funds);

        KnownState State((PortfolioFacts Facts, IReadOnlyDictionary<SubFundId, FundFacts> Raw) known, IReadOnlyCollection<SubFundId> funds) =>
            new([.. funds.Select(fund => known.Raw[fund])], known.Facts.Fx)
        {
            Mappings = known.Facts.Mappings, Index = known.Facts.Index, Converting = known.Facts.Converting,
        };

        Measure Measured(IReadOnlyList<FundHistory> funds, KnownState state) => metric.Compute(new PortfolioHistory
        {
            AsOf = query.AsOf, Funds = group.Part is { } part ? [.. funds.Select(fund => part(fund, state.Fx))] : funds, ReportCurrency = currency, Fx = state.Fx,
            ConstantOn = query.Figure.ConstantOn, From = query.Figure.From, FxBasisOverride = metric.DefaultFxBasis == basis ? null : basis,
            Mappings = state.Mappings, Index = state.Index, Converting = state.Converting, KeepsTrail = false,
        });
    }

    private static IEnumerable<SubFundId> Covered((Figure Of, IReadOnlyList<FundCard> Funds) figure) =>
        figure.Funds.Except(figure.Of.LeftOut.Select(left => left.Fund)).Select(fund => fund.Id);

    /// <summary>One step for each cause. Values telescope: what has none in between hands its effect to the next.</summary>
    private static List<RestatementStep> Joined(decimal start, decimal end, Restatement inner, decimal? afterOut, decimal? beforeIn)
    {
        var effects = new SortedDictionary<RestatementCause, decimal>();
        var value = start;
        To(RestatementCause.Coverage, afterOut);
        To(RestatementCause.Fx, inner.Before.Value);
        foreach (var step in inner.Steps)
        {
            To(step.Cause, value + step.Effect);
        }

        To(RestatementCause.Fx, beforeIn);
        To(RestatementCause.Coverage, end);
        return [.. effects.Where(effect => effect.Value != 0).Select(effect => new RestatementStep(effect.Key, effect.Value))];

        void To(RestatementCause cause, decimal? next)
        {
            if (next is { } known)
            {
                effects[cause] = effects.GetValueOrDefault(cause) + known - value;
                value = known;
            }
        }
    }

    private List<Error> Refusals(Role role, RestatementQuery query, Instant horizon)
    {
        var errors = new List<Error>();
        errors.AddRange(new[]
        {
            QueryErrors.InFuture(query.AsOf, HongKong.Today(clock)),
            query.Figure.ConstantOn is { } constant ? QueryErrors.InFuture(constant, HongKong.Today(clock)) : null,
            QueryErrors.NotClosed("knownAt2", query.KnownAt2, horizon),
            UnknownScope.OfNoCode(query.Figure),
            QueryErrors.UnknownDefinition("definition", query.Definition),
        }.OfType<Error>());
        if (errors.Count == 0 && QueryErrors.Period(query.Figure with { Definitions = [query.Definition] }) is { } period)
        {
            errors.Add(period);
        }

        if (MetricCatalog.TryOf(query.Definition, out var metric))
        {
            errors.AddRange(RestatedStartups.Covers(metric) ? RestatedStartups.Refusals(role, query) : RestatedStartups.Misplaced(query));
        }

        if (query.Figure.Currency is { } currency && !Currency.TryOf(currency, out _))
        {
            errors.Add(new Error("CURRENCY_UNKNOWN", "currency", $"No ISO 4217 currency '{currency}'.").With("currency", currency));
        }

        if (query.Group is not null && metric is not null && !RestatedStartups.Covers(metric) && QueryErrors.NotToldBy("groupBy", query.Figure.GroupBy, metric) is { } notTold)
        {
            errors.Add(notTold);
        }

        if (query.KnownAt1 >= query.KnownAt2)
        {
            errors.Add(new Error("INSTANTS_REVERSED", "knownAt1", "The first instant must lie before the second."));
        }

        if (query.AsOf < KnownAt.FirstFact || query.KnownAt1 < KnownAt.FirstRecord)
        {
            errors.Add(QueryErrors.NothingRecorded(query.AsOf, query.KnownAt1));
        }

        return errors;
    }
}
