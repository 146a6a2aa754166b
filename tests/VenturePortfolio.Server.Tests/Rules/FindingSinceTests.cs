using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Since when a finding stands: told by nights that follow each other, whatever else was computed.</summary>
public sealed class FindingSinceTests(TestCluster cluster)
{
    private static readonly LocalDate Newest = new(2026, 6, 30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// The fund breaks two rules from 2024 on. Once, runs asked for 2024-12-31 and 2026-06-27 made every finding stand since 2024-12-31, so that whoever asked for what
    /// was new since yesterday could miss a new breach. Nights: 26th; none on the 27th; 28th, 29th, 30th. Without a break: since the 28th. When the night of the
    /// 27th is made up, the 26th follows: since then. As far as anybody looked, it was so on every published day since 2024-12-31: seen since then.
    /// </summary>
    [Fact]
    public async Task Runs_somebody_asked_for_count_for_nothing_and_a_day_without_a_night_is_a_break()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        await TestPeople.AddAsync(logins.Job, Cancel);
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.RunAsync(SmallWorld.Sql);
        await SeedReference.RunAsync(logins.Job, Cancel);
        await facts.RunAsync($"""
            insert into sub_fund_term (sub_fund_id, currency, approved_on, effective_on, recorded_at) values ('{SmallWorld.FundA}', 'CNY', '2024-01-01', '2024-01-01', '2024-01-02 00:00Z');
            insert into investor_class_assignment (investor_id, class_code, effective_on, recorded_at) values ('{SmallWorld.Investor}', 'GUIDANCE', '2020-01-01', '2024-01-02 00:00Z');
            """);
        var nights = new Nights(logins);

        await AskedForAsync(new(2024, 12, 31));
        Assert.Equal("BREACH 2024-12-31", await SinceAsync());

        await NightAsync(Newest.PlusDays(-4));
        foreach (var day in new[] { Newest.PlusDays(-2), Newest.PlusDays(-1), Newest })
        {
            await NightAsync(day);
        }

        Assert.Equal("BREACH 2026-06-28", await SinceAsync());

        await AskedForAsync(Newest.PlusDays(-3));
        await AskedForAsync(Newest.PlusDays(1));
        Assert.Equal("BREACH 2026-06-28", await SinceAsync());

        await NightAsync(Newest.PlusDays(-3));
        Assert.Equal("BREACH 2026-06-26", await SinceAsync());

        // Told alike on every published day from the first that was asked for; a day that tells otherwise is where it begins anew.
        Assert.Equal("2024-12-31", await SeenSinceAsync());
        await facts.RunAsync("""
            insert into rule_verdict (run_id, sub_fund_id, rule_id, as_of, known_at, status, evidence)
            select gen_random_uuid(), sub_fund_id, rule_id, as_of, known_at, 'PASS', '[]' from rule_verdict v
            where as_of = '2026-06-26' and rule_id = (select id from rule where code = 'NF-01')
            """);
        Assert.Equal("2026-06-27", await SeenSinceAsync());

        // With an instant of its own it is no night, owed or not.
        async Task AskedForAsync(LocalDate day) =>
            Assert.Equal(NightState.Published, (await nights.ByHandAsync(day, await KnownAt.ClosedHorizonAsync(logins.Job, Cancel))).State);

        async Task NightAsync(LocalDate day) => Assert.Equal(NightState.Published, (await nights.NightAsync(day)).State);

        Task<string> SeenSinceAsync() => nights.OneAsync($"""
            select f.seen_since::text from finding f join rule r on r.id = f.rule_id where f.sub_fund_id = '{SmallWorld.FundA}' and r.code = 'NF-01'
            """);

        Task<string> SinceAsync() => nights.OneAsync($"""
            select concat_ws(' ', f.status, f.since) from finding f join rule r on r.id = f.rule_id where f.sub_fund_id = '{SmallWorld.FundA}' and r.code = 'NF-01'
            """);
    }
}
