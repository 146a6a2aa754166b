namespace VenturePortfolio;

/// <summary>
/// Returns against an index, of the investors' side: every flow between fund and investors is carried to the as-of date by the index (<see cref="GrownFlows"/>).
/// Absent: NO_INDEX, INDEX_MISSING, NO_PAID_IN, NO_REPORTED_NAV, NAV_EXHAUSTED, FX_MISSING.
/// </summary>
public static class MarketEquivalent
{
    /// <summary>KS-PME: what came back and is left, per unit paid in, both grown by the index. Above 1: better than the index.</summary>
    public static Metric KaplanSchoar { get; } = new()
    {
        Key = "KS_PME",
        Title = new("Public market equivalent (Kaplan-Schoar)", "公開市場等值（Kaplan-Schoar）", "公开市场等值（Kaplan-Schoar）"),
        Subject = MetricSubject.SubFund,
        IsOfInvestors = true,
        Unit = MetricUnit.Ratio,
        Revision = 2,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "Kaplan and Schoar 2005: (sum of D x Mn/Mt + NAV) / (sum of C x Mn/Mt)",
        Compute = history => history.Grown(FlowSide.Investor).ResidualValue().Ratio(Disclosure.NoPaidIn),
    };

    /// <summary>The rate of return of the grown flows: what the fund made beyond the index, per year. Zero: as the index.</summary>
    public static Metric DirectAlpha { get; } = new()
    {
        Key = "DIRECT_ALPHA",
        Title = new("Direct alpha", "直接超額收益 (Direct alpha)", "直接超额收益 (Direct alpha)"),
        Subject = MetricSubject.SubFund,
        IsOfInvestors = true,
        Unit = MetricUnit.RatePerYear,
        Revision = 2,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "Gredil, Griffiths and Stucke: rate of return of flows carried to the as-of date by the index; discrete, Actual/365",
        Compute = history => history.GrownReturn(FlowSide.Investor) is var tally && tally.Dated.Count == 0 && tally.Missing is null
            ? tally.Finish(new Measure { Absent = Disclosure.NoPaidIn, Status = XirrStatus.Empty })
            : tally.Rate(grown => grown.ResidualValue()),
    };
}
