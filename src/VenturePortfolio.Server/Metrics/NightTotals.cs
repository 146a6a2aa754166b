using System.Runtime.InteropServices;

namespace VenturePortfolio.Server;

/// <summary>
/// Listens to a night's figures of sub-funds as they go by, and says whether the parts of every grouping that is kept sum to the whole: in the
/// currency of the total. What is stored in another currency is reckoned once more in that one.
/// </summary>
public sealed class NightTotals(PortfolioFacts facts)
{
    /// <summary>Figures whose exact terms are sums over sub-funds.</summary>
    private static readonly HashSet<Metric> OverFunds =
    [
        FundSizeMultiple.Metric, CoFinanceRatio.Metric, HongKongCapitalRatio.Metric, HongKongShare.Metric, GuidanceShare.Metric, PrivateMobilisation.Oecd,
        PrivateMobilisation.Mdb, PrivateMobilisation.Chinese, AttributedMobilisation.Metric, OfficialDefinitions.MdbIndirect, DrawnLeverage.Metric,
        DeployedLeverage.Metric, DealCoInvestment.Metric, LookThroughMultiplier.Metric, FollowOn.Metric, PaidInToCommitted.Metric, DistributionsToPaidIn.Metric,
        ResidualToPaidIn.Metric, TotalValueToPaidIn.Metric, InvestedCapitalMultiple.Metric,
        InvestorAmounts.PaidIn, InvestorAmounts.Distributed, InvestorAmounts.ResidualValue, GrossMultiples.Realised, GrossMultiples.Unrealised,
        LookThroughDeals.Deployed, LookThroughDeals.Converting, GovernmentRounds.Match, GovernmentRounds.Attracted,
    ];

    /// <summary>Those that are sums over deals, too.</summary>
    private static readonly HashSet<Metric> OverDeals = [DealCoInvestment.Metric, LookThroughMultiplier.Metric, FollowOn.Metric, InvestedCapitalMultiple.Metric, GrossMultiples.Realised, GrossMultiples.Unrealised, LookThroughDeals.Deployed, LookThroughDeals.Converting, GovernmentRounds.Match, GovernmentRounds.Attracted];

    private static readonly string Total = LeverageGroupBy.Total.Print();
    private static readonly string Programme = LeverageGroupBy.Programme.Print();
    private static readonly string SubFund = LeverageGroupBy.SubFund.Print();

    private readonly Currency currency = LeverageGroups.Common(facts.Funds);
    private readonly Dictionary<SubFundId, FundCard> funds = facts.Funds.ToDictionary(fund => fund.Id);
    private readonly HashSet<ProgrammeId> roots = [.. facts.Programmes.Where(card => card.Parent is null).Select(card => card.Id)];
    private readonly Dictionary<(string By, Metric Of), Terms> sums = [];
    private readonly NightClassTotals classes = new(facts);
    private readonly Dictionary<(SubFundId Fund, Metric Of), Terms> wholes = [];
    private readonly Dictionary<(SubFundId Fund, bool IsOfInvestors, Metric Of), Terms> parts = [];

    /// <summary>The same figures, listened to.</summary>
    public IEnumerable<NightValue> Watch(IEnumerable<NightValue> values) => values.Select(value =>
    {
        if (OverFunds.Contains(value.Figure.Metric))
        {
            Take(value);
        }

        return value;
    });

    /// <summary>After the last figure of sub-funds.</summary>
    /// <exception cref="InvariantBrokenException">Names the first sum that is not the whole.</exception>
    public Invariant Check()
    {
        var asked = 0;
        foreach (var ((by, metric), sum) in sums.Where(sum => sum.Key.By != Total))
        {
            if (sums.TryGetValue((Total, metric), out var whole) && whole.IsTold && (!IsOfDeals(by) || sum.IsComplete && whole.IsComplete))
            {
                asked++;
                sum.MustBe(whole, $"GROUP_TOTALS: {metric.Key} by {by}");
            }
        }

        foreach (var ((fund, isOfInvestors, metric), sum) in parts)
        {
            if (sum.IsComplete && wholes.TryGetValue((fund, metric), out var whole) && whole.IsComplete && whole.IsTold)
            {
                asked++;
                sum.MustBe(whole, $"GROUP_TOTALS: {metric.Key} of {funds[fund].Code} by {(isOfInvestors ? "INVESTOR" : "STARTUP")}");
            }
        }

        return new("GROUP_TOTALS", asked + classes.Check());
    }

    private void Take(NightValue value)
    {
        var (subject, figure, metric) = (value.Subject, value.Figure, value.Figure.Metric);
        if (subject.Group is { } group)
        {
            var by = LeverageGroupByText.Parse(group.By)!.Value;
            classes.Take(by, figure);
            if (by != LeverageGroupBy.InvestorClass && (!by.IsOfDeals() || OverDeals.Contains(metric)))
            {
                Add(sums, (group.By, metric), InCurrency(value));
            }
        }
        else if (subject.Programme is { } programme && roots.Contains(programme))
        {
            Add(sums, (Programme, metric), InCurrency(value));
        }
        else if (subject is { SubFund: { } part, IsPart: true })
        {
            // A net asset value in another currency is exchanged part by part, which may be a cent apart from the whole.
            if (subject.Investor is null || !metric.IsOfInvestors || funds[part].History.Nav is not { } nav || nav.Amount.Currency == funds[part].Currency)
            {
                Add(parts, (part, subject.Investor is not null, metric), figure);
            }
        }
        else if (subject.SubFund is { } fund)
        {
            Add(wholes, (fund, metric), figure);
            Add(sums, (SubFund, metric), InCurrency(value));
        }
    }

    private Figure InCurrency(NightValue value) => value.Pool!.ReportCurrency == currency
        ? value.Figure
        : Figure.Of(value.Figure.Metric, value.Pool with { ReportCurrency = currency }, facts, basis: null, (_, _) => { });

    private static bool IsOfDeals(string by) => LeverageGroupByText.Parse(by)!.Value.IsOfDeals();

    private static void Add<TKey>(Dictionary<TKey, Terms> to, TKey key, Figure figure)
        where TKey : notnull
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(to, key, out var exists);
        var measure = figure.Measure;
        sum = new(
            (exists ? sum.Numerator : 0) + (measure.Numerator ?? 0),
            (exists ? sum.Denominator : 0) + (measure.Denominator ?? 0),
            (!exists || sum.IsComplete) && figure.LeftOut.All(left => left.Why.Why == AbsentCode.LedgerNotKept) && !Figure.IsUnknown(measure),
            (exists && sum.IsTold) || measure.Numerator is not null || !IsUntoldForOne(figure.Metric));
    }

    /// <summary>
    /// One fund without money paid in says nothing of whose money it put in a round: that is no fact yet but nothing unknown either, and the whole that the fund is in
    /// has no terms at all. Each other part still has its own.
    /// </summary>
    private static bool IsUntoldForOne(Metric metric) => metric == GovernmentRounds.Match || metric == GovernmentRounds.Attracted;

    /// <param name="IsComplete">
    /// Nothing in it is unknown, and nothing was left out but funds whose ledger is not kept, which have no deals here. Of deals a fund may be left out
    /// of the whole for one deal alone.
    /// </param>
    /// <param name="IsTold">False: a whole without terms, with which nothing can be compared.</param>
    private readonly record struct Terms(Int128 Numerator, Int128 Denominator, bool IsComplete, bool IsTold)
    {
        internal void MustBe(Terms whole, string what)
        {
            NightInvariants.MustBe(what, whole.Numerator, Numerator);
            NightInvariants.MustBe($"{what}, denominator", whole.Denominator, Denominator);
        }
    }
}
