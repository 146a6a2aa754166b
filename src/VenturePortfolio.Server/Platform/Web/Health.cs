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
        services.AddSingleton(provider => Drain.From(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(provider => new DiskRoom(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<SchemaCheck>();
        services.AddHealthChecks()
            .AddCheck<DrainingCheck>("draining")
            .AddCheck<SchemaCheck>("database")
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
    private sealed class DrainingCheck(Drain drain, IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(drain.HasBegun || lifetime.ApplicationStopping.IsCancellationRequested
                ? HealthCheckResult.Unhealthy("stopping")
                : HealthCheckResult.Healthy());
    }

    /// <summary>
    /// One question at a time, however many ask for health: while the database does not answer, nobody waits longer than
    /// the first did, and no more connections are spent on it.
    /// </summary>
    private sealed class SchemaCheck(DatabaseLogins logins) : IHealthCheck
    {
        private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(1);

        private Task<bool> question = Task.FromResult(false);

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                return await Question().WaitAsync(AnswersWithin, cancellationToken)
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Unhealthy("the schema is older than the program");
            }
            catch (Exception failure) when (failure is Npgsql.NpgsqlException or TimeoutException or OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy("no answer");
            }
        }

        private Task<bool> Question()
        {
            lock (logins)
            {
                // Not cancelled when its time is over: telling the database to stop would wait for the database.
                return question.IsCompleted ? question = SchemaVersion.IsCurrentAsync(logins.Job, CancellationToken.None) : question;
            }
        }
    }

    /// <summary>Of our own data directory; a database server elsewhere watches its own disk.</summary>
    private sealed class DiskCheck(DiskRoom disk) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(disk.IsShort ? HealthCheckResult.Unhealthy("the disk is full") : HealthCheckResult.Healthy());
    }
}
