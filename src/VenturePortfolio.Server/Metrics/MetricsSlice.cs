using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server;

/// <summary>The night and its run table.</summary>
public static class MetricsSlice
{
    public static IServiceCollection AddNight(this IServiceCollection services) => services
        .AddSingleton<RunTable>()
        .AddSingleton<NightRun>()
        .AddSingleton<Night>();
}
