using System.Globalization;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// The query shapes of the read engine over HTTP, signed in, with row security on: answers per second and processor time per
/// answer. One shape and one number of connections at a time, in rotation, over several rounds; stated as the median with
/// the least and the most. Load generator, server and PostgreSQL share the machine; "others" is what anybody else took of it:
/// where that is much, believe the processor times rather than the rates.
/// </summary>
internal static class GraphQLThroughput
{
    private static readonly int[] Connections = [8, 32];

    /// <summary>Options: <c>--rounds</c> (3), <c>--seconds</c> per measurement (8), <c>--warmup</c> seconds (2), <c>--shape</c> (all; a part of a name), and those of the cluster and the server.</summary>
    public static async Task<int> RunAsync(BenchmarkOptions options, CancellationToken cancel)
    {
        var (rounds, seconds, warmUp) = (options.Count("rounds", 3), options.Count("seconds", 8), options.Count("warmup", 2));
        await using var cluster = await ScaleCluster.OpenAsync(options, cancel);
        var all = QueryShape.All(await WorldKeys.ReadAsync(cluster.Logins.Job, cancel));
        var shapes = all.Where(shape => shape.Name.Contains(options.Text("shape") ?? "", StringComparison.Ordinal)).ToList();
        var tokens = shapes.Select(shape => shape.Subject).Distinct(StringComparer.Ordinal).ToDictionary(subject => subject, cluster.TokenFor, StringComparer.Ordinal);
        await using var server = ServerProcess.Start(options, cluster.Directory);
        await server.AnswersAsync(tokens[shapes[0].Subject], shapes[0].Bodies[0], cancel);
        foreach (var shape in shapes)
        {
            var rows = RowsIn(LoadGenerator.Answer(Target(shape), shape, 0));
            if (cluster.Size.SubFunds >= ScaleSize.S.SubFunds && rows < shape.RowsMin)
                throw new PlainException($"{shape.Name}: the answer holds {rows} objects, fewer than {shape.RowsMin}.");
        }

        var measured = new Dictionary<(QueryShape, int), List<Measurement>>();
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var shape in shapes)
            {
                foreach (var connections in Connections)
                {
                    await LoadGenerator.RunAsync(Target(shape), shape, connections, TimeSpan.FromSeconds(warmUp), cancel);
                    var one = await Measurement.TakeAsync(
                        server.Id, cluster.Postmaster, Target(shape), shape, connections, TimeSpan.FromSeconds(seconds), cancel);
                    if (!measured.TryGetValue((shape, connections), out var list))
                        measured[(shape, connections)] = list = [];
                    list.Add(one);
                    cluster.Progress.Say($"Round {round}/{rounds}", string.Create(CultureInfo.InvariantCulture, $"{shape.Name}, {connections} connections: {one.Load.PerSecond:0} req/s"));
                }
            }
        }

        Print(cluster.Size, rounds, seconds, measured);
        return 0;

        LoadTarget Target(QueryShape shape) => new(server.Address, tokens[shape.Subject]);
    }

    /// <summary>How many objects with an id an answer holds.</summary>
    private static int RowsIn(byte[] answer) => answer.AsSpan().Count("\"id\":"u8);

    private static void Print(ScaleSize size, int rounds, int seconds, Dictionary<(QueryShape Shape, int Connections), List<Measurement>> measured)
    {
        Console.WriteLine($"Scale {size.Name}, {Environment.ProcessorCount} cores for server, PostgreSQL and load generator together; row security on; median of {rounds} rounds of {seconds} s (least..most).");
        Console.WriteLine();
        Console.WriteLine("| query | connections | req/s | p50 ms | p99 ms | p99/p50 | server CPU ms | PostgreSQL CPU ms | generator CPU ms | bytes | others |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var ((shape, connections), all) in measured)
        {
            var rate = all.Select(one => one.Load.PerSecond).ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {shape.Name} | {connections} | {Measurement.Median(rate):0} ({rate.Min():0}..{rate.Max():0}) | {Of(one => one.Load.P50):0.0} | {Of(one => one.Load.P99):0.0} | {Of(one => one.Load.P99 / one.Load.P50):0.0} | {Of(one => one.Server):0.00} | {Of(one => one.Postgres):0.00} | {Of(one => one.Generator):0.00} | {Of(one => one.Load.BytesPerAnswer):0} | {Of(one => one.Others) * 100:0} % |"));

            double Of(Func<Measurement, double> part) => Measurement.Median(all, part);
        }
    }
}
