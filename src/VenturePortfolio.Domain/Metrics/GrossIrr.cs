namespace VenturePortfolio;

/// <summary>
/// Gross since-inception internal rate of return 毛內部收益率: what was paid to companies and came back from them, and the value of the
/// holdings, before fees and carry. Otherwise as <see cref="NetIrr"/>.
/// Absent: NO_INVESTMENT, FX_MISSING, or the status of the search.
/// Source: GIPS 2020 SI-IRR, gross; Microsoft XIRR.
/// </summary>
public static class GrossIrr
{
    public static Metric Metric { get; } = new()
    {
        Key = "GROSS_IRR",
        Title = new("Gross internal rate of return (XIRR)", "毛內部收益率 (XIRR)", "毛内部收益率 (XIRR)"),
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        Unit = MetricUnit.RatePerYear,
        Revision = 2,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "GIPS 2020 since-inception IRR, gross, fund to companies; Actual/365 as Excel XIRR",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
    {
        var tally = history.Tally(Metric.DefaultFxBasis).CompanyFlows();
        if (tally.Dated.Count == 0 && tally.Missing is null)
        {
            return tally.Finish(new Measure { Absent = InvestedCapitalMultiple.NothingInvested, Status = XirrStatus.Empty });
        }

        return tally.Rate(flows => flows.Holdings(history));
    }
}
