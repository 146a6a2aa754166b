using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NodaTime;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// Our rate of return beside the npm package <c>xirr</c>, on the same series: conventional ones, some calls and then distributions, of funds
/// of two to fifteen years. Both on one thread and compiled to the end: each solves all series again and again for some seconds, and the last times count.
/// </summary>
internal static class XirrRace
{
    private const int FlowsPerSeries = 20;
    private const double Same = 1e-6;

    /// <summary>The median of so many passes counts.</summary>
    private const int Passes = 5;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "XirrRace");

    /// <summary>Options: <c>--flows</c> (1,000,000), <c>--seed</c> (20261128). Needs node and npm; the package is fetched as the lock file says.</summary>
    public static async Task<int> RunAsync(BenchmarkOptions options, CancellationToken cancel)
    {
        var (count, seed) = (Math.Max(1, options.Count("flows", 1_000_000) / FlowsPerSeries), options.Count("seed", 20_261_128));
        var series = Series(count, seed);
        await NpmPackages.RestoreAsync(Folder, "xirr", cancel);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, series.Select(flows => string.Join(' ', flows.Select(flow => string.Create(
                CultureInfo.InvariantCulture, $"{Day(flow.On)} {(long)flow.Minor}")))), cancel);
            var (ours, rates) = Ours(series);
            var (theirs, peers) = await TheirsAsync(file, cancel);
            var both = rates.Zip(peers).Where(pair => pair is { First: not null, Second: not null }).Select(pair => Math.Abs(pair.First!.Value - pair.Second!.Value)).ToList();

            Console.WriteLine($"{count:#,0} series of {FlowsPerSeries} flows, seed {seed}.");
            Console.WriteLine();
            Console.WriteLine("| | nanoseconds per flow | rates found |");
            Console.WriteLine("|---|---|---|");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| ours | {ours:0} | {rates.Count(rate => rate is not null):#,0} |"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| npm xirr | {theirs:0} | {peers.Count(rate => rate is not null):#,0} |"));
            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Times less: {theirs / ours:0.0}. Where both answer: {both.Count(off => off <= Same):#,0} of {both.Count:#,0} equal to {Same}, at most {both.DefaultIfEmpty().Max():0.0e+0} apart."));
            return 0;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static int Day(LocalDate on) => Period.DaysBetween(new LocalDate(1970, 1, 1), on);

    private static List<XirrFlow[]> Series(int count, int seed)
    {
#pragma warning disable CA5394 // Chance that can be repeated is what is wanted here.
        var random = new Random(seed);
        var all = new List<XirrFlow[]>(count);
        for (var i = 0; i < count; i++)
        {
            var (start, life) = (new LocalDate(2000 + random.Next(15), 1 + random.Next(12), 1), random.Next(730, 5_475));
            var calls = random.Next(3, FlowsPerSeries - 3);
            var multiple = 0.3 + (3 * random.NextDouble());
            all.Add([.. Enumerable.Range(0, FlowsPerSeries).Select(at => at < calls
                ? new XirrFlow(start.PlusDays(at * life / 2 / calls), -random.Next(1_000_000, 100_000_000))
                : new XirrFlow(
                    start.PlusDays((life / 2) + ((at - calls + 1) * life / 2 / (FlowsPerSeries - calls))),
                    (long)(random.Next(1_000_000, 100_000_000) * multiple * calls / (FlowsPerSeries - calls))))]);
        }
#pragma warning restore CA5394

        return all;
    }

    private static (double NanosecondsPerFlow, List<double?> Rates) Ours(List<XirrFlow[]> series)
    {
        var (begun, times, rates) = (Stopwatch.StartNew(), new List<TimeSpan>(), new List<double?>());
        while (times.Count < Passes || begun.Elapsed < WarmUp)
        {
            var watch = Stopwatch.StartNew();
            rates = series.ConvertAll(flows => (double?)Xirr.Solve(flows, null).Rate);
            times.Add(watch.Elapsed);
        }

        return (times.TakeLast(Passes).Order().ElementAt(Passes / 2).TotalNanoseconds / ((double)series.Count * FlowsPerSeries), rates);
    }

    private static async Task<(double NanosecondsPerFlow, List<double?> Rates)> TheirsAsync(string file, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("node", ["xirr.mjs", file, $"{Passes}", $"{WarmUp.TotalMilliseconds}"]) { WorkingDirectory = Folder, RedirectStandardOutput = true, UseShellExecute = false };
        using var node = Process.Start(start) ?? throw new PlainException("node does not start.");
        var said = await node.StandardOutput.ReadToEndAsync(cancel);
        await node.WaitForExitAsync(cancel);
        if (node.ExitCode != 0)
            throw new PlainException("node failed; what it said stands above.");
        var answer = JsonSerializer.Deserialize<PeerAnswer>(said, JsonSerializerOptions.Web)!;
        return (answer.NanosecondsPerFlow, answer.Rates);
    }

    private sealed record PeerAnswer(double NanosecondsPerFlow, List<double?> Rates);
}
