namespace VenturePortfolio;

/// <summary>
/// Loans or investments plus concurrent plus subsequent private financing, per unit of original public funds. Ratio.
/// Subsequent money is declared, not proved to be caused.
/// Absent: NO_SUPPORT, NO_PUBLIC_FUNDS.
/// Source: US Treasury, State Small Business Credit Initiative, summary of reported transactions.
/// </summary>
public static class UsSsbciNewFinancing
{
    public static Metric Metric { get; } = new()
    {
        Key = "US_SSBCI_NEW_FINANCING",
        Title = new("New financing per unit of public funds (SSBCI)", "每單位公帑帶動的新增融資 (SSBCI)", "每单位公共资金带动的新增融资 (SSBCI)"),
        Subject = MetricSubject.SupportProgramme,
        Unit = MetricUnit.Ratio,
        Revision = 1,
        DefaultFxBasis = FxBasis.None,
        Source = "US Treasury, State Small Business Credit Initiative, summary of reported transactions",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
        => SupportRatio.Of(
            history, SupportSide.LoanOrInvestment, SupportSide.ConcurrentPrivate, SupportSide.SubsequentPrivate);
}
