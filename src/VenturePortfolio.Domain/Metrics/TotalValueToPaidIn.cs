namespace VenturePortfolio;

/// <summary>
/// TVPI: distributions plus residual value, per unit of paid-in capital. Ratio; exactly DPI + RVPI before rounding, and
/// never the sum of the two rounded figures.
/// Absent: NO_PAID_IN, NO_REPORTED_NAV, NAV_EXHAUSTED, FX_MISSING.
/// Source: GIPS 2020, investment multiple.
/// </summary>
public static class TotalValueToPaidIn
{
    public static Metric Metric { get; } = new()
    {
        Key = "TVPI",
        Title = new("Total value to paid-in (TVPI)", "總價值倍數 (TVPI)", "总价值倍数 (TVPI)"),
        Subject = MetricSubject.SubFund,
        IsOfInvestors = true,
        Unit = MetricUnit.Ratio,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "GIPS 2020: (distributions + residual value) / paid in",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
        => history.Tally(Metric.DefaultFxBasis)
            .Flows(CashFlowKind.Distribution, Disclosure.Anyone, null)
            .Flows(CashFlowKind.CapitalCall, null, Disclosure.Anyone)
            .ResidualValue()
            .Ratio(Disclosure.NoPaidIn);
}
