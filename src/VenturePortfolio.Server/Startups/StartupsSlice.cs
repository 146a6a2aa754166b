namespace VenturePortfolio.Server;

/// <summary>Everything this slice puts into the program.</summary>
public static class StartupsSlice
{
    public static IServiceCollection AddStartups(this IServiceCollection services) =>
        services
            .AddNode(SectorNode.Declaration)
            .AddNode(StartupNode.Declaration)
            .AddNode(StartupPrivateNode.Declaration)
            .AddNode(FinancingRoundNode.Declaration)
            .AddNode(RoundParticipationNode.Declaration)
            .AddNode(RoundParticipantNode.Declaration)
            .AddNode(InvestmentNode.Declaration)
            .AddNode(OutcomeFactNode.Declaration)
            .AddNode(AchievementNode.Declaration)
            .AddNode(AchievementConversionNode.Declaration)
            .AddWrites()
            .AddSingleton<RecordAchievement>()
            .AddSingleton(provider => RecordAchievement.Declaration(provider.GetRequiredService<RecordAchievement>()))
            .AddSingleton<LinkAchievement>()
            .AddSingleton(provider => LinkAchievement.Declaration(provider.GetRequiredService<LinkAchievement>()));
}
