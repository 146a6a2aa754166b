using System.Numerics;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>What stored figures of one pair of dates are explained from: read once for all of them, and only what they need.</summary>
internal sealed record PairFacts(PortfolioFacts? Funds, IReadOnlyList<StartupHistory> Startups, FxTable Fx, LocalDate AsOf)
{
    public static async Task<PairFacts> ReadAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, IReadOnlyList<StoredFigure> figures, CancellationToken cancel)
    {
        PortfolioFacts? funds = null;
        if (figures.Any(figure => !figure.IsOfStartups))
        {
            funds = await PortfolioFactsLoad.ReadAsync(snapshot, asOf, knownAt, cancel, await ScopeAsync(snapshot, figures, cancel));
            if (figures.Any(IsOfSupport))
            {
                funds = await funds.WithTransactionsAsync(snapshot, cancel);
            }

            if (figures.Any(figure => figure.GroupBy is { } by && by.IsOfDeals()))
            {
                funds = await funds.WithStartupsAsync(snapshot, cancel);
            }
        }

        var startups = figures.Any(figure => figure.IsOfStartups) ? await StartupFactsLoad.ReadAsync(snapshot, asOf, knownAt, cancel, StartupsOf(figures)) : [];
        return new(funds, startups, funds?.Fx ?? await PortfolioFactsLoad.FxAsync(snapshot, asOf, knownAt, cancel), asOf);
    }

    /// <summary>The startups these figures are of; null, for all, where one is of all together.</summary>
    internal static StartupScope? StartupsOf(IEnumerable<StoredFigure> figures)
    {
        var ofStartups = figures.Where(figure => figure.IsOfStartups).ToList();
        return ofStartups.Exists(figure => figure.Startup is null && figure.Incubator is null) ? null : StartupScope.Of(
            [.. ofStartups.Select(figure => figure.Startup).OfType<Guid>().Distinct()], [.. ofStartups.Select(figure => figure.Incubator).OfType<Guid>().Distinct()]);
    }

    /// <summary>The funds these figures are of, or parts of; null, for all, where one is of the whole portfolio.</summary>
    internal static async Task<FactScope?> ScopeAsync(FactSnapshot snapshot, IReadOnlyList<StoredFigure> figures, CancellationToken cancel)
    {
        var only = new HashSet<SubFundId>();
        foreach (var figure in figures.Where(figure => !figure.IsOfStartups).DistinctBy(figure => (figure.SubFund, figure.Programme, figure.GroupBy, figure.GroupKey, IsOfSupport(figure))))
        {
            if (await FundsAsync(figure) is not { } funds)
            {
                return null;
            }

            only.UnionWith(funds);
        }

        return new FactScope(null, null) { Only = only, WithSupport = figures.Any(IsOfSupport) };

        async Task<IReadOnlySet<SubFundId>?> FundsAsync(StoredFigure figure) => figure switch
        {
            { SubFund: { } fund } => new HashSet<SubFundId> { new(fund) },
            { GroupBy: { } by } => await GroupFunds.OfAsync(snapshot, by, figure.GroupKey, cancel),
            _ when IsOfSupport(figure) => new HashSet<SubFundId>(),
            _ => await GroupFunds.OfProgrammeAsync(snapshot, new(figure.Programme!.Value), cancel),
        };
    }

    private static bool IsOfSupport(StoredFigure figure) => MetricCatalog.TryOf(figure.Key, out var metric) && metric.Subject == MetricSubject.SupportProgramme;

    /// <summary>Null where it does not come to what is stored.</summary>
    public FigureExplanation? Explain(StoredFigure stored)
    {
        if (!MetricCatalog.TryOf(stored.Key, out var metric) || metric.Revision != stored.Revision || Compute(metric, stored) is not { } compute)
        {
            return null;
        }

        var measure = compute();
        return measure.Value == stored.Value && (BigInteger?)measure.Numerator == stored.Numerator && (BigInteger?)measure.Denominator == stored.Denominator
            ? FigureExplanation.Of(metric, measure, compute)
            : null;
    }

    private Func<Measure>? Compute(Metric metric, StoredFigure stored)
    {
        if (stored.IsOfStartups)
        {
            return Pool(stored) is { } pool
                ? () => metric.Compute(new PortfolioHistory { AsOf = AsOf, Startups = pool, ReportCurrency = Currency.Cny, Fx = Fx })
                : null;
        }

        if (Subject(Funds!, stored) is not { } subject)
        {
            return null;
        }

        var figure = Figure.Of(metric, subject, Funds!, basis: null, (_, _) => { });
        List<FundCard> covered = [.. subject.Funds.Except(figure.LeftOut.Select(left => left.Fund))];
        return () => Figure.Measured(metric, subject, covered, Funds!, basis: null, keepsTrail: true);
    }

    /// <summary>As the night makes it; null where the reader does not see it.</summary>
    private static FigureSubject? Subject(PortfolioFacts facts, StoredFigure stored)
    {
        if (stored.GroupBy is { } by)
        {
            return LeverageGroups.Of(facts, new LeverageQuery { AsOf = facts.AsOf, GroupBy = by, Group = stored.GroupKey }, scope: null).FirstOrDefault()?.Subject;
        }

        if (stored.SubFund is not { } id)
        {
            return facts.Programmes.FirstOrDefault(card => card.Id.Value == stored.Programme) is { } card ? NightValues.OfProgramme(facts, card) : null;
        }

        if (facts.Funds.FirstOrDefault(fund => fund.Id.Value == id) is not { } fund)
        {
            return null;
        }

        var history = (stored.Investor, stored.Startup) switch
        {
            ({ } investor, _) => fund.History.OfInvestor(new InvestorId(investor), facts.Fx),
            (_, { } company) => fund.History.Companies().Where(of => of.Company.Value == company).Select(of => of.Deals).FirstOrDefault(),
            _ => fund.History,
        };
        return history is null ? null : new FigureSubject([fund with { History = history }], null, fund.Currency);
    }

    private StartupPool? Pool(StoredFigure stored)
    {
        if (stored.Startup is { } id)
        {
            return Startups.FirstOrDefault(startup => startup.Startup.Value == id) is { } startup ? StartupPool.Of(startup) : null;
        }

        var pool = stored.Incubator is { } incubator ? StartupPool.Of(new IncubatorId(incubator), Startups) : StartupPool.Whole(Startups);
        return stored.Cohort is null ? pool : pool.Cohorts().FirstOrDefault(cohort => cohort.CohortYear == stored.Cohort);
    }
}
