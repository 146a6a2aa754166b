namespace VenturePortfolio;

/// <summary>
/// Loans made or investments closed per unit of original public funds. Ratio; a transaction without public funds counts
/// above the line.
/// Absent: NO_SUPPORT, NO_PUBLIC_FUNDS.
/// Source: US Treasury, State Small Business Credit Initiative, summary of reported transactions.
/// </summary>
public static class UsSsbciLoanOrInvestment
{
    public static Metric Metric { get; } = new()
    {
        Key = "US_SSBCI_LOAN_OR_INVESTMENT",
        Title = new("Loan or investment per unit of public funds (SSBCI)",
            "每單位公帑對應的貸款或投資 (SSBCI)", "每单位公共资金对应的贷款或投资 (SSBCI)"),
        Subject = MetricSubject.SupportProgramme,
        Unit = MetricUnit.Ratio,
        Revision = 1,
        DefaultFxBasis = FxBasis.None,
        Source = "US Treasury, State Small Business Credit Initiative, summary of reported transactions",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
        => SupportRatio.Of(history, SupportSide.LoanOrInvestment);
}
