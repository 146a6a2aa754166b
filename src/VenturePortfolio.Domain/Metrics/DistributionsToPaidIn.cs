namespace VenturePortfolio;

/// <summary>
/// DPI: distributions per unit of paid-in capital, same-day flows not netted. Ratio.
/// Absent: NO_PAID_IN, FX_MISSING.
/// Source: GIPS 2020, realisation multiple.
/// </summary>
public static class DistributionsToPaidIn
{
    public static Metric Metric { get; } = new()
    {
        Key = "DPI",
        Title = new("Distributions to paid-in (DPI)", "已分配倍數 (DPI)", "已分配倍数 (DPI)"),
        Subject = MetricSubject.SubFund,
        IsOfInvestors = true,
        Unit = MetricUnit.Ratio,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "GIPS 2020: distributions / paid in",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
        => history.Tally(Metric.DefaultFxBasis)
            .Flows(CashFlowKind.Distribution, Disclosure.Anyone, null)
            .Flows(CashFlowKind.CapitalCall, null, Disclosure.Anyone)
            .Ratio(Disclosure.NoPaidIn);
}
