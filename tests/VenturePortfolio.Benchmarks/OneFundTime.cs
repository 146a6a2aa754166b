using System.Diagnostics;
using System.Globalization;
using NodaTime;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>All figures of one sub-fund for a past pair of dates, computed on demand: the aim is 50 ms.</summary>
internal static class OneFundTime
{
    private const int Asks = 30;

    /// <summary>Each ask is of another fund and another day. Prints how much of it is reading, and how much computing.</summary>
    public static async Task RunAsync(ScaleCluster cluster, Instant knownAt, CancellationToken cancel)
    {
        var codes = new List<string>();
        await using (var snapshot = await FactSnapshot.OpenAsync(cluster.Logins, cancel))
        {
            codes.AddRange(await snapshot.QueryAsync($"select code from sub_fund order by id limit {Asks}", row => row.GetString(0), cancel));
        }

        var (times, reading) = (new List<double>(), new List<double>());
        foreach (var (at, code) in codes.Index())
        {
            var watch = Stopwatch.StartNew();
            await using var snapshot = await FactSnapshot.OpenAsync(cluster.Logins, cancel);
            var one = await PortfolioFactsLoad.ReadAsync(snapshot, new LocalDate(2022, 1, 1).PlusDays(37 * at), knownAt, cancel, new FactScope(null, code));
            var read = watch.Elapsed.TotalMilliseconds;
            if (one.Funds.Count > 0)
            {
                var subject = new FigureSubject(one.Funds, null, one.Funds[0].Currency);
                _ = Figure.MetricsOf(subject).Where(metric => metric.IsKeptByNights).Select(metric => Figure.Of(metric, subject, one, null, (_, _) => { })).ToList();
                times.Add(watch.Elapsed.TotalMilliseconds);
                reading.Add(read);
            }
        }

        if (times.Count > 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"One sub-fund's figures for a past pair on demand: median {Measurement.Median(times):0.0} ms ({Measurement.Median(reading):0.0} of it reading), slowest {times.Max():0.0} ms of {times.Count}. The aim is 50 ms."));
        }
    }
}
