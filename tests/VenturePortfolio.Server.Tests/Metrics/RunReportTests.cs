using System.Text.Json;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>What a night says it did, where every number is known beforehand: T-LEV-1 of domain.md 3.4, and a hundred million told in between.</summary>
public sealed class RunReportTests(TestCluster cluster)
{
    private static readonly LocalDate First = new(2026, 6, 29);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counts_and_what_changed_most_since_the_night_before_are_told()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        var nights = new Nights(logins);
        await NightAsync(nights, First);
        // 200 M of 1,013.461653 M are guidance money: LV-1 5.067308, LV-2 4.067308 (domain.md 3.4). With 100 M more: 5.567308 and 4.567308.
        await facts.CommitAsync("T-LEV-1", "PRIVATE", 100_000_000_00, new LocalDate(2023, 1, 1));

        await NightAsync(nights, First.PlusDays(1));

        var second = $"(select run_id from metric_value where as_of = '{First.PlusDays(1):uuuu-MM-dd}' limit 1)";
        using var counts = JsonDocument.Parse(await nights.OneAsync($"select counts::text from metric_run_report where run_id = {second}"));
        Assert.Equal(
            (1, 0, 0, 0),
            (Count("subFunds"), Count("flows"), Count("startups"), Count("supportedTransactions")));
        Assert.Equal(
            await nights.OneAsync($"select ((select count(*) from metric_value where run_id = {second}) + (select count(*) from metric_part where run_id = {second}))::text"),
            $"{Count("figures")}");
        Assert.Equal("[]", await nights.OneAsync($"select changes::text from metric_run_report where run_id <> {second}"));
        var changes = await nights.ColumnAsync($"""
            select concat_ws(' ', c ->> 'subject', c ->> 'metric', round((c ->> 'before')::numeric, 6), round((c ->> 'after')::numeric, 6))
            from metric_run_report r, jsonb_array_elements(r.changes) with ordinality x (c, place) where r.run_id = {second} order by place
            """);
        var (excess, size) = (changes.IndexOf("T-LEV LV-2 4.067308 4.567308"), changes.IndexOf("T-LEV LV-1 5.067308 5.567308"));
        // 12 % before 10 %.
        Assert.True(excess >= 0 && size > excess, string.Join("\n", changes));

        int Count(string what) => counts.RootElement.GetProperty(what).GetInt32();
    }

    private static async Task NightAsync(Nights nights, LocalDate date)
    {
        var (run, night) = await nights.Runs.PlanNightAsync(new DueNight(date, KnownAt.Truncate(SystemClock.Instance.GetCurrentInstant())), Cancel);
        var outcome = await nights.Run.RunAsync(run, night, _ => { }, Cancel);
        Assert.Equal((NightState.Published, (string?)null), (outcome.State, outcome.Why));
    }
}
