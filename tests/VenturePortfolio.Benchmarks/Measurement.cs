namespace VenturePortfolio.Benchmarks;

/// <summary>One load on one server: processor time in milliseconds per request, and the share of the machine that went to anybody else.</summary>
internal sealed record Measurement(LoadResult Load, double Server, double Postgres, double Generator, double Others)
{
    /// <param name="server">The server's first process; its children count too.</param>
    /// <param name="postmaster">PostgreSQL's.</param>
    public static async Task<Measurement> TakeAsync(
        int server, int postmaster, LoadTarget target, QueryShape shape, int connections, TimeSpan duration, CancellationToken cancel)
    {
        var before = Times();
        var load = await LoadGenerator.RunAsync(target, shape, connections, duration, cancel);
        var spent = Times().Zip(before, (then, first) => then - first).ToArray();
        var others = spent[3] - spent[0] - spent[1] - spent[2];
        return new(load, PerRequest(spent[0]), PerRequest(spent[1]), PerRequest(spent[2]), Math.Max(0, others.TotalSeconds / load.Seconds / Environment.ProcessorCount));

        TimeSpan[] Times() =>
        [
            ProcessorTime.OfTree(server), ProcessorTime.OfTree(postmaster), ProcessorTime.OfProcess(Environment.ProcessId), ProcessorTime.OfMachine(),
        ];

        double PerRequest(TimeSpan time) => time.TotalMilliseconds / load.Requests;
    }

    public static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Of several measurements of the same.</summary>
    public static double Median(IEnumerable<Measurement> all, Func<Measurement, double> part) => Median([.. all.Select(part)]);
}
