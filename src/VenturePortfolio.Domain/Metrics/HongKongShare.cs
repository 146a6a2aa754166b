namespace VenturePortfolio;

/// <summary>
/// The Hong Kong share: Hong Kong commitments, public and private, per unit of all commitments. Ratio, 0 to 1.
/// Absent: HONG_KONG_UNDISCLOSED, NO_COMMITMENT, FX_MISSING.
/// Source: as LV-3.
/// </summary>
public static class HongKongShare
{
    public static Metric Metric { get; } = new()
    {
        Key = "LV-3-SHARE",
        Title = new("Hong Kong share of commitments", "香港資本佔比", "香港资本占比"),
        Subject = MetricSubject.SubFund,
        IsOfCommitments = true,
        Unit = MetricUnit.Ratio,
        IsByClass = true,
        Revision = 1,
        DefaultFxBasis = FxBasis.CommitmentDate,
        Source = "2018 action plan item 18: Hong Kong commitments / all commitments",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
    {
        var tally = history.Tally(Metric.DefaultFxBasis);
        return Disclosure.HongKongCommitment(history) is { } undisclosed
            ? tally.Finish(new Measure { Absent = undisclosed })
            : tally.Commitments(Disclosure.HongKong, Disclosure.Anyone).Ratio(Disclosure.NoCommitment);
    }
}
