using System.Buffers;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.ObjectPool;

namespace VenturePortfolio.Server;

/// <summary>The edge of the service, for the composition root.</summary>
public static class GraphQLEndpointRegistration
{
    public const string Path = "/graphql";

    public static IServiceCollection AddGraphQLEndpoint(this IServiceCollection services) => services
        .Configure<KestrelServerOptions>(server => server.AddServerHeader = false)
        .AddSingleton(new DocumentGuard(GuardLimits.Default))
        .AddSingleton<GuardedDocuments>()
        .AddSingleton<PersistedDocuments>()
        .AddSingleton(ObjectPool.Create(new OutputPolicy()))
        .AddReadEngine()
        .AddSingleton<RequestLimits>()
        .AddSingleton<PinnedAnswers>()
        .AddSingleton<ReadingScopes>()
        .AddSingleton<PinnedExecution>()
        .AddSingleton<Edge>()
        .AddSingleton<GraphQLEndpoint>();

    public static void MapGraphQLEndpoint(this IEndpointRouteBuilder routes)
    {
        var endpoint = routes.ServiceProvider.GetRequiredService<GraphQLEndpoint>();
        routes.Map(Path, endpoint.HandleAsync);
    }

    /// <summary>An answer of unusual size must not keep its memory for ever.</summary>
    private sealed class OutputPolicy : PooledObjectPolicy<ArrayBufferWriter<byte>>
    {
        private const int KeptMax = 1024 * 1024;

        public override ArrayBufferWriter<byte> Create() => new(16 * 1024);

        public override bool Return(ArrayBufferWriter<byte> obj)
        {
            obj.ResetWrittenCount();
            return obj.Capacity <= KeptMax;
        }
    }
}
