using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace VenturePortfolio.Server;

/// <summary>
/// Traces and measures by OTLP, to where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says. Unset, nothing listens and nothing is
/// collected. The standard variables (<c>OTEL_EXPORTER_OTLP_PROTOCOL</c>, <c>OTEL_TRACES_SAMPLER</c> …) do what they say.
/// </summary>
public static class TelemetryExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetryExport(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Configuration[Endpoint] is null or "")
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("venture-portfolio"))
            .WithTracing(traces => traces
                .AddSource(OperationTrace.Source)
                .AddAspNetCoreInstrumentation(web => web.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
                .AddNpgsql()
                .AddOtlpExporter())
            .WithMetrics(measures => measures
                .AddMeter(OperationTrace.Source, "Npgsql")
                .AddAspNetCoreInstrumentation()
                .AddOtlpExporter());
    }
}
