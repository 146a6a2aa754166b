namespace VenturePortfolio;

/// <summary>
/// LV-2, the co-finance ratio: other commitments per unit of guidance commitment; print as "1 : x". Ratio, LV-1 minus
/// 1.
/// Absent: GUIDANCE_UNDISCLOSED, NO_GUIDANCE_COMMITMENT, FX_MISSING.
/// Source: Chinese practice, 撬動/帶動 1 : x.
/// </summary>
public static class CoFinanceRatio
{
    public static Metric Metric { get; } = new()
    {
        Key = "LV-2",
        Title = new("Co-finance ratio (1 : x)", "撬動比例 (1 : x)", "撬动比例 (1 : x)"),
        Subject = MetricSubject.SubFund,
        IsOfCommitments = true,
        Unit = MetricUnit.Ratio,
        IsByClass = true,
        Revision = 1,
        DefaultFxBasis = FxBasis.CommitmentDate,
        Source = "撬動 1 : x: (fund size - guidance contribution) / guidance contribution, on commitments",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
    {
        var tally = history.Tally(Metric.DefaultFxBasis);
        return Disclosure.GuidanceCommitment(history) is { } undisclosed
            ? tally.Finish(new Measure { Absent = undisclosed })
            : tally.Commitments(Disclosure.NotGuidance, Disclosure.Guidance).Ratio(Disclosure.NoGuidanceCommitment);
    }
}
