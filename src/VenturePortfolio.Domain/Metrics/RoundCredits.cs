namespace VenturePortfolio;

/// <summary>
/// The financing rounds in which a pool took part, each once. Where several of our sub-funds took part, inside the pool or beside it, what
/// belongs to the round is credited to their investments pro rata, to the minor unit: the parts of any grouping add up to the whole.
/// Source: domain.md 3.3, counting rule (2).
/// </summary>
internal static class RoundCredits
{
    /// <summary>By investment of the pool, round by round. What a missing rate leaves out makes the figure absent.</summary>
    internal static IReadOnlyList<RoundCredit> Of(PortfolioHistory history, Tally tally) =>
        [.. Shares(history, tally).SelectMany(share => share.Own.Zip(
            share.Split(tally.InReportCurrency(TallyRow.Of(share.Round, "ROUND_TOTAL")) ?? 0), (own, credit) => own with { CreditMinor = credit }))];

    /// <summary>The rounds with the pool's share in them, in the order in which they first appear.</summary>
    internal static IEnumerable<RoundShare> Shares(PortfolioHistory history, Tally tally) => history.Funds
        .SelectMany(fund => fund.Investments.Select(row => (Fund: fund, Investment: row, Round: fund.RoundOf(row))))
        .Where(row => row.Round is not null)
        .GroupBy(row => row.Round!.Id)
        .Select(rows => Share(
            rows.First().Round!,
            [.. rows.Select(row => new RoundCredit(row.Fund, row.Investment, row.Round!, Minor(tally, row.Investment), 0)).Where(row => row.AmountMinor > 0)],
            tally,
            history.ReportCurrency))
        .Where(share => share.Own.Count > 0);

    /// <summary>
    /// The part of an investment that is guidance money: its cost by the guidance fund's share of what is paid in, rounded
    /// half-even for each investment.
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
    private static RoundShare Share(FinancingRound round, IReadOnlyList<RoundCredit> own, Tally tally, Currency currency)
    {
        if (own.Count == 1 && !own[0].Fund.MoreStakesIn(round.Id).Any())
        {
            return new(round, own, Alone, [own[0].AmountMinor], currency);
        }

        var stakes = own.Select(row => row.Investment).Concat(own.SelectMany(row => row.Fund.MoreStakesIn(round.Id))).DistinctBy(row => row.Id)
            .Select(row => (row.Id, Minor: Minor(tally, row))).Where(row => row.Minor > 0)
            .OrderBy(row => row.Id.Value).ToList();
        return new(round, own, [.. own.Select(row => stakes.FindIndex(stake => stake.Id == row.Investment.Id))], [.. stakes.Select(row => row.Minor)], currency);
    }

    private static readonly IReadOnlyList<int> Alone = [0];

    private static long Minor(Tally tally, Investment row) => (long)(tally.InReportCurrency(TallyRow.Of(row, "INVESTMENT")) ?? 0);
}

/// <param name="AmountMinor">Invested, in the report currency.</param>
/// <param name="CreditMinor">Its part of the round's total.</param>
internal sealed record RoundCredit(FundHistory Fund, Investment Investment, FinancingRound Round, long AmountMinor, long CreditMinor);

/// <summary>A round, and what our sub-funds put into it.</summary>
/// <param name="Own">Investments of the pool.</param>
/// <param name="At">The place of each of them among the stakes.</param>
/// <param name="Stakes">Of all our sub-funds, in minor units of the currency.</param>
/// <param name="Currency">The report's.</param>
internal sealed record RoundShare(FinancingRound Round, IReadOnlyList<RoundCredit> Own, IReadOnlyList<int> At, IReadOnlyList<long> Stakes, Currency Currency)
{
    /// <summary>What is credited to each investment of the pool, of an amount that belongs to the round.</summary>
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
