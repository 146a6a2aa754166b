namespace VenturePortfolio.Server;

/// <summary>Everything this slice puts into the program.</summary>
public static class MilestonesSlice
{
    public static IServiceCollection AddMilestones(this IServiceCollection services) =>
        services
            .AddNode(MilestoneKindNode.Declaration)
            .AddNode(MilestoneNode.Declaration)
            .AddNode(MilestoneReportNode.Declaration)
            .AddNode(MilestoneEvidenceNode.Declaration)
            .AddWrites()
            .AddSingleton<ReportMilestone>()
            .AddSingleton(provider => MilestoneMutations.Report(provider.GetRequiredService<ReportMilestone>()));
}
