namespace VenturePortfolio;

/// <summary>
/// Jobs created plus jobs retained, as declared. Count, exact to four decimals.
/// Absent: NO_SUPPORT.
/// Source: US Treasury, State Small Business Credit Initiative, summary of reported transactions.
/// </summary>
public static class JobsCreatedOrRetained
{
    public static Metric Metric { get; } = new()
    {
        Key = "JOBS",
        Title = new("Jobs created or retained", "創造或保留的就業崗位", "创造或保留的就业岗位"),
        Subject = MetricSubject.SupportProgramme,
        Unit = MetricUnit.Count,
        Revision = 1,
        DefaultFxBasis = FxBasis.None,
        Source = "US Treasury, State Small Business Credit Initiative, summary of reported transactions",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
        => SupportRatio.Jobs(history);
}
