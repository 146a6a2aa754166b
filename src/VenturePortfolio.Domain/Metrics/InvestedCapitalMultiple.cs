namespace VenturePortfolio;

/// <summary>
/// MOIC, multiple on invested capital 投資回報倍數: what companies paid back and what the holdings are worth, per unit paid to
/// companies. Gross: before fees and carry.
/// Absent: NO_INVESTMENT, FX_MISSING.
/// Source: domain.md 4.1 MOIC; IPEV for the values.
/// </summary>
public static class InvestedCapitalMultiple
{
    public static Metric Metric { get; } = new()
    {
        Key = "MOIC",
        Title = new("Multiple on invested capital (gross)", "投資回報倍數（毛）", "投资回报倍数（毛）"),
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        Unit = MetricUnit.Ratio,
        Revision = 2,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "(Realised + unrealised) / invested cost, fund to companies",
        Compute = Compute,
    };

    internal static Absent NothingInvested { get; } = new(AbsentCode.NoInvestment, "nothing was paid to companies");

    private static Measure Compute(PortfolioHistory history) => history.Tally(Metric.DefaultFxBasis)
        .Flows(CashFlowKind.Investment, null, Disclosure.Anyone)
        .Flows(CashFlowKind.Proceeds, Disclosure.Anyone, null)
        .Holdings(history)
        .Ratio(NothingInvested);
}
