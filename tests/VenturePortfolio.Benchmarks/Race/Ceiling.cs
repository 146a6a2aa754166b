using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// The bare SQL of a shape through <c>pgbench -M prepared</c>: prepared statements, no transaction around them, rows thrown away. What
/// no server on this PostgreSQL can pass. Through the same login, so under the same row security.
/// </summary>
internal static partial class Ceiling
{
    /// <returns>Runs of the script per second.</returns>
    /// <exception cref="PlainException">pgbench is missing or refuses the script.</exception>
    public static async Task<double> MeasureAsync(ScaleCluster cluster, RaceShape shape, int connections, int seconds, CancellationToken cancel)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, $"\\set n random(1, {QueryShape.Variants})\n{shape.Sql}\n", cancel);
            var start = new ProcessStartInfo(ServerBinaries.Choose(null, cluster.Directory).Path("pgbench"),
                ["-n", "-M", "prepared", "-c", Text(connections), "-j", Text(Math.Min(connections, Environment.ProcessorCount)), "-T", Text(seconds), "-f", script])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            foreach (var (name, value) in cluster.ClientEnvironment(shape.Racer.Role))
                start.Environment[name] = value;
            start.Environment["PGOPTIONS"] = $"-c app.user_id={shape.Racer.PersonId:D}";
            using var pgbench = Process.Start(start) ?? throw new PlainException("pgbench does not start.");
            var error = pgbench.StandardError.ReadToEndAsync(cancel);
            var output = await pgbench.StandardOutput.ReadToEndAsync(cancel);
            await pgbench.WaitForExitAsync(cancel);
            return pgbench.ExitCode == 0 && Rate().Match(output) is { Success: true } found
                ? double.Parse(found.Groups["rate"].Value, CultureInfo.InvariantCulture)
                : throw new PlainException($"pgbench failed on {shape.Ours.Name}: {(await error).Trim()}");
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^tps = (?<rate>[0-9.]+) \(without", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rate();
}
