namespace VenturePortfolio;

// Typed so that two Guids cannot be swapped.

public readonly record struct SubFundId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

public readonly record struct ProgrammeId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

public readonly record struct InvestorId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

public readonly record struct CommitmentId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>A sub-fund's part in a financing round.</summary>
public readonly record struct InvestmentId(Guid Value)
{
    public override string ToString() => Value.ToString();
}
