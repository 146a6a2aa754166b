using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>How slices put their declarations in, from their <c>Add…</c> method in <c>…Slice.cs</c>.</summary>
public static class ReadEngineRegistration
{
    /// <summary>The engine itself; the declarations come from the slices.</summary>
    public static IServiceCollection AddReadEngine(this IServiceCollection services)
    {
        services.TryAddSingleton<IClock>(SystemClock.Instance);
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<FirstRecords>()
            .AddSingleton<AskedDates>()
            .AddSingleton<GraphCatalogue>()
            .AddSingleton<GraphSchema>()
            .AddSingleton<TableSizes>()
            .AddSingleton<PlanCache>()
            .AddSingleton(provider => new AdmissionGate(provider.GetRequiredService<IConfiguration>()))
            .AddSingleton<PlanReader>()
            .AddSingleton(provider => new DiskRoom(provider.GetRequiredService<IConfiguration>()))
            .AddSingleton<OperationExecutor>();
    }

    public static IServiceCollection AddNode(this IServiceCollection services, NodeDeclaration node) =>
        services.AddSingleton(node);

    public static IServiceCollection AddFunctionField(this IServiceCollection services, FunctionField field) =>
        services.AddSingleton(field);

    public static IServiceCollection AddMutation(this IServiceCollection services, MutationDeclaration mutation) =>
        services.AddSingleton(mutation);
}
