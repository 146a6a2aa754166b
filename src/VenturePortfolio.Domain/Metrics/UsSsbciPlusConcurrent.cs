namespace VenturePortfolio;

/// <summary>
/// Loans or investments plus private financing in the same transactions, per unit of original public funds. Ratio.
/// Absent: NO_SUPPORT, NO_PUBLIC_FUNDS.
/// Source: US Treasury, State Small Business Credit Initiative, summary of reported transactions.
/// </summary>
public static class UsSsbciPlusConcurrent
{
    public static Metric Metric { get; } = new()
    {
        Key = "US_SSBCI_PLUS_CONCURRENT",
        Title = new("The same plus concurrent private financing (SSBCI)", "另加同期民間融資 (SSBCI)", "另加同期民间融资 (SSBCI)"),
        Subject = MetricSubject.SupportProgramme,
        Unit = MetricUnit.Ratio,
        Revision = 1,
        DefaultFxBasis = FxBasis.None,
        Source = "US Treasury, State Small Business Credit Initiative, summary of reported transactions",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
        => SupportRatio.Of(history, SupportSide.LoanOrInvestment, SupportSide.ConcurrentPrivate);
}
