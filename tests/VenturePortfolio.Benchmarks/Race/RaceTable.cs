using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>What a round gave for one shape and number of connections: by contender, ours first, the floor where there is one, and the bare SQL.</summary>
internal sealed record RaceRound(RaceShape Shape, int Connections, IReadOnlyList<Measurement> Contenders, Measurement? Floor, double Ceiling);

/// <summary>The race as Markdown: medians over the rounds, and the ratios of medians.</summary>
internal static class RaceTable
{
    public static void Print(ScaleSize size, int rounds, int seconds, IReadOnlyList<Contender> contenders, IReadOnlyList<double> atRest, IReadOnlyList<RaceRound> all)
    {
        Console.WriteLine($"Scale {size.Name}, {Environment.ProcessorCount} cores for server, PostgreSQL and load generator together; row security and snapshot on; {rounds} rounds of {seconds} s, medians.");
        Console.WriteLine($"PostGraphile: the better of one process and two. CPU: server + PostgreSQL, milliseconds per request. Ceiling: the bare SQL, pgbench -M prepared. Others: what anybody else took of the machine, at most.");
        Console.WriteLine();
        Console.WriteLine("| query | connections | req/s | PostGraphile (processes) | times | CPU | PostGraphile's | times less | p50 ms | p99 ms | p99/p50 | PostGraphile's p50, p99 | ceiling/s | share | others |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var group in all.GroupBy(round => (round.Shape, round.Connections)))
            Row([.. group]);
        Floors([.. all.Where(round => round.Floor is not null)]);
        Console.WriteLine();
        Console.WriteLine("| server | first answer after s | memory at rest MiB | under load MiB |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var (contender, rest) in contenders.Zip(atRest))
            Console.WriteLine($"| {contender.Name} | {contender.StartedIn.TotalSeconds:0.00} | {rest:0} | {contender.MemoryMost:0} |");
    }

    /// <summary>One round in a few words.</summary>
    public static string Line(RaceRound round) =>
        $"{round.Shape.Ours.Name}, {round.Connections} connections: " +
        $"{string.Join(" / ", round.Contenders.Select(one => $"{one.Load.PerSecond:0}"))} req/s, {(round.Floor is { } floor ? $"by hand {floor.Load.PerSecond:0}, " : "")}bare SQL {round.Ceiling:0}";

    private static void Row(IReadOnlyList<RaceRound> rounds)
    {
        var (shape, connections) = (rounds[0].Shape, rounds[0].Connections);
        var best = Enumerable.Range(1, rounds[0].Contenders.Count - 1).MaxBy(place => Of(place, one => one.Load.PerSecond));
        var (rate, peers, ceiling) = (Of(0, one => one.Load.PerSecond), Of(best, one => one.Load.PerSecond), Measurement.Median([.. rounds.Select(round => round.Ceiling)]));
        var (cost, peersCost) = (Of(0, Cost), Of(best, Cost));
        var (p50, p99) = (Of(0, one => one.Load.P50), Of(0, one => one.Load.P99));
        var others = rounds.SelectMany(round => round.Contenders).Max(one => one.Others);
        Console.WriteLine($"| {shape.Ours.Name} | {connections} | {rate:0} | {peers:0} ({best}) | **{rate / peers:0.0}** " +
            $"| {cost:0.00} = {Of(0, one => one.Server):0.00} + {Of(0, one => one.Postgres):0.00} " +
            $"| {peersCost:0.00} = {Of(best, one => one.Server):0.00} + {Of(best, one => one.Postgres):0.00} | **{peersCost / cost:0.0}** " +
            $"| {p50:0.0} | {p99:0.0} | **{p99 / p50:0.0}** | {Of(best, one => one.Load.P50):0.0}, {Of(best, one => one.Load.P99):0.0} " +
            $"| {ceiling:0} | {rate / ceiling:0 %} | {others:0 %} |");

        double Of(int place, Func<Measurement, double> part) => Measurement.Median(rounds.Select(round => round.Contenders[place]), part);
    }

    /// <summary>What the same look-up takes of a server that can do nothing else.</summary>
    private static void Floors(IReadOnlyList<RaceRound> rounds)
    {
        if (rounds.Count == 0)
            return;
        Console.WriteLine();
        Console.WriteLine("| by hand: query | connections | req/s | PostGraphile's times | ours of it | CPU | ours | p50 ms | p99 ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var group in rounds.GroupBy(round => (round.Shape, round.Connections)))
        {
            var peers = Enumerable.Range(1, rounds[0].Contenders.Count - 1).Max(place => Measurement.Median(group.Select(round => round.Contenders[place]), one => one.Load.PerSecond));
            var (floor, ours) = (group.Select(round => round.Floor!).ToList(), group.Select(round => round.Contenders[0]).ToList());
            var rate = Measurement.Median(floor, one => one.Load.PerSecond);
            Console.WriteLine($"| {group.Key.Shape.Ours.Name} | {group.Key.Connections} | {rate:0} | **{rate / peers:0.0}** | {Measurement.Median(ours, one => one.Load.PerSecond) / rate:0 %} " +
                $"| {Measurement.Median(floor, Cost):0.000} = {Measurement.Median(floor, one => one.Server):0.000} + {Measurement.Median(floor, one => one.Postgres):0.000} | {Measurement.Median(ours, Cost):0.000} " +
                $"| {Measurement.Median(floor, one => one.Load.P50):0.00} | {Measurement.Median(floor, one => one.Load.P99):0.00} |");
        }
    }

    private static double Cost(Measurement one) => one.Server + one.Postgres;
}
