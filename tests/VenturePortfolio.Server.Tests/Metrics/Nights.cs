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

    public Task<List<string>> ColumnAsync(string sql) => ReadAsync(sql);

    public async Task<string> OneAsync(string sql) => Assert.Single(await ReadAsync(sql));

    /// <summary>Everything a reader can see of the figures of a run, as one text per figure.</summary>
    public Task<List<string>> ValuesAsync(string runs) => ReadAsync(
        $"""
        select concat_ws('|', programme_id, sub_fund_id, incubator_id, cohort_year, group_by, group_key, metric_key, revision, as_of, known_at, unit, fx_basis, currency,
                         coalesce(value::text, '-'), coalesce(numerator::text, '-'), coalesce(denominator::text, '-'), status, absent_why,
                         mapping, nav_as_of, covered, funds, left_out::text)
        from metric_value
        where run_id in (select id from metric_run where {runs})
        order by 1
        """);

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
