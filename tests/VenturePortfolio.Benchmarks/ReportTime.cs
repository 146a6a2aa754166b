using System.Diagnostics;
using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// Group reports of a published night, over HTTP by policy staff, one at a time: what a reader waits, how long the answer is in the making, and what
/// server and PostgreSQL spend. The aim is 5 ms in the server. Then one sub-fund's figures on demand.
/// </summary>
internal static class ReportTime
{
    private const int WarmUp = 1_000;

    /// <summary>Of milestones, by incubator and year of admission.</summary>
    private const string Milestones = "MILESTONES";

    private static readonly string[] GroupedBy = ["TOTAL", "VINTAGE", "SECTOR", "MANAGER", Milestones];

    /// <summary>Options: <c>--asks</c> (200), <c>--group-by</c> (one of them alone), and those of the cluster and the server. The first start computes the first night.</summary>
    public static async Task<int> RunAsync(BenchmarkOptions options, CancellationToken cancel)
    {
        await using var cluster = await ScaleCluster.OpenAsync(options, cancel);
        var asks = options.Count("asks", 200);
        var token = cluster.TokenFor(ScaleWorld.PolicyStaff);
        await using var server = ServerProcess.Start(options, cluster.Directory);
        await server.AnswersAsync(token, Body("{ __typename }"), cancel);
        var (asOf, knownAt) = await NewestAsync(cluster, cancel);
        using var client = new HttpClient { BaseAddress = server.Address };

        Console.WriteLine($"Scale {cluster.Size.Name}, {Environment.ProcessorCount} cores, {asks} reports of {asOf:uuuu-MM-dd} each, one at a time. The aim is 5 ms in the server.");
        Console.WriteLine();
        Console.WriteLine("| grouped by | median ms in the server | median ms | slowest ms | processor ms: program + PostgreSQL | bytes |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var by in options.Text("group-by") is { } only ? [only] : GroupedBy)
        {
            // Each under another alias: a closed pair asked for twice in the same words is answered from memory.
            var (report, grouping) = by == Milestones ? ("incubationReport", "") : ("leverageReport", $", groupBy: {by}");
            byte[] Ask(int ask) => Body($$"""{ ask{{ask}}: {{report}}(asOf: "{{asOf:uuuu-MM-dd}}", knownAt: "{{knownAt}}"{{grouping}}) { groups { key title figures { key shown } } } }""");
            // Compiled, planned, in the caches.
            for (var i = 0; i < WarmUp; i++)
                await OnceAsync(Ask(asks + i));
            var (times, within) = (new List<double>(), new List<double>());
            var (program, postgres, bytes) = (ProcessorTime.OfTree(server.Id), ProcessorTime.OfTree(cluster.Postmaster), 0);
            for (var i = 0; i < asks; i++)
            {
                var watch = Stopwatch.StartNew();
                (bytes, var inServer) = await OnceAsync(Ask(i));
                times.Add(watch.Elapsed.TotalMilliseconds);
                within.Add(inServer);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {by} | {Measurement.Median(within):0.0} | {Measurement.Median(times):0.0} | {times.Max():0.0} | {(ProcessorTime.OfTree(server.Id) - program).TotalMilliseconds / asks:0.0} + {(ProcessorTime.OfTree(cluster.Postmaster) - postgres).TotalMilliseconds / asks:0.0} | {bytes:#,0} |"));
        }

        Console.WriteLine();
        await OneFundTime.RunAsync(cluster, InstantPattern.ExtendedIso.Parse(knownAt).Value, cancel);
        return 0;

        async Task<(int Bytes, double InServer)> OnceAsync(byte[] body)
        {
            using var request = GraphQLRequests.Post(token, body);
            using var response = await client.SendAsync(request, cancel);
            var answer = await response.Content.ReadAsStringAsync(cancel);
            GraphQLRequests.Require(response, answer);
            // Server-Timing: answer;dur=4.20
            var timing = response.Headers.GetValues("Server-Timing").Single();
            return (answer.Length, double.Parse(timing[(timing.IndexOf('=', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The pair of the run published last: an older one may not have stored every group.</summary>
    private static async Task<(LocalDate AsOf, string KnownAt)> NewestAsync(ScaleCluster cluster, CancellationToken cancel)
    {
        await using var command = cluster.Logins.Job.CreateCommand("select business_date, known_at from metric_run where state = 'PUBLISHED' order by published_at desc limit 1");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? (reader.GetFieldValue<LocalDate>(0), InstantPattern.ExtendedIso.Format(reader.GetFieldValue<Instant>(1)))
            : throw new PlainException("No night was published.");
    }

    private static byte[] Body(string query) => Encoding.UTF8.GetBytes($$"""{"query":{{System.Text.Json.JsonSerializer.Serialize(query)}}}""");
}
