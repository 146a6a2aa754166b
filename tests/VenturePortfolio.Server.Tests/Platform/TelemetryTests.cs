using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;

namespace VenturePortfolio.Server.Tests;

/// <summary>What is told about a request, and what never is.</summary>
public sealed class TelemetryTests(RunningServer server, TestCluster cluster) : IClassFixture<RunningServer>
{
    private const string Canary = "cañary-of-the-variables";

    private const string Query =
        "query FundsOfMine($name: String!) { subFunds(first: 3, where: {nameEn: {eq: $name}}) { nodes { id } } viewer { displayName } }";

    private static readonly System.Globalization.CultureInfo Invariant = System.Globalization.CultureInfo.InvariantCulture;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_request_is_one_trace_with_its_statements_in_it_and_nothing_of_what_was_typed()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is OperationTrace.Source or "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        using var response = await server.SendAsync(TestPerson.Manager, new { query = Query, variables = new { name = Canary } });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var request = response.Headers.GetValues("X-Request-Id").Single();

        Activity? Ours() => spans.FirstOrDefault(span => span.GetTagItem("vp.request_id") as string == request);
        await Eventually.HoldsAsync(() => Ours() is not null, TimeSpan.FromSeconds(30));
        var ours = Ours()!;
        Assert.Equal("query", ours.GetTagItem("graphql.operation.type"));
        Assert.Equal("FundsOfMine", ours.GetTagItem("graphql.operation.name"));
        Assert.Equal("FUND_MANAGER", ours.GetTagItem("vp.role"));
        Assert.Equal(0L, ours.GetTagItem("vp.rows"));
        Assert.Equal(1, ours.GetTagItem("vp.statements"));
        var trace = spans.Where(span => span.TraceId == ours.TraceId).ToList();
        Assert.Contains(trace, span => span.Source.Name == "Npgsql" && span.ParentSpanId == ours.SpanId && Told(span).Contains("sub_fund", StringComparison.Ordinal));
        var told = string.Join('\n', trace.Select(Told));
        Assert.DoesNotContain(Canary, told, StringComparison.Ordinal);
        Assert.DoesNotContain("(test)", told, StringComparison.Ordinal); // Everybody's display name ends in it.
        Assert.DoesNotContain(response.RequestMessage!.Headers.Authorization!.Parameter!, told, StringComparison.Ordinal);
    }

    /// <summary>
    /// This server has eight organisations and no sub-fund: 5 and 8 rows on a page of five and of a hundred, a unit each and one for the
    /// operation, as reckoned by hand in <see cref="CostTests"/>; the person asking is no row and one unit.
    /// </summary>
    [Theory]
    [InlineData("query Five { organisations(first: 5) { nodes { id } } }", 5L, 1, 6L, 6L)]
    [InlineData("query Hundred { organisations(first: 100) { nodes { id } } }", 8L, 1, 101L, 9L)]
    [InlineData("query Two { organisations(first: 100) { nodes { id } } viewer { role } subFunds(first: 3) { nodes { id } } }", 8L, 2, 105L, 10L)]
    public async Task Rows_statements_and_cost_of_a_known_query_are_told_in_span_and_measures(string query, long rows, int statements, long requested, long actual)
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is OperationTrace.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var measured = new ConcurrentQueue<(string Measure, long Value, string? Kind)>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == OperationTrace.Source)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, tags.Length == 1 ? tags[0].Value as string : null)));
        meters.Start();

        using var response = await server.SendAsync(TestPerson.Policy, new { query });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var request = response.Headers.GetValues("X-Request-Id").Single();

        Activity? Ours() => spans.FirstOrDefault(span => span.GetTagItem("vp.request_id") as string == request);
        await Eventually.HoldsAsync(() => Ours() is not null, TimeSpan.FromSeconds(30));
        var ours = Ours()!;
        Assert.Equal(
            (rows, statements, requested, actual),
            (Convert.ToInt64(ours.GetTagItem("vp.rows"), Invariant), Convert.ToInt32(ours.GetTagItem("vp.statements"), Invariant),
                Convert.ToInt64(ours.GetTagItem("vp.cost.requested"), Invariant), Convert.ToInt64(ours.GetTagItem("vp.cost.actual"), Invariant)));
        // Other tests of this process may be measured too: ours is among them.
        Assert.Contains(("vp.graphql.rows", rows, "query"), measured);
        Assert.Contains(("vp.graphql.statements", (long)statements, "query"), measured);
        Assert.Contains(("vp.graphql.cost", actual, "query"), measured);
    }

    [Fact]
    public async Task A_refusal_is_counted_by_its_reason()
    {
        var seen = new ConcurrentQueue<(string Measure, object? Refused)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == OperationTrace.Source)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Keep(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument, tags));
        listener.Start();

        using var stranger = await server.KnockAsync("x");
        using var garbled = await server.SendAsync(TestPerson.Manager, new { query = "{" });
        using var fine = await server.SendAsync(TestPerson.Manager, new { query = "{ __typename }" });

        foreach (var reason in new[] { "UNAUTHENTICATED", "SYNTAX_ERROR" })
        {
            await Eventually.HoldsAsync(() => seen.Contains(("vp.graphql.refused", reason)), TimeSpan.FromSeconds(30));
        }

        await Eventually.HoldsAsync(() => seen.Contains(("vp.graphql.duration", "")), TimeSpan.FromSeconds(30));

        void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var (name, value) in tags)
            {
                if (name == "vp.refused")
                {
                    seen.Enqueue((instrument.Name, value));
                }
            }
        }
    }

    [Fact]
    public void Without_an_endpoint_nothing_is_collected() => Assert.Null(server.Services.GetService<TracerProvider>());

    [Fact]
    public async Task With_an_endpoint_traces_and_measures_arrive_there_and_nothing_of_what_was_typed()
    {
        var arrived = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await using var collector = Collector(arrived);
        await collector.StartAsync(Cancel);
        var address = collector.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var traced = new RunningServer(cluster)
        {
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Profile"] = "demo",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            },
        };
        await using (traced)
        {
            await traced.InitializeAsync();
            using var response = await traced.SendAsync(TestPerson.Manager, new { query = Query, variables = new { name = Canary } });
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            using var inAddress = await traced.Http.GetAsync(new Uri($"graphql?query={{x}}&variables={Uri.EscapeDataString(Canary)}", UriKind.Relative), Cancel);
        } // Stopping sends what is left.

        Assert.Contains("FundsOfMine", arrived["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("sub_fund", arrived["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("vp.graphql.duration", arrived["/v1/metrics"], StringComparison.Ordinal);
        foreach (var body in arrived.Values)
        {
            Assert.DoesNotContain(Canary, body, StringComparison.Ordinal);
            Assert.DoesNotContain(Uri.EscapeDataString(Canary), body, StringComparison.Ordinal);
            Assert.DoesNotContain("eyJ", body, StringComparison.Ordinal); // How every token begins.
        }
    }

    /// <summary>Everything a span carries, as text.</summary>
    private static string Told(Activity span) => string.Join(
        '\n',
        span.TagObjects.Concat(span.Events.SelectMany(happened => happened.Tags)).Select(tag => $"{tag.Key}={tag.Value}")
            .Append(span.DisplayName).Append(span.StatusDescription));

    private static WebApplication Collector(ConcurrentDictionary<string, string> arrived)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/v1/{kind}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            arrived.AddOrUpdate(request.Path, _ => Encoding.UTF8.GetString(body.ToArray()), (_, before) => before + Encoding.UTF8.GetString(body.ToArray()));
            return Results.Bytes([], "application/x-protobuf");
        });
        return app;
    }
}
