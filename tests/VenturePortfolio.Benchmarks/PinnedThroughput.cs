using System.Globalization;
using System.Net.Http.Headers;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// The two larger shapes as they are, the same as known at a closed instant (answered from memory), and the same by somebody who
/// has the answers already (304). In rotation over several rounds, stated as the median with the least and the most.
/// </summary>
internal static class PinnedThroughput
{
    private const int Connections = 8;

    /// <summary>Options: <c>--rounds</c> (3), <c>--seconds</c> per measurement (5), and those of the cluster and the server.</summary>
    public static async Task<int> RunAsync(BenchmarkOptions options, CancellationToken cancel)
    {
        var (rounds, seconds) = (options.Count("rounds", 3), options.Count("seconds", 5));
        await using var cluster = await ScaleCluster.OpenAsync(options, cancel);
        var shapes = QueryShape.All(await WorldKeys.ReadAsync(cluster.Logins.Job, cancel));
        QueryShape[] larger = [shapes[1], shapes[^1]];
        await using var server = ServerProcess.Start(options, cluster.Directory);
        await server.AnswersAsync(cluster.TokenFor(shapes[0].Subject), shapes[0].Bodies[0], cancel);
        var knownAt = await HorizonAsync(cluster, cancel);
        var ways = new List<(string Shape, string Way, LoadTarget Target, QueryShape Asked)>();
        foreach (var shape in larger)
        {
            var target = new LoadTarget(server.Address, cluster.TokenFor(shape.Subject));
            var pinned = shape.PinnedAt(knownAt);
            if (LoadGenerator.Answer(target, shape, 0).AsSpan().Count("\"id\":"u8) != LoadGenerator.Answer(target, pinned, 0).AsSpan().Count("\"id\":"u8))
                throw new PlainException($"{shape.Name}: not the same rows pinned and unpinned.");
            var known = await ETagsAsync(target, pinned, cancel);
            ways.Add((shape.Name, "as it is", target, shape));
            ways.Add((shape.Name, "pinned, from memory", target, pinned));
            ways.Add((shape.Name, "pinned, 304", target with { Known = known }, pinned));
        }

        var measured = ways.ToDictionary(way => way, _ => new List<Measurement>());
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var way in ways)
            {
                await LoadGenerator.RunAsync(way.Target, way.Asked, Connections, TimeSpan.FromSeconds(1), cancel);
                var one = await Measurement.TakeAsync(
                    server.Id, cluster.Postmaster, way.Target, way.Asked, Connections, TimeSpan.FromSeconds(seconds), cancel);
                measured[way].Add(one);
                cluster.Progress.Say($"Round {round}/{rounds}", string.Create(CultureInfo.InvariantCulture, $"{way.Shape}, {way.Way}: {one.Load.PerSecond:0} req/s"));
            }
        }

        Print(cluster.Size, rounds, seconds, ways.ConvertAll(way => (way.Shape, way.Way, measured[way])));
        return 0;
    }

    private static async Task<string> HorizonAsync(ScaleCluster cluster, CancellationToken cancel)
    {
        await using var command = cluster.Logins.Job.CreateCommand(
            """select to_char(app.closed_horizon() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""");
        return (string)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <exception cref="PlainException">An answer has none: it is not pinned.</exception>
    private static async Task<List<string>> ETagsAsync(LoadTarget target, QueryShape shape, CancellationToken cancel)
    {
        using var client = new HttpClient { BaseAddress = target.Address };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var tags = new List<string>();
        foreach (var body in shape.Bodies)
        {
            using var request = GraphQLRequests.Post(target.Token!, body);
            using var response = await client.SendAsync(request, cancel);
            tags.Add(response.Headers.ETag?.ToString() ?? throw new PlainException($"{shape.Name}: an answer is not pinned."));
        }

        return tags;
    }

    private static void Print(ScaleSize size, int rounds, int seconds, List<(string Shape, string Way, List<Measurement> All)> rows)
    {
        Console.WriteLine($"Scale {size.Name}, {Environment.ProcessorCount} cores for server, PostgreSQL and load generator together; {Connections} connections; median of {rounds} rounds of {seconds} s (least..most).");
        Console.WriteLine();
        Console.WriteLine("| query | asked | req/s | times | p50 ms | p99 ms | server CPU ms | PostgreSQL CPU ms | generator CPU ms | bytes | others |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        var asItIs = 0.0;
        foreach (var (shape, way, all) in rows)
        {
            var rate = all.ConvertAll(one => one.Load.PerSecond);
            asItIs = way is "as it is" ? Measurement.Median(rate) : asItIs;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {shape} | {way} | {Measurement.Median(rate):0} ({rate.Min():0}..{rate.Max():0}) | {Measurement.Median(rate) / asItIs:0.0} | {Of(one => one.Load.P50):0.00} | {Of(one => one.Load.P99):0.00} | {Of(one => one.Server):0.000} | {Of(one => one.Postgres):0.000} | {Of(one => one.Generator):0.000} | {Of(one => one.Load.BytesPerAnswer):0} | {Of(one => one.Others) * 100:0} % |"));

            double Of(Func<Measurement, double> part) => Measurement.Median(all, part);
        }
    }
}
