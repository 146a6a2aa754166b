using System.Globalization;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// The read engine beside PostGraphile 5, the best known of the servers somebody would pick instead, on the same PostgreSQL,
/// data, logins and row security, and beside the bare SQL. One is under load at a time, in rotation; the generator, the server
/// and PostgreSQL share the machine. PostGraphile runs as one process and as two; the better counts. It is told who is asking and
/// checks no token; we check ours. What could be gained at all on the look-up, a server written by hand for it says, reported apart.
/// </summary>
internal static class Race
{
    private static readonly int[] Connections = [8, 32];

    /// <summary>
    /// Options: <c>--rounds</c> (3), <c>--seconds</c> per measurement (3), <c>--warmup</c> seconds (1), <c>--settle</c> seconds (10) of each shape
    /// before the first round, for all of them compile while they run; <c>--shape</c> (all; a part of a name), and those of the
    /// cluster and the server.
    /// </summary>
    public static async Task<int> RunAsync(BenchmarkOptions options, CancellationToken cancel)
    {
        var (rounds, seconds, warmUp) = (options.Count("rounds", 3), options.Count("seconds", 3), options.Count("warmup", 1));
        await using var cluster = await ScaleCluster.OpenAsync(options, cancel);
        await PeerProcess.RestoreAsync(cluster.Progress, cancel);
        var shapes = await ShapesAsync(cluster, options.Text("shape"), cancel);
        await using var field = await RaceField.StartAsync(options, cluster, shapes, cancel);
        foreach (var shape in shapes)
            cluster.Progress.Say("Same rows", $"{shape.Ours.Name}: {field.Compare(shape).ToString(CultureInfo.InvariantCulture)} values");
        var atRest = field.Contenders.Select(contender => contender.Memory).ToList();

        var settle = TimeSpan.FromSeconds(options.Count("settle", 10));
        foreach (var (shape, contender) in shapes.SelectMany(shape => field.Asked(shape).Select(contender => (shape, contender))))
        {
            await contender.MeasureAsync(shape, cluster.Postmaster, Connections[0], settle, TimeSpan.FromSeconds(1), cancel);
            cluster.Progress.Say("Settled", $"{contender.Name}, {shape.Ours.Name}");
        }

        var all = new List<RaceRound>();
        for (var number = 1; number <= rounds; number++)
        {
            foreach (var (shape, connections) in shapes.SelectMany(shape => Connections.Select(connections => (shape, connections))))
            {
                var measured = new List<Measurement>();
                foreach (var contender in field.Asked(shape))
                    measured.Add(await contender.MeasureAsync(
                        shape, cluster.Postmaster, connections, TimeSpan.FromSeconds(warmUp), TimeSpan.FromSeconds(seconds), cancel));
                var round = new RaceRound(shape, connections, measured[..field.Contenders.Count], measured.ElementAtOrDefault(field.Contenders.Count), await Ceiling.MeasureAsync(cluster, shape, connections, seconds, cancel));
                all.Add(round);
                cluster.Progress.Say($"Round {number}/{rounds}", RaceTable.Line(round));
            }
        }

        RaceTable.Print(cluster.Size, rounds, seconds, field.Contenders, atRest, all);
        return 0;
    }

    private static async Task<IReadOnlyList<RaceShape>> ShapesAsync(ScaleCluster cluster, string? part, CancellationToken cancel)
    {
        var job = cluster.Logins.Job;
        var staff = await Racer.FindAsync(job, ScaleWorld.PolicyStaff, Role.Policy, cancel);
        var manager = await Racer.FindAsync(job, ScaleWorld.FundManager(1), Role.FundManager, cancel);
        var all = RaceShape.All(await WorldKeys.ReadAsync(job, cancel), staff, manager);
        return [.. all.Where(shape => shape.Ours.Name.Contains(part ?? "", StringComparison.Ordinal))];
    }
}
