using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>One night over an invented world: every fact read, every figure computed, sums checked, published.</summary>
internal static class NightTime
{
    /// <summary>Options: <c>--runs</c> (3), and those of the cluster.</summary>
    public static async Task<int> RunAsync(BenchmarkOptions options, CancellationToken cancel)
    {
        await using var cluster = await ScaleCluster.OpenAsync(options, cancel);
        var runs = new RunTable(cluster.Logins);
        var night = new Night(runs, new NightRun(cluster.Logins, runs, NullLogger<NightRun>.Instance), NullLogger<Night>.Instance);
        var yesterday = NightPlan.Yesterday((await runs.ReadAsync(cancel)).Now);

        Console.WriteLine($"Scale {cluster.Size.Name}, {Environment.ProcessorCount} cores; one night by hand, the first one in a fresh process.");
        Console.WriteLine();
        Console.WriteLine("| seconds | processor seconds of this process | figures |");
        Console.WriteLine("|---|---|---|");
        for (var run = 0; run < options.Count("runs", 3); run++)
        {
            var (watch, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
            var outcome = await night.RunByHandAsync(yesterday, null, line => cluster.Progress.Say("Night", line), cancel);
            var spent = Process.GetCurrentProcess().TotalProcessorTime - before;
            if (outcome.State != NightState.Published)
            {
                throw new PlainException($"{outcome.State}: {outcome.Why}");
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {watch.Elapsed.TotalSeconds:0.00} | {spent.TotalSeconds:0.00} | {outcome.Values:#,0} |"));
        }

        return 0;
    }
}
