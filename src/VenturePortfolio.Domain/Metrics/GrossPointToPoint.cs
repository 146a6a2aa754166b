using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// Gross rate of return between two days (horizon return), of the companies' side and so for deals, startups, sectors and incubators too: what the holdings were worth at
/// the end of the first day counts as paid for them on it, then what was paid to companies and came back after it, then what the holdings are worth at the end
/// of the last. Otherwise as <see cref="PointToPoint"/>. A holding not valued by the first day stands at what had been paid for it, and the figure is flagged VALUED_AT_COST.
/// Absent: NO_OPENING where nothing had been paid to companies by the first day, HOLDING_UNKNOWN, FX_MISSING, or the status of the search.
/// Source: GIPS and ILPA horizon returns, gross; hledger's roi computes the same.
/// </summary>
public static class GrossPointToPoint
{
    private static readonly int[] Horizons = [1, 3, 5];

    public static Metric OneYear { get; } = Over(1, "one year", "一年", "一年");

    public static Metric ThreeYears { get; } = Over(3, "three years", "三年", "三年");

    public static Metric FiveYears { get; } = Over(5, "five years", "五年", "五年");

    /// <summary>The first days of all of them, at whose ends values are needed.</summary>
    public static IReadOnlyList<LocalDate> Openings(LocalDate asOf) => [.. Horizons.Select(years => asOf.PlusYears(-years))];

    private static Metric Over(int years, string en, string zhHant, string zhHans) => new()
    {
        Key = $"GROSS_IRR_{years}Y",
        Title = new($"Gross internal rate of return over {en}", $"{zhHant}期毛內部收益率", $"{zhHans}期毛内部收益率"),
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        ReadsEarlierValues = true,
        Unit = MetricUnit.RatePerYear,
        Revision = 2,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "Horizon return, fund to companies: opening value of the holdings, flows, closing value; Actual/365 as Excel XIRR",
        Compute = history => Since(history, history.AsOf.PlusYears(-years)),
    };

    /// <summary>From the end of a day to the end of the as-of date. Flows of the first day are in the value of their holding.</summary>
    public static Measure Since(PortfolioHistory history, LocalDate since)
    {
        ArgumentNullException.ThrowIfNull(history);
        var tally = history.Tally(FxBasis.TransactionDate);
        return history.Funds.Any(fund => fund.Flows(CashFlowKind.Investment).Any(flow => flow.EffectiveOn <= since))
            ? tally.OpeningHoldings(history, since).CompanyFlows(since).Rate(flows => flows.Holdings(history))
            : tally.Finish(new Measure { Absent = new(AbsentCode.NoOpening, $"nothing had been paid to companies by {NodaTime.Text.LocalDatePattern.Iso.Format(since)}") });
    }
}
