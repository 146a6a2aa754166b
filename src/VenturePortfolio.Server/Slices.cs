namespace VenturePortfolio.Server;

/// <summary>Every slice, one line each.</summary>
public static class Slices
{
    public static IServiceCollection AddEverySlice(this IServiceCollection services) =>
        services
            .AddAccessNodes()
            .AddFunds()
            .AddLedger()
            .AddStartups()
            .AddIncubators()
            .AddMilestones()
            .AddMetrics()
            .AddRules()
            .AddReports();
}
