namespace VenturePortfolio;

/// <summary>
/// The two parts of MOIC, of the companies' side and so for deals, startups, sectors and incubators too: GROSS_DPI 毛已分配倍數, what companies paid back, and
/// GROSS_RVPI 毛剩餘價值倍數, what the holdings are worth, each per unit paid to companies. They sum to MOIC exactly before rounding. Gross: before fees and carry.
/// Absent: NO_INVESTMENT, FX_MISSING, HOLDING_UNKNOWN.
/// Source: domain.md 4.1: same arithmetic as DPI and RVPI, fund to companies; IPEV for the values.
/// </summary>
public static class GrossMultiples
{
    public static Metric Realised { get; } = Make(
        "GROSS_DPI", 1, new("Realised multiple (gross)", "毛已分配倍數", "毛已分配倍数"), "Proceeds from companies / invested cost",
        (tally, history) => tally.Flows(CashFlowKind.Proceeds, Disclosure.Anyone, null).Named(history));

    public static Metric Unrealised { get; } = Make(
        "GROSS_RVPI", 2, new("Unrealised multiple (gross)", "毛剩餘價值倍數", "毛剩余价值倍数"), "Value of the holdings / invested cost",
        (tally, history) => tally.Holdings(history));

    private static Metric Make(string key, int revision, MetricTitle title, string source, Func<Tally, PortfolioHistory, Tally> count) => new()
    {
        Key = key,
        Title = title,
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        Unit = MetricUnit.Ratio,
        Revision = revision,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = source,
        Compute = history => count(history.Tally(FxBasis.TransactionDate).Flows(CashFlowKind.Investment, null, Disclosure.Anyone), history).Ratio(InvestedCapitalMultiple.NothingInvested),
    };
}
