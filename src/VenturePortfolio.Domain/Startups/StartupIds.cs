namespace VenturePortfolio;

public readonly record struct StartupId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

public readonly record struct IncubatorId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

public readonly record struct FinancingRoundId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

public readonly record struct AchievementId(Guid Value)
{
    public override string ToString() => Value.ToString();
}
