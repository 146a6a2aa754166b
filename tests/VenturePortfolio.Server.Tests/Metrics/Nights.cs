using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>The night, and what the database holds of it afterwards.</summary>
public sealed class Nights(DatabaseLogins logins)
{
    public RunTable Runs { get; } = new(logins);

    public NightRun Run => new(logins, Runs, NullLogger<NightRun>.Instance) { HorizonPatience = TimeSpan.FromSeconds(5) };

    public Night Night => new(Runs, Run, NullLogger<Night>.Instance);

    public Task<NightOutcome> ByHandAsync(LocalDate asOf, Instant? knownAt = null) =>
        Night.RunByHandAsync(asOf, knownAt, _ => { }, TestContext.Current.CancellationToken);

    /// <summary>The night of a day, with all that is recorded by now.</summary>
    public async Task<NightOutcome> NightAsync(LocalDate day)
    {
        var knownAt = KnownAt.Truncate(SystemClock.Instance.GetCurrentInstant());
        var (run, night) = await Runs.PlanNightAsync(new DueNight(day, knownAt), TestContext.Current.CancellationToken);
        return await Run.RunAsync(run, night, _ => { }, TestContext.Current.CancellationToken);
    }

    public Task<List<string>> ColumnAsync(string sql) => ReadAsync(sql);

    public async Task<string> OneAsync(string sql) => Assert.Single(await ReadAsync(sql));

    /// <summary>All that was published with a run, figures of every kind and verdicts, as one text per row.</summary>
    public Task<List<string>> ValuesAsync(string runs) => ReadAsync(string.Join(" union all ", Published.Select(table =>
        $"select '{table} ' || (to_jsonb(v) - 'id' - 'run_id')::text from {table} v where run_id in (select id from metric_run where {runs})")) + " order by 1");

    /// <summary>Where a night puts what it found.</summary>
    public static IReadOnlyList<string> Published { get; } = ["metric_value", "metric_detail", "metric_part", "peer_figure", "rule_verdict"];

    private async Task<List<string>> ReadAsync(string sql)
    {
        await using var command = logins.Job.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture) ?? "");
        }

        return rows;
    }
}
