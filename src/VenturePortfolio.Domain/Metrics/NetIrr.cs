namespace VenturePortfolio;

/// <summary>
/// Net since-inception internal rate of return: contributions, distributions and the residual value, from the investor
/// side, after fees and carry. Fraction per year, Actual/365, compounded. Several roots: chosen by the rule of
/// <see cref="Xirr"/>, all are given. Under 365 days it is computed and flagged, because a report does not annualise
/// it.
/// Absent: NO_PAID_IN, NO_REPORTED_NAV, NAV_EXHAUSTED, FX_MISSING, or the status of the search: SAME_DAY,
/// NO_SIGN_CHANGE, NO_ROOT, OUT_OF_RANGE, NOT_CONVERGED, EMPTY.
/// Source: GIPS 2020 SI-IRR; Microsoft XIRR.
/// </summary>
public static class NetIrr
{
    public static Metric Metric { get; } = new()
    {
        Key = "NET_IRR",
        Title = new("Net internal rate of return (XIRR)", "淨內部收益率 (XIRR)", "净内部收益率 (XIRR)"),
        Subject = MetricSubject.SubFund,
        IsOfInvestors = true,
        Unit = MetricUnit.RatePerYear,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "GIPS 2020 since-inception IRR, net; Actual/365 as Excel XIRR",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
    {
        var tally = history.Tally(Metric.DefaultFxBasis).InvestorFlows();
        if (tally.Dated.Count == 0 && tally.Missing is null)
        {
            return tally.Finish(new Measure { Absent = Disclosure.NoPaidIn, Status = XirrStatus.Empty });
        }

        return tally.Rate(flows => flows.ResidualValue());
    }
}
