namespace VenturePortfolio;

/// <summary>
/// The financing rounds in which a pool took part, each once. Where several of its sub-funds took part, the round's total is
/// credited to their investments pro rata, to the minor unit, so that parts add up to the whole.
/// </summary>
internal static class RoundCredits
{
    /// <summary>By investment, in the order of funds and investments. What a missing rate leaves out makes the figure absent.</summary>
    internal static IReadOnlyList<RoundCredit> Of(PortfolioHistory history, Tally tally)
    {
        var known = history.Funds
            .SelectMany(fund => fund.Investments.Select(row => (Fund: fund, Investment: row, Round: fund.RoundOf(row))))
            .Where(row => row.Round is not null)
            .Select(row => new RoundCredit(row.Fund, row.Investment, row.Round!,
                (long)(tally.InReportCurrency(TallyRow.Of(row.Investment, "INVESTMENT")) ?? 0), 0))
            .Where(row => row.AmountMinor > 0)
            .ToList();
        return [.. known.GroupBy(row => row.Round.Id).SelectMany(rows =>
        {
            var total = (long)(tally.InReportCurrency(TallyRow.Of(rows.First().Round, "ROUND_TOTAL")) ?? 0);
            var credits = Allocation.ByLargestRemainder(new Money(total, history.ReportCurrency), [.. rows.Select(row => row.AmountMinor)]);
            return rows.Zip(credits, (row, credit) => row with { CreditMinor = credit.Minor });
        })];
    }

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
        foreach (var flow in fund.Flows(CashFlowKind.CapitalCall))
        {
            var of = fund.ClassOf(flow.Investor);
            var minor = flow.Effect * (tally.InReportCurrency(TallyRow.Of(flow, of)) ?? 0);
            all += minor;
            guidance += of.IsGuidance ? minor : 0;
        }

        return (guidance, all);
    }
}

/// <param name="AmountMinor">Invested, in the report currency.</param>
/// <param name="CreditMinor">Its part of the round's total.</param>
internal sealed record RoundCredit(FundHistory Fund, Investment Investment, FinancingRound Round, long AmountMinor, long CreditMinor);
