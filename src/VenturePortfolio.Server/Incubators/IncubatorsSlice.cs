namespace VenturePortfolio.Server;

/// <summary>Everything this slice puts into the program.</summary>
public static class IncubatorsSlice
{
    public static IServiceCollection AddIncubators(this IServiceCollection services) =>
        services
            .AddNode(IncubatorNode.Declaration)
            .AddNode(IncubationNode.Declaration);
}
