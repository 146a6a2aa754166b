using System.Runtime.CompilerServices;

namespace VenturePortfolio.Server;

/// <summary>Whose figure it is: exactly one of these, or none for all startups together. A sub-fund with a startup or an investor: that part of it.</summary>
/// <param name="CohortYear">With an incubator: only those admitted in that year.</param>
/// <param name="Group">A group of sub-funds that is no row of its own.</param>
public sealed record NightSubject(
    ProgrammeId? Programme = null, SubFundId? SubFund = null, IncubatorId? Incubator = null, int? CohortYear = null, StartupId? Startup = null,
    NightGroup? Group = null, InvestorId? Investor = null)
{
    /// <summary>Of a sub-fund: one investor's, or its deals in one company.</summary>
    public bool IsPart => SubFund is not null && (Investor is not null || Startup is not null);
}

/// <param name="By">Printed name of a <see cref="LeverageGroupBy"/>.</param>
/// <param name="Key">As the report gives it.</param>
public sealed record NightGroup(string By, string Key);

/// <summary>One row to publish.</summary>
/// <param name="Funds">Sub-funds in the subject, or supported transactions of a figure over these; null where it is about startups.</param>
public sealed record NightValue(NightSubject Subject, Figure Figure, int? Funds)
{
    /// <summary>What it was computed of; null where it is about startups, of which nobody asks again.</summary>
    public FigureSubject? Pool { get; init; }

    /// <summary>Ever admitted, of a group of startups; null where it is about one, or about funds.</summary>
    public int? Startups { get; init; }
}

/// <summary>Every metric of the catalogue that nights keep, for every subject it applies to. Pure.</summary>
public static class NightValues
{
    /// <summary>Kinds of groups kept night by night, beside programmes and sub-funds.</summary>
    public static IReadOnlyList<LeverageGroupBy> Groups { get; } =
    [
        LeverageGroupBy.Total, LeverageGroupBy.Vintage, LeverageGroupBy.Manager, LeverageGroupBy.Jurisdiction,
        LeverageGroupBy.Sector, LeverageGroupBy.Incubator, LeverageGroupBy.InvestorClass,
    ];

    /// <summary>What is kept of a fund's deals in each company: how they perform. All else of them is reckoned when asked for.</summary>
    private static readonly IReadOnlyList<Metric> OfCompanies = [InvestedCapitalMultiple.Metric, GrossIrr.Metric];

    /// <summary>All of <see cref="OfFunds"/>, then all of <see cref="OfStartupsAsync"/>, of what is in memory.</summary>
    public static IEnumerable<NightValue> Of(
        PortfolioFacts facts, IReadOnlyList<StartupHistory> startups, Action<string, Metric, Exception> failed) =>
        OfFunds(facts, failed).Concat(startups.SelectMany(startup => OfStartup(facts, startup, failed))).Concat(OfIncubators(facts, startups, failed));

    /// <summary>
    /// Sub-funds in their own currency; programmes, each the pool of its funds and support transactions including those
    /// of its parts, in the programme's; groups, in the funds' common currency. A programme of which nothing is known yet is no
    /// subject. Of each fund its investors, and its deals company by company.
    /// </summary>
    public static IEnumerable<NightValue> OfFunds(PortfolioFacts facts, Action<string, Metric, Exception> failed) => OfSubFunds(facts, failed, new UnknownFunds());

    private static IEnumerable<NightValue> OfSubFunds(PortfolioFacts facts, Action<string, Metric, Exception> failed, UnknownFunds unknown) => facts.Funds
        .Select(fund => (Of: new NightSubject(SubFund: fund.Id), Name: fund.Code, Subject: new FigureSubject([fund], null, fund.Currency)))
        .Concat(facts.Programmes.Select(card => (Of: new NightSubject(Programme: card.Id), Name: card.Code, Subject: OfProgramme(facts, card))))
        .SelectMany(subject => Figures(facts, failed, subject.Of, subject.Name, subject.Subject, Figure.MetricsOf(subject.Subject), unknown))
        .Concat(OfGroups(facts).SelectMany(group => Figures(
            facts, failed, new(Group: new(group.By.Print(), group.Of.Key)), group.Of.Key, group.Of.Subject,
            Figure.MetricsOf(group.Of.Subject).Where(metric => group.By.Tells(metric)), group.By.IsOfDeals() ? null : unknown)))
        .Concat(facts.Funds.SelectMany(fund => OfParts(fund, facts)).SelectMany(part => Figures(facts, failed, part.Of, null, part.Subject, part.Metrics)));

    /// <summary>
    /// Startups alone as they come, of which no more is kept than groups need; then by incubator with each year's admissions, and all together.
    /// Who was never admitted is in no group.
    /// </summary>
    /// <param name="facts">For the exchange rates.</param>
    public static async IAsyncEnumerable<NightValue> OfStartupsAsync(
        PortfolioFacts facts, IAsyncEnumerable<StartupHistory> startups, Action<string, Metric, Exception> failed, [EnumeratorCancellation] CancellationToken cancel)
    {
        var kept = new List<StartupHistory>();
        await foreach (var startup in startups.WithCancellation(cancel))
        {
            foreach (var value in OfStartup(facts, startup, failed))
            {
                yield return value;
            }

            kept.Add(startup.Condensed(facts.Fx));
        }

        foreach (var value in OfIncubators(facts, kept, failed))
        {
            yield return value;
        }
    }

    private static IEnumerable<NightValue> OfStartup(PortfolioFacts facts, StartupHistory startup, Action<string, Metric, Exception> failed) =>
        OfPool(facts, new(Startup: startup.Startup), StartupPool.Of(startup), failed);

    private static IEnumerable<NightValue> OfIncubators(PortfolioFacts facts, IReadOnlyList<StartupHistory> startups, Action<string, Metric, Exception> failed) =>
        Incubators(startups).SelectMany(pool => OfPool(facts, pool.Of, pool.Startups, failed));

    private static IEnumerable<NightValue> OfPool(PortfolioFacts facts, NightSubject of, StartupPool startups, Action<string, Metric, Exception> failed)
    {
        var subject = FigureSubject.Of(startups);
        return Figures(facts, failed, of, null, subject, Figure.MetricsOf(subject));
    }

    /// <param name="name">For the log; null where the key of the subject says it.</param>
    /// <param name="unknown">For groups of whole funds, of which each is in several.</param>
    private static IEnumerable<NightValue> Figures(
        PortfolioFacts facts, Action<string, Metric, Exception> failed, NightSubject of, string? name, FigureSubject subject, IEnumerable<Metric> metrics,
        UnknownFunds? unknown = null) =>
        metrics.Where(metric => metric.IsKeptByNights).Select(metric => new NightValue(
            of,
            Figure.Of(metric, subject, facts, basis: null, (what, error) => failed(name ?? $"{of}", what, error), unknown),
            subject.Startups is null ? subject.CountFor(metric) : null)
        {
            Pool = subject.Startups is null ? subject : null,
            Startups = subject.Startups is { IsGroup: true } pool ? pool.Members.Count : null,
        });

    /// <summary>The groups as a report of everything makes them.</summary>
    /// <summary>Each with a subject of its own: what a class has of every fund is let go with it, and not held until the last group is told.</summary>
    private static IEnumerable<(LeverageGroupBy By, ReportGroup Of)> OfGroups(PortfolioFacts facts) => Groups.SelectMany(by =>
        LeverageGroups.Of(facts, new LeverageQuery { AsOf = facts.AsOf, GroupBy = by }, scope: null)
            .Select(group => (by, group with { Subject = group.Subject with { InvestorClass = group.Subject.InvestorClass } })));

    private static IEnumerable<(NightSubject Of, FigureSubject Subject, IEnumerable<Metric> Metrics)> OfParts(FundCard fund, PortfolioFacts facts)
    {
        foreach (var investor in fund.History.Investors)
        {
            yield return (
                new(SubFund: fund.Id, Investor: investor),
                Alone(fund.History.OfInvestor(investor, facts.Fx)),
                MetricCatalog.All.Where(metric => metric.IsOfInvestors));
        }

        foreach (var (company, deals) in fund.History.Companies())
        {
            yield return (new(SubFund: fund.Id, Startup: company), Alone(deals), OfCompanies);
        }

        FigureSubject Alone(FundHistory part) => new([fund with { History = part }], null, fund.Currency);
    }

    private static IEnumerable<(NightSubject Of, StartupPool Startups)> Incubators(IReadOnlyList<StartupHistory> startups)
    {
        var admitted = startups.SelectMany(startup => startup.Stays.Select(stay => stay.Incubator).Distinct().Select(incubator => (incubator, startup)))
            .ToLookup(stay => stay.incubator, stay => stay.startup);
        foreach (var incubator in admitted.OrderBy(incubator => incubator.Key.Value))
        {
            var pool = StartupPool.Of(incubator.Key, incubator);
            yield return (new(Incubator: incubator.Key), pool);
            foreach (var cohort in pool.Cohorts())
            {
                yield return (new(Incubator: incubator.Key, CohortYear: cohort.CohortYear), cohort);
            }
        }

        if (admitted.Count > 0)
        {
            yield return (new(), StartupPool.Whole(startups));
        }
    }

    /// <summary>The pool of a programme and its parts.</summary>
    public static FigureSubject OfProgramme(PortfolioFacts facts, ProgrammeCard programme)
    {
        var within = facts.Within(programme.Id);
        return new FigureSubject(
            [.. facts.Funds.Where(fund => within.Contains(fund.Programme))],
            SupportSum.Of(facts.Support.Where(card => within.Contains(card.Programme)))?.Totals,
            programme.Currency);
    }
}

/// <summary>Sums of supported transactions of several programmes.</summary>
public static class SupportSum
{
    /// <summary>
    /// Null where there are none, and where they are in several currencies: transactions of a programme carry no dates of
    /// Null where there are none, and where they are in several currencies: their sum would be nobody's.
    /// </summary>
    public static SupportCard? Of(IEnumerable<SupportCard> cards)
    {
        var all = cards.ToList();
        return all.DistinctBy(card => card.Totals.Currency).Count() == 1
            ? all.Aggregate((sum, card) => new SupportCard(sum.Programme, sum.Count + card.Count, Add(sum.Totals, card.Totals)))
            : null;
    }

    private static SupportTotals Add(SupportTotals left, SupportTotals right) => new()
    {
        Currency = left.Currency,
        Count = left.Count + right.Count,
        PublicFundsMinor = left.PublicFundsMinor + right.PublicFundsMinor,
        LoanOrInvestmentMinor = left.LoanOrInvestmentMinor + right.LoanOrInvestmentMinor,
        ConcurrentPrivateMinor = left.ConcurrentPrivateMinor + right.ConcurrentPrivateMinor,
        SubsequentPrivateMinor = left.SubsequentPrivateMinor + right.SubsequentPrivateMinor,
        JobsCreatedE4 = left.JobsCreatedE4 + right.JobsCreatedE4,
        JobsRetainedE4 = left.JobsRetainedE4 + right.JobsRetainedE4,
        Transactions = [.. left.Transactions, .. right.Transactions],
    };
}
