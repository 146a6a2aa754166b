namespace VenturePortfolio;

/// <summary>
/// The guidance share: guidance commitments per unit of all commitments. Ratio, 0 to 1; the figure behind the 10 to 30
/// % band.
/// Absent: GUIDANCE_UNDISCLOSED, NO_COMMITMENT, FX_MISSING.
/// Source: 財教〔2021〕176號 Art. 9.
/// </summary>
public static class GuidanceShare
{
    public static Metric Metric { get; } = new()
    {
        Key = "GUIDANCE-SHARE",
        Title = new("Guidance-fund share", "引導基金出資比例", "引导基金出资比例"),
        Subject = MetricSubject.SubFund,
        IsOfCommitments = true,
        Unit = MetricUnit.Ratio,
        IsByClass = true,
        Revision = 1,
        DefaultFxBasis = FxBasis.CommitmentDate,
        Source = "財教〔2021〕176號 Art. 9: guidance commitment / all commitments",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
    {
        var tally = history.Tally(Metric.DefaultFxBasis);
        return Disclosure.GuidanceCommitment(history) is { } undisclosed
            ? tally.Finish(new Measure { Absent = undisclosed })
            : tally.Commitments(Disclosure.Guidance, Disclosure.Anyone).Ratio(Disclosure.NoCommitment);
    }
}
