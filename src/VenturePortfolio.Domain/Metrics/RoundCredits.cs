namespace VenturePortfolio;

/// <summary>
/// The financing rounds in which a pool took part. Where several of our sub-funds took part, inside the pool or beside it, what
/// belongs to the round is credited to their investments pro rata, to the minor unit: the parts of any grouping add up to the whole.
/// Source: domain.md 3.3, counting rule (2).
/// </summary>
internal static class RoundCredits
{
    /// <summary>By investment of the pool, fund by fund. What a missing rate leaves out makes the figure absent.</summary>
    internal static IEnumerable<RoundCredit> Of(PortfolioHistory history, Tally tally) => Shares(history, tally).SelectMany(share =>
        share.Own.Zip(share.Split(tally.InReportCurrency(TallyRow.Of(share.Round, "ROUND_TOTAL")) ?? 0), (own, credit) => own with { CreditMinor = credit }));

    /// <summary>
    /// The rounds with each fund's share in them, in the order in which they first appear. A round in which several funds of the pool took part
    /// comes once for each of them: what is split is split among all stakes anyway, so that nothing need be known of the rest of the pool.
    /// </summary>
    internal static IEnumerable<RoundShare> Shares(PortfolioHistory history, Tally tally) => history.Funds
        .SelectMany(fund => fund.RoundsWithOwn().Select(taken => Share(fund, taken.Round, taken.Own, tally, history.ReportCurrency)))
        .Where(share => share.Own.Count > 0);

    /// <summary>
    /// The part of an investment that is guidance money: its cost by the guidance fund's share of what is paid in, rounded
    /// half-even for each investment. Nothing where nobody has paid in, of which the figure must tell: <see cref="Disclosure.PayersUnknown"/>.
    /// </summary>
    internal static Int128 LookThrough(Int128 costMinor, (Int128 Guidance, Int128 All) paidIn) =>
        paidIn.All <= 0 ? 0 : HalfEven.Divide(checked(costMinor * paidIn.Guidance), paidIn.All);

    /// <summary>Paid in by the guidance fund and by all, of one sub-fund.</summary>
    internal static (Int128 Guidance, Int128 All) PaidIn(FundHistory fund, Tally tally)
    {
        (Int128 guidance, Int128 all) = (0, 0);
        foreach (var (of, minor) in tally.PaidIn(fund))
        {
            all += minor;
            guidance += of.IsGuidance ? minor : 0;
        }

        return (guidance, all);
    }

    /// <summary>All stakes in the order of their ids, so that the odd minor unit falls to the same one whatever pool is asked about.</summary>
    private static RoundShare Share(FundHistory fund, FinancingRound round, IReadOnlyList<Investment> investments, Tally tally, Currency currency)
    {
        var (own, stakes) = (new List<RoundCredit>(investments.Count), new List<RoundStake>(investments.Count + 1));
        foreach (var row in investments)
        {
            if (Minor(tally, row) is > 0 and var minor)
            {
                own.Add(new(fund, row, round, minor, 0));
                stakes.Add(new(row.Id, minor));
            }
        }

        if (own.Count == 0)
        {
            return new(round, own, [], [], currency);
        }

        foreach (var row in fund.MoreStakesIn(round.Id))
        {
            if (!stakes.Exists(stake => stake.Of == row.Id) && Minor(tally, row) is > 0 and var minor)
            {
                stakes.Add(new(row.Id, minor));
            }
        }

        stakes.Sort((one, other) => one.Of.Value.CompareTo(other.Of.Value));
        return new(round, own, own.ConvertAll(row => stakes.FindIndex(stake => stake.Of == row.Investment.Id)), stakes.ConvertAll(stake => stake.Minor), currency);
    }

    /// <param name="Minor">Of the report currency; positive.</param>
    private readonly record struct RoundStake(InvestmentId Of, long Minor);

    private static long Minor(Tally tally, Investment row) => (long)(tally.InReportCurrency(TallyRow.Of(row, "INVESTMENT")) ?? 0);
}

/// <param name="AmountMinor">Invested, in the report currency.</param>
/// <param name="CreditMinor">Its part of the round's total.</param>
internal sealed record RoundCredit(FundHistory Fund, Investment Investment, FinancingRound Round, long AmountMinor, long CreditMinor);

/// <summary>A round, and what one fund of the pool and all our sub-funds put into it.</summary>
/// <param name="Own">Investments of the fund.</param>
/// <param name="At">The place of each of them among the stakes.</param>
/// <param name="Stakes">Of all our sub-funds, in minor units of the currency.</param>
/// <param name="Currency">The report's.</param>
internal sealed record RoundShare(FinancingRound Round, IReadOnlyList<RoundCredit> Own, IReadOnlyList<int> At, IReadOnlyList<long> Stakes, Currency Currency)
{
    /// <summary>What is credited to each investment of the fund, of an amount that belongs to the round.</summary>
    internal IReadOnlyList<long> Split(Int128 minor)
    {
        if (Stakes.Count == 1)
        {
            return [(long)minor];
        }

        var credits = Allocation.ByLargestRemainder(new Money((long)minor, Currency), Stakes);
        return [.. At.Select(at => credits[at].Minor)];
    }
}
