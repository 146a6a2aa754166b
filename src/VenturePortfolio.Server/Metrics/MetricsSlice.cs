using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server;

/// <summary>The night and its run table, and what can be read of them.</summary>
public static class MetricsSlice
{
    public static IServiceCollection AddNight(this IServiceCollection services) => services
        .AddSingleton<RunTable>()
        .AddSingleton<NightRun>()
        .AddSingleton<NightlyHealth>()
        .AddSingleton<Night>();

    public static IServiceCollection AddMetrics(this IServiceCollection services) => services
        .AddNode(MetricRunNode.Declaration)
        .AddNode(MetricRunEventNode.Declaration)
        .AddNode(MetricRunReportNode.Declaration)
        .AddNode(MetricValueNode.Declaration)
        .AddNode(StartupMetricValueNode.Declaration)
        .AddNode(PartMetricValueNode.Declaration)
        .AddNode(PeerFigureNode.Declaration)
        .AddNode(ClassMappingNode.Declaration)
        .AddNode(BenchmarkNode.Index)
        .AddNode(BenchmarkNode.Level)
        .AddNode(MetricTargetNode.Declaration)
        .AddWrites()
        .AddSingleton<SetMetricTarget>()
        .AddSingleton<RequestRun>()
        .AddSingleton<CancelRun>()
        .AddSingleton(provider => RequestRun.Declaration(provider.GetRequiredService<RequestRun>()))
        .AddSingleton(provider => CancelRun.Declaration(provider.GetRequiredService<CancelRun>()))
        .AddSingleton(provider => SetMetricTarget.Declaration(provider.GetRequiredService<SetMetricTarget>()));
}
