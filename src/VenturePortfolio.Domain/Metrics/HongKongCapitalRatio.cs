namespace VenturePortfolio;

/// <summary>
/// LV-3, the Hong Kong capital ratio: Hong Kong commitments, public and private, per unit of guidance commitment.
/// Ratio.
/// Absent: GUIDANCE_UNDISCLOSED, HONG_KONG_UNDISCLOSED, NO_GUIDANCE_COMMITMENT, FX_MISSING.
/// Source: arrangement of 2018 on Hong Kong as an innovation centre, action plan item 18.
/// </summary>
public static class HongKongCapitalRatio
{
    public static Metric Metric { get; } = new()
    {
        Key = "LV-3",
        Title = new("Hong Kong capital ratio", "香港資本比率", "香港资本比率"),
        Subject = MetricSubject.SubFund,
        IsOfCommitments = true,
        Unit = MetricUnit.Ratio,
        IsByClass = true,
        Revision = 1,
        DefaultFxBasis = FxBasis.CommitmentDate,
        Source = "2018 action plan item 18: Hong Kong commitments / guidance commitment",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
    {
        var tally = history.Tally(Metric.DefaultFxBasis);
        return (Disclosure.GuidanceCommitment(history) ?? Disclosure.HongKongCommitment(history)) is { } undisclosed
            ? tally.Finish(new Measure { Absent = undisclosed })
            : tally.Commitments(Disclosure.HongKong, Disclosure.Guidance).Ratio(Disclosure.NoGuidanceCommitment);
    }
}
