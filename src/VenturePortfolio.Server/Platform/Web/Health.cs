using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VenturePortfolio.Server;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: send it requests. Anybody may ask; the answer names
/// what is wrong and nothing more.
/// </summary>
public static class Health
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<DrainingCheck>("draining")
            .AddCheck<SchemaCheck>("database", failureStatus: null, tags: [], timeout: TimeSpan.FromSeconds(1))
            .AddCheck<DiskCheck>("disk");
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(
            JsonSerializer.Serialize(new
            {
                status = report.Status.ToString(),
                checks = report.Entries.ToDictionary(
                    entry => entry.Key,
                    entry => entry.Value.Status == HealthStatus.Healthy ? "ok" : entry.Value.Description ?? "failed",
                    StringComparer.Ordinal),
            }),
            context.RequestAborted);
    }

    /// <summary>From the first word of SIGTERM no new requests should come; those in flight finish.</summary>
    private sealed class DrainingCheck(IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
                ? HealthCheckResult.Unhealthy("stopping")
                : HealthCheckResult.Healthy());
    }

    private sealed class SchemaCheck(DatabaseLogins logins) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                return await SchemaVersion.IsCurrentAsync(logins.Job, cancellationToken)
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Unhealthy("the schema is older than the program");
            }
            catch (Exception failure) when (failure is Npgsql.NpgsqlException or TimeoutException or OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy("no answer");
            }
        }
    }

    /// <summary>Of our own data directory; a database server elsewhere watches its own disk.</summary>
    private sealed class DiskCheck(IConfiguration configuration) : IHealthCheck
    {
        /// <summary>Two segments of write-ahead log, and room to say so in a log.</summary>
        private const long BytesFreeMin = 64 * 1024 * 1024;

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(new DriveInfo(PortfolioDatabase.DirectoryOf(configuration)).AvailableFreeSpace >= BytesFreeMin
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("the disk is full"));
    }
}
