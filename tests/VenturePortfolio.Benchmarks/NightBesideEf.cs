using System.Globalization;
using NodaTime;
using Npgsql;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>Weighs <see cref="NightByEf"/> and holds both ways to what the night has published.</summary>
internal static class NightBesideEf
{
    /// <exception cref="PlainException">A figure is missing, or is not the published one.</exception>
    public static async Task RunAsync(ScaleCluster cluster, LocalDate asOf, CancellationToken cancel)
    {
        var (run, knownAt) = await NewestAsync(cluster, asOf, cancel);
        var published = await PublishedAsync(cluster, run, cancel);
        var both = new NightByEf(cluster, asOf, knownAt);
        Console.WriteLine();
        Console.WriteLine($"The figures of whole sub-funds alone, {published.Count:#,0} of them, each equal to the published one; the second of two rounds:");
        Console.WriteLine();
        Console.WriteLine("| | seconds | processor seconds | processor ms per figure |");
        Console.WriteLine("|---|---|---|---|");
        var ours = await SecondAsync("the night's way: COPY, all funds at once", both.OursAsync);
        var peer = await SecondAsync("EF Core, fund by fund", both.PeerAsync);
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"EF Core to the night's way: {peer.Processor / ours.Processor:0.0} times the processor time, {peer.Seconds / ours.Seconds:0.0} times as long."));

        // Once for the just-in-time compiler, the model and the caches of either.
        async Task<WorkCost> SecondAsync(string what, Func<CancellationToken, Task> way)
        {
            await way(cancel);
            var cost = await NightTime.MeasuredAsync(cluster, () => way(cancel));
            MustEqual(what, both, published);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {what} | {cost.Seconds:0.00} | {cost.Processor:0.00} | {1000 * cost.Processor / published.Count:0.00} |"));
            return cost;
        }
    }

    private static void MustEqual(string what, NightByEf made, Dictionary<(Guid, string), Told> published)
    {
        if (made.Figures.Count != published.Count)
            throw new PlainException($"{what}: {made.Figures.Count} figures, where the night published {published.Count}.");
        foreach (var ((fund, metric), figure) in made.Figures)
        {
            var told = new Told(figure.Measure.Value, (decimal?)figure.Measure.Numerator, (decimal?)figure.Measure.Denominator, figure.Status);
            if (!published.TryGetValue((fund, metric), out var was) || was != told)
                throw new PlainException($"{what}: {metric} of {fund} is {told}, and was published as {was}.");
        }
    }

    private static async Task<(Guid Run, Instant KnownAt)> NewestAsync(ScaleCluster cluster, LocalDate asOf, CancellationToken cancel)
    {
        await using var command = cluster.Logins.Job.CreateCommand(
            "select id, known_at from metric_run where state = 'PUBLISHED' and business_date = $1 order by published_at desc limit 1");
        command.Parameters.Add(new() { Value = asOf });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? (reader.GetGuid(0), reader.GetFieldValue<Instant>(1))
            : throw new PlainException("No night was published.");
    }

    private static async Task<Dictionary<(Guid, string), Told>> PublishedAsync(ScaleCluster cluster, Guid run, CancellationToken cancel)
    {
        var rows = new Dictionary<(Guid, string), Told>();
        await using var command = cluster.Logins.Job.CreateCommand(
            "select sub_fund_id, metric_key, value, numerator, denominator, status from metric_value where run_id = $1 and sub_fund_id is not null");
        command.Parameters.Add(new() { Value = run });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add((reader.GetGuid(0), reader.GetString(1)), new(Number(reader, 2), Number(reader, 3), Number(reader, 4), reader.GetString(5)));
        }

        return rows;
    }

    private static decimal? Number(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetDecimal(at);

    /// <summary>What must be equal.</summary>
    private sealed record Told(decimal? Value, decimal? Numerator, decimal? Denominator, string Status);
}
