using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace VenturePortfolio.Server;

public static class WriteRegistration
{
    /// <summary>What every use case that writes is built on; slices may each ask for it.</summary>
    public static IServiceCollection AddWrites(this IServiceCollection services)
    {
        services.TryAddSingleton(new VentureDbPool());
        services.TryAddSingleton<IClock>(SystemClock.Instance);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WriteWarmUp>());
        return services;
    }
}
