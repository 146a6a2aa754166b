namespace VenturePortfolio;

/// <summary>
/// PIC: everything paid in, recalled distributions included, per unit of cumulative commitments. Ratio; above 1 where
/// money is recycled or fees are paid outside the commitment.
/// Absent: NO_COMMITMENT, FX_MISSING.
/// Source: GIPS 2020, paid-in multiple.
/// </summary>
public static class PaidInToCommitted
{
    public static Metric Metric { get; } = new()
    {
        Key = "PIC",
        Title = new("Paid-in to committed (PIC)", "實繳比例 (PIC)", "实缴比例 (PIC)"),
        Subject = MetricSubject.SubFund,
        IsOfInvestors = true,
        Unit = MetricUnit.Ratio,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "GIPS 2020: paid in / cumulative committed",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
        => history.Tally(Metric.DefaultFxBasis)
            .Flows(CashFlowKind.CapitalCall, Disclosure.Anyone, null)
            .Commitments(null, Disclosure.Anyone)
            .Ratio(Disclosure.NoCommitment);
}
