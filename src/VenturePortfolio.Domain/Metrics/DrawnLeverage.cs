namespace VenturePortfolio;

/// <summary>
/// LV-6, drawn leverage: everything paid in per unit of guidance money paid in. Ratio.
/// Absent: GUIDANCE_UNDISCLOSED, NO_GUIDANCE_PAID_IN, FX_MISSING.
/// Source: LV-1 on the drawn basis; audit findings on announced and used money.
/// </summary>
public static class DrawnLeverage
{
    public static Metric Metric { get; } = new()
    {
        Key = "LV-6",
        Title = new("Drawn leverage", "實繳槓桿倍數", "实缴杠杆倍数"),
        Subject = MetricSubject.SubFund,
        Unit = MetricUnit.Ratio,
        IsByClass = true,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "LV-1 on the drawn basis: paid in / guidance paid in",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
    {
        var tally = history.Tally(Metric.DefaultFxBasis);
        return Disclosure.GuidancePaidIn(history) is { } undisclosed
            ? tally.Finish(new Measure { Absent = undisclosed })
            : tally.Flows(CashFlowKind.CapitalCall, Disclosure.Anyone, Disclosure.Guidance)
                .Ratio(Disclosure.NoGuidancePaidIn);
    }
}
