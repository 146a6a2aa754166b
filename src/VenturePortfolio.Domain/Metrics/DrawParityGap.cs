namespace VenturePortfolio;

/// <summary>
/// The draw parity gap: the drawn part of the guidance commitment minus the drawn part of all commitments. Ratio;
/// positive when guidance money is drawn first. Exact terms are products: (paid G x C - paid x C_G) / (C_G x C).
/// Absent: GUIDANCE_UNDISCLOSED, NO_GUIDANCE_COMMITMENT, FX_MISSING, OUT_OF_RANGE.
/// Source: companion of LV-6.
/// </summary>
public static class DrawParityGap
{
    public static Metric Metric { get; } = new()
    {
        Key = "LV-6-PARITY",
        Title = new("Draw parity gap", "實繳進度差", "实缴进度差"),
        Subject = MetricSubject.SubFund,
        Unit = MetricUnit.Ratio,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "guidance paid in / guidance commitment - paid in / all commitments",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
    {
        var tally = history.Tally(Metric.DefaultFxBasis);
        if ((Disclosure.GuidanceCommitment(history) ?? Disclosure.GuidancePaidIn(history)) is { } undisclosed)
        {
            return tally.Finish(new Measure { Absent = undisclosed });
        }

        var guidance = history.Tally(Metric.DefaultFxBasis)
            .Flows(CashFlowKind.CapitalCall, Disclosure.Guidance, null).Commitments(null, Disclosure.Guidance);
        tally.Flows(CashFlowKind.CapitalCall, Disclosure.Anyone, null).Commitments(null, Disclosure.Anyone);
        if (tally.Missing is not null || guidance.Denominator <= 0)
        {
            return tally.Ratio(0, 0, tally.Missing ?? Disclosure.NoGuidanceCommitment);
        }

        try
        {
            var numerator = (guidance.Numerator * tally.Denominator) - (tally.Numerator * guidance.Denominator);
            return tally.Ratio(numerator, guidance.Denominator * tally.Denominator, Disclosure.NoCommitment);
        }
        catch (OverflowException)
        {
            // Sums near 10^19 minor units each: no fund on earth, but the figure stays total.
            return tally.Finish(new Measure { Absent = new Absent(AbsentCode.OutOfRange, "products of the sums") });
        }
    }
}
