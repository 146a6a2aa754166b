using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// Net rate of return between two days (horizon return): the residual value at the end of the first day counts as paid in on it, then contributions
/// and distributions after it, then the residual value at the end of the last. Told over one, three and five years up to the as-of date.
/// Fraction per year, Actual/365, compounded. A pool's funds that began later come in with their flows.
/// Absent: NO_OPENING where nothing had been paid in by the first day, and for the reasons of <see cref="NetIrr"/>.
/// Source: GIPS and ILPA horizon returns; hledger's roi computes the same.
/// </summary>
public static class PointToPoint
{
    public static Metric OneYear { get; } = Over(1, "one year", "一年", "一年");

    public static Metric ThreeYears { get; } = Over(3, "three years", "三年", "三年");

    public static Metric FiveYears { get; } = Over(5, "five years", "五年", "五年");

    private static Metric Over(int years, string en, string zhHant, string zhHans) => new()
    {
        Key = $"NET_IRR_{years}Y",
        Title = new($"Net internal rate of return over {en}", $"{zhHant}期淨內部收益率", $"{zhHans}期净内部收益率"),
        Subject = MetricSubject.SubFund,
        IsOfInvestors = true,
        Unit = MetricUnit.RatePerYear,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "Horizon return: opening net asset value, flows, closing net asset value; Actual/365 as Excel XIRR",
        Compute = history => Since(history, history.AsOf.PlusYears(-years)),
    };

    /// <summary>From the end of a day to the end of the as-of date. Flows of the first day are in its residual value.</summary>
    public static Measure Since(PortfolioHistory history, LocalDate since)
    {
        ArgumentNullException.ThrowIfNull(history);
        var tally = history.Tally(FxBasis.TransactionDate);
        if (!history.Funds.Any(fund => fund.Flows(CashFlowKind.CapitalCall).Any(flow => flow.EffectiveOn <= since)))
        {
            return tally.Finish(new Measure { Absent = new(AbsentCode.NoOpening, $"nothing had been paid in by {NodaTime.Text.LocalDatePattern.Iso.Format(since)}") });
        }

        tally.OpeningValue(since).InvestorFlows(since);
        return tally.Rate(flows => flows.ResidualValue());
    }
}
