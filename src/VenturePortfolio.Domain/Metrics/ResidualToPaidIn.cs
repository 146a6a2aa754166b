namespace VenturePortfolio;

/// <summary>
/// RVPI: the reported net asset value, rolled forward, per unit of paid-in capital. Ratio; flagged when the value is
/// stale.
/// Absent: NO_PAID_IN, NO_REPORTED_NAV, NAV_EXHAUSTED, FX_MISSING.
/// Source: GIPS 2020, unrealised multiple.
/// </summary>
public static class ResidualToPaidIn
{
    public static Metric Metric { get; } = new()
    {
        Key = "RVPI",
        Title = new("Residual value to paid-in (RVPI)", "剩餘價值倍數 (RVPI)", "剩余价值倍数 (RVPI)"),
        Subject = MetricSubject.SubFund,
        IsOfInvestors = true,
        Unit = MetricUnit.Ratio,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "GIPS 2020: residual value / paid in",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
        => history.Tally(Metric.DefaultFxBasis)
            .Flows(CashFlowKind.CapitalCall, null, Disclosure.Anyone)
            .ResidualValue()
            .Ratio(Disclosure.NoPaidIn);
}
