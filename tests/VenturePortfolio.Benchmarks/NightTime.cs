using System.Diagnostics;
using System.Globalization;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>A whole night over an invented world beside the least it could do, and one sub-fund's figures on demand.</summary>
internal static class NightTime
{
    /// <summary>
    /// Options: <c>--runs</c> (3), <c>--night on|off</c> (on; off: the floor alone), <c>--floor on|off</c> (on; off: the nights alone), <c>--ef on|off</c> (on at S: EF Core beside it), and those of
    /// the cluster.
    /// </summary>
    public static async Task<int> RunAsync(BenchmarkOptions options, CancellationToken cancel)
    {
        await using var cluster = await ScaleCluster.OpenAsync(options, cancel);
        var state = await new RunTable(cluster.Logins).ReadAsync(cancel);
        var yesterday = NightPlan.Yesterday(state.Now);
        var floor = new NightFloor(cluster);

        Console.WriteLine($"Scale {cluster.Size.Name}, {Environment.ProcessorCount} cores. Processor seconds: the program and PostgreSQL. The night: a process of its own.");
        Console.WriteLine();
        Console.WriteLine("| | seconds | processor seconds | figures |");
        Console.WriteLine("|---|---|---|---|");
        var nights = new List<NightProcess>();
        var runs = options.Text("night") is "off" ? 0 : options.Count("runs", 3);
        for (var run = 0; run < runs; run++)
        {
            var night = await NightProcess.RunAsync(options, cluster, yesterday, cancel);
            cluster.Progress.Say("Night", night.Said);
            Print(string.Create(CultureInfo.InvariantCulture, $"night (program {night.Program:0.0}, peak {night.PeakMiB:#,0} MiB)"), night.Cost, null);
            nights.Add(night);
        }

        if (options.Text("floor") is "off")
        {
            return 0;
        }

        var copy = await MeasuredAsync(cluster, () => floor.CopyAsync(cancel));
        Print("floor: raw COPY of the same inputs", copy, null);
        var loaded = await floor.LoadAsync(yesterday, state.ClosedHorizon, cancel);
        var counts = (Figures: 0L, Details: 0L, Verdicts: 0L);
        var compute = await MeasuredAsync(cluster, () =>
        {
            counts = NightFloor.Compute(loaded);
            return Task.CompletedTask;
        });
        Print("floor: computing alone", compute, counts.Figures + counts.Details);
        var write = await MeasuredAsync(cluster, () => floor.WriteAsync(counts.Figures + counts.Details, yesterday, cancel));
        Print("floor: as many rows written through a temporary table", write, null);
        Console.WriteLine();
        var least = copy.Processor + compute.Processor + write.Processor;
        Console.WriteLine(nights.MinBy(night => night.Cost.Processor) is { } best
            ? string.Create(CultureInfo.InvariantCulture, $"Night to floor: {best.Cost.Processor:0.0} / {least:0.0} processor seconds = {best.Cost.Processor / least:0.00}. Peak memory of the night: {nights.Max(night => night.PeakMiB):#,0} MiB. Verdicts: {counts.Verdicts:#,0}.")
            : string.Create(CultureInfo.InvariantCulture, $"Floor: {least:0.0} processor seconds."));
        await OneFundTime.RunAsync(cluster, loaded.Facts.KnownAt, cancel);
        loaded = default;
        if (options.Text("ef") is "on" || (options.Text("ef") is null && cluster.Size.Name == "S"))
            await NightBesideEf.RunAsync(cluster, yesterday, cancel);
        return 0;
    }

    internal static async Task<WorkCost> MeasuredAsync(ScaleCluster cluster, Func<Task> act)
    {
        GC.Collect();
        var (watch, before) = (Stopwatch.StartNew(), Processor(cluster));
        await act();
        return new(watch.Elapsed.TotalSeconds, Processor(cluster) - before);
    }

    private static double Processor(ScaleCluster cluster) =>
        (Process.GetCurrentProcess().TotalProcessorTime + ProcessorTime.OfTree(cluster.Postmaster)).TotalSeconds;

    private static void Print(string what, WorkCost cost, long? figures) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {what} | {cost.Seconds:0.00} | {cost.Processor:0.00} | {figures:#,0} |"));
}
