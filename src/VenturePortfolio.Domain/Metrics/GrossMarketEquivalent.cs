namespace VenturePortfolio;

/// <summary>
/// <see cref="MarketEquivalent"/> on the side of the companies, so that it can be told of deals, startups, sectors and incubators too: what was paid to companies
/// and came back from them, grown by the index, and the value of the holdings. Gross: before fees and carry.
/// Absent: NO_INDEX, INDEX_MISSING, NO_INVESTMENT, HOLDING_UNKNOWN, FX_MISSING, and of direct alpha the status of the search.
/// </summary>
public static class GrossMarketEquivalent
{
    /// <summary>Proceeds and what the holdings are worth, per unit paid to companies, both grown by the index. Above 1: better than the index.</summary>
    public static Metric KaplanSchoar { get; } = new()
    {
        Key = "GROSS_KS_PME",
        Title = new("Gross public market equivalent (Kaplan-Schoar)", "毛公開市場等值（Kaplan-Schoar）", "毛公开市场等值（Kaplan-Schoar）"),
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        Unit = MetricUnit.Ratio,
        Revision = 2,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "Kaplan and Schoar 2005, fund to companies: (sum of proceeds x Mn/Mt + value of holdings) / (sum of cost x Mn/Mt)",
        Compute = history => history.Grown(FlowSide.Company).Holdings(history).Ratio(InvestedCapitalMultiple.NothingInvested),
    };

    /// <summary>The rate of return of the grown flows: what the deals made beyond the index, per year. Zero: as the index.</summary>
    public static Metric DirectAlpha { get; } = new()
    {
        Key = "GROSS_DIRECT_ALPHA",
        Title = new("Gross direct alpha", "毛直接超額收益 (Direct alpha)", "毛直接超额收益 (Direct alpha)"),
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        Unit = MetricUnit.RatePerYear,
        Revision = 2,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "Gredil, Griffiths and Stucke, fund to companies: rate of return of flows carried to the as-of date by the index; discrete, Actual/365",
        Compute = history => history.GrownReturn(FlowSide.Company) is var tally && tally.Dated.Count == 0 && tally.Missing is null
            ? tally.Finish(new Measure { Absent = InvestedCapitalMultiple.NothingInvested, Status = XirrStatus.Empty })
            : tally.Rate(grown => grown.Holdings(history)),
    };
}
