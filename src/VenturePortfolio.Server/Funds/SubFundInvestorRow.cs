namespace VenturePortfolio.Server;

/// <summary>An investor stands in a sub-fund.</summary>
public sealed class SubFundInvestorRow
{
    private SubFundInvestorRow()
    {
    }

    public Guid SubFundId { get; private set; }

    public Guid InvestorId { get; private set; }
}

/// <summary>A sub-fund's part in a financing round: only what says that it is there.</summary>
public sealed class InvestmentRow
{
    private InvestmentRow()
    {
    }

    public Guid Id { get; private set; }

    public Guid SubFundId { get; private set; }
}
