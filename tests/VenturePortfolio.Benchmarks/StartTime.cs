using System.Diagnostics;
using System.Globalization;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// From starting the program to its first GraphQL answer, on a cluster that is there already: once with PostgreSQL stopped
/// before, once with PostgreSQL left running and adopted. The file cache is warm.
/// </summary>
internal static class StartTime
{
    /// <summary>Options: <c>--runs</c> (7), and those of the cluster and the server.</summary>
    public static async Task<int> RunAsync(BenchmarkOptions options, CancellationToken cancel)
    {
        var runs = options.Count("runs", 7);
        await using var cluster = await ScaleCluster.OpenAsync(options, cancel);
        var shape = QueryShape.All(await WorldKeys.ReadAsync(cluster.Logins.Job, cancel))[0];
        var token = cluster.TokenFor(shape.Subject);
        await OnceAsync(); // The first start of all: seeds and the first night.

        Console.WriteLine($"Scale {cluster.Size.Name}, {Environment.ProcessorCount} cores; seconds from process start to the first answer, {runs} runs.");
        Console.WriteLine();
        Console.WriteLine("| PostgreSQL | least | median | most |");
        Console.WriteLine("|---|---|---|---|");
        await SeriesAsync("left running, adopted");
        await cluster.ReleaseAsync();
        var last = await SeriesAsync("stopped before");
        Console.WriteLine();
        Console.WriteLine("What the last one said of its steps:");
        foreach (var step in last.Split('\n').Where(line => line.EndsWith(" s)", StringComparison.Ordinal))) // Not its sign-in tokens.
            Console.WriteLine(step);
        return 0;

        async Task<string> SeriesAsync(string state)
        {
            var (times, said) = (new List<double>(), "");
            for (var run = 0; run < runs; run++)
            {
                (var time, said) = await OnceAsync();
                times.Add(time.TotalSeconds);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {state} | {times.Min():0.00} | {Measurement.Median(times):0.00} | {times.Max():0.00} |"));
            return said;
        }

        async Task<(TimeSpan, string)> OnceAsync()
        {
            var watch = Stopwatch.StartNew();
            await using var server = ServerProcess.Start(options, cluster.Directory);
            await server.AnswersAsync(token, shape.Bodies[0], cancel);
            return (watch.Elapsed, server.Said);
        }
    }
}
