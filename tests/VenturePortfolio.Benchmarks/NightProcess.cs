using System.Diagnostics;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>What a piece of work took.</summary>
/// <param name="Processor">Seconds of the processes that did it and PostgreSQL together.</param>
internal sealed record WorkCost(double Seconds, double Processor);

/// <summary>
/// One night by the real program in a process of its own, so that its memory is the night's alone: <c>nightly --as-of D</c>, starting and
/// just-in-time compiling included.
/// </summary>
/// <param name="Said">Its result line.</param>
/// <param name="PeakMiB">The most that was resident (VmHWM of proc(5)).</param>
/// <param name="Program">Processor seconds of the program; the rest of <see cref="Cost"/> is PostgreSQL's.</param>
internal sealed record NightProcess(WorkCost Cost, double Program, double PeakMiB, string Said)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public static async Task<NightProcess> RunAsync(BenchmarkOptions options, ScaleCluster cluster, LocalDate asOf, CancellationToken cancel)
    {
        var program = options.Text("server") ?? Path.Combine(AppContext.BaseDirectory, "venture-portfolio");
        var start = new ProcessStartInfo(program, ["nightly", "--as-of", LocalDatePattern.Iso.Format(asOf), "--data", cluster.Directory])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var (watch, before, ended) = (Stopwatch.StartNew(), ProcessorTime.OfTree(cluster.Postmaster), ProcessorTime.OfEndedChildren());
        using var process = Process.Start(start) ?? throw new PlainException($"{program} does not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        var peak = 0.0;
        using var timer = new PeriodicTimer(Look);
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            await timer.WaitForNextTickAsync(cancel);
        }

        await process.WaitForExitAsync(cancel);
        var own = (ProcessorTime.OfEndedChildren() - ended).TotalSeconds;
        var postgres = (ProcessorTime.OfTree(cluster.Postmaster) - before).TotalSeconds;
        return process.ExitCode == 0
            ? new(new(watch.Elapsed.TotalSeconds, own + postgres), own, peak, (await output).Trim())
            : throw new PlainException($"The night failed: {await output}\n{await errors}");
    }

    private static double PeakOf(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
        }
        catch (IOException)
        {
            return 0; // It has just ended.
        }
    }
}
