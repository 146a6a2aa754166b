namespace VenturePortfolio;

/// <summary>
/// LV-7, deployed leverage: cost paid to portfolio companies per unit of guidance money paid in. Ratio; fees are
/// excluded by nature.
/// Absent: GUIDANCE_UNDISCLOSED, NO_GUIDANCE_PAID_IN, FX_MISSING.
/// Source: EU leverage effect, Financial Regulation: finance to final recipients / Union contribution.
/// </summary>
public static class DeployedLeverage
{
    public static Metric Metric { get; } = new()
    {
        Key = "LV-7",
        Title = new("Deployed leverage", "投資槓桿倍數", "投资杠杆倍数"),
        Subject = MetricSubject.SubFund,
        OfDealsInstead = "LV-7-DEALS",
        Unit = MetricUnit.Ratio,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "EU leverage effect: cost paid to portfolio companies / guidance paid in",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
    {
        var tally = history.Tally(Metric.DefaultFxBasis);
        return Disclosure.GuidancePaidIn(history) is { } undisclosed
            ? tally.Finish(new Measure { Absent = undisclosed })
            : tally.Flows(CashFlowKind.Investment, Disclosure.Anyone, null)
                .Flows(CashFlowKind.CapitalCall, null, Disclosure.Guidance)
                .Ratio(Disclosure.NoGuidancePaidIn);
    }
}
