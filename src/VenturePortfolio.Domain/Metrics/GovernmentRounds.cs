namespace VenturePortfolio;

/// <summary>
/// The two ratios of the Innovation and Technology Venture Fund 創科創投基金: private money per unit of Government money in the financing
/// rounds a pool took part in, by class of investor as the rounds' participations tell and the method HK places them.
/// Absent: MAPPING_MISSING, NO_ROUND, ROUND_UNDISCLOSED, NO_PUBLIC_IN_ROUNDS, FX_MISSING.
/// Source: ITC, ITVF: investment by co-investors 2 to the Government's 1 in the same deal; press figures of private investment
/// attracted, whose rounds are not stated: taken as the same and all later ones.
/// </summary>
public static class GovernmentRounds
{
    private const string Method = "HK";

    /// <summary>HK_ITVF_MATCH: co-investors' money per unit of Government money in the same rounds.</summary>
    public static Metric Match { get; } = Make(
        "HK_ITVF_MATCH",
        new("Co-investment per Government dollar, same round (ITVF)", "政府每元的共同投資（創科創投基金，同輪）", "政府每元的共同投资（创科创投基金，同轮）"),
        "ITC: co-investors' investment / Government investment in the same rounds",
        isVerified: true,
        history => Taken(history));

    /// <summary>HK_ITVF_ATTRACTED: private money in the same and all later rounds per unit of Government money.</summary>
    public static Metric Attracted { get; } = Make(
        "HK_ITVF_ATTRACTED",
        new("Private investment attracted per Government dollar (ITVF)", "政府每元吸引的私人投資（創科創投基金）", "政府每元吸引的私人投资（创科创投基金）"),
        "ITC press releases: private investment attracted / Government investment; same and all later rounds",
        isVerified: false,
        history => Taken(history).Concat(Later(history)));

    private static Metric Make(
        string key, MetricTitle title, string source, bool isVerified, Func<PortfolioHistory, IEnumerable<FinancingRound>> rounds) => new()
    {
        Key = key,
        Title = title,
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        Unit = MetricUnit.Ratio,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Mapping = Method,
        Source = source,
        IsVerified = isVerified,
        Compute = history => Compute(history, [.. rounds(history).DistinctBy(round => round.Id)]),
    };

    private static Measure Compute(PortfolioHistory history, IReadOnlyList<FinancingRound> rounds)
    {
        var tally = history.Tally(FxBasis.TransactionDate);
        if (history.MappingOf(Method) is not { } mapping)
        {
            return tally.Finish(new Measure { Absent = Disclosure.NoMapping(Method) });
        }

        var hidden = rounds.Any(round => round.Parts.Count == 0 || round.Parts.Any(part => mapping.SideOf(part.Class) is null));
        if (rounds.Count == 0 || hidden)
        {
            return tally.Finish(new Measure
            {
                Absent = hidden ? new(AbsentCode.RoundUndisclosed, "in some rounds it is not told who took part") : DealCoInvestment.NoRound,
                Mapping = mapping.Identity,
            });
        }

        foreach (var (round, part) in rounds.SelectMany(round => round.Parts.Select(part => (round, part))))
        {
            var row = TallyRow.Of(round, part);
            var minor = tally.InReportCurrency(row) ?? 0;
            var side = mapping.SideOf(part.Class);
            tally.Count(row, side == ContributorSide.Private ? minor : 0, side == ContributorSide.Public ? minor : 0);
        }

        return tally.Ratio(new Absent(AbsentCode.NoPublicInRounds, "nobody on the Government's side took part in the rounds")) with { Mapping = mapping.Identity };
    }

    private static IEnumerable<FinancingRound> Taken(PortfolioHistory history) =>
        history.Funds.SelectMany(fund => fund.Investments.Select(fund.RoundOf)).OfType<FinancingRound>();

    private static IEnumerable<FinancingRound> Later(PortfolioHistory history)
    {
        var first = Taken(history).GroupBy(round => round.Startup).ToDictionary(rounds => rounds.Key, rounds => rounds.Min(round => round.EffectiveOn));
        return history.Funds.SelectMany(fund => fund.Rounds)
            .Where(round => first.TryGetValue(round.Startup, out var on) && round.EffectiveOn > on);
    }
}
