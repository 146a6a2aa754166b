namespace VenturePortfolio;

/// <summary>
/// LV-1, the fund-size multiple: all commitments per unit of guidance commitment. Ratio. Headline of Chinese reports;
/// it says what was announced, not what was used: publish it with LV-6 and LV-7.
/// Absent: GUIDANCE_UNDISCLOSED, NO_GUIDANCE_COMMITMENT, FX_MISSING.
/// Source: Chinese practice, 放大倍數 = fund size / guidance contribution.
/// </summary>
public static class FundSizeMultiple
{
    public static Metric Metric { get; } = new()
    {
        Key = "LV-1",
        Title = new("Fund-size multiple", "基金放大倍數", "基金放大倍数"),
        Subject = MetricSubject.SubFund,
        IsOfCommitments = true,
        Unit = MetricUnit.Ratio,
        IsByClass = true,
        Revision = 1,
        DefaultFxBasis = FxBasis.CommitmentDate,
        Source = "放大倍數: fund size / guidance contribution, on commitments",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
    {
        var tally = history.Tally(Metric.DefaultFxBasis);
        return Disclosure.GuidanceCommitment(history) is { } undisclosed
            ? tally.Finish(new Measure { Absent = undisclosed })
            : tally.Commitments(Disclosure.Anyone, Disclosure.Guidance).Ratio(Disclosure.NoGuidanceCommitment);
    }
}
