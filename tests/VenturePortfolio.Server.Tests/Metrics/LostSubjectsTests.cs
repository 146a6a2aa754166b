using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Two nights in a row: who was there must be there again, unless all that was told of him was taken back since.</summary>
public sealed class LostSubjectsTests(TestCluster cluster)
{
    private static readonly LocalDate First = new(2026, 6, 29);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_incubator_whose_admissions_were_all_taken_back_is_not_lost()
    {
        await using var logins = await WorldAsync();
        var nights = new Nights(logins);
        Assert.Equal((NightState.Published, (string?)null), await NightAsync(nights, First));
        var incubator = await nights.OneAsync($"select distinct incubator_id::text from incubation where startup_id = '{SmallWorld.StartupA}'");
        await new PlantedFacts(logins).RunAsync($"""
            insert into incubation (startup_id, incubator_id, kind, effective_on, reverses_id)
            select startup_id, incubator_id, kind, effective_on, id from incubation where incubator_id = '{incubator}' and reverses_id is null
            """);

        Assert.Equal((NightState.Published, (string?)null), await NightAsync(nights, First.PlusDays(1)));

        Assert.Equal(
            [$"{First:uuuu-MM-dd}"],
            await nights.ColumnAsync($"select distinct as_of::text from metric_value where incubator_id = '{incubator}'"));
    }

    [Fact]
    public async Task An_incubator_whose_stays_are_gone_without_a_trace_stops_the_night()
    {
        await using var logins = await WorldAsync();
        var nights = new Nights(logins);
        await NightAsync(nights, First);
        var code = await nights.OneAsync($"select distinct n.code from incubation k join incubator n on n.id = k.incubator_id where k.startup_id = '{SmallWorld.StartupA}'");
        await using (var superuser = await cluster.SuperuserConnectionAsync(logins, Cancel))
        await using (var lose = new Npgsql.NpgsqlCommand(
            $"set session_replication_role = replica; delete from portfolio.incubation where incubator_id = (select id from portfolio.incubator where code = '{code}')", superuser))
        {
            await lose.ExecuteNonQueryAsync(Cancel);
        }

        var (state, why) = await NightAsync(nights, First.PlusDays(1));

        Assert.Equal((NightState.Failed, $"NO_SUBJECT_LOST: {code} had figures the night before and has none now; nothing is published."), (state, why));
    }

    [Fact]
    public async Task A_startup_that_is_gone_stops_the_night_and_all_who_stay_are_counted()
    {
        await using var logins = await WorldAsync();
        var nights = new Nights(logins);
        await NightAsync(nights, First);
        await NightAsync(nights, First.PlusDays(1));
        Assert.Equal(
            await nights.OneAsync($"""
                select ((select count(distinct coalesce(sub_fund_id, programme_id, incubator_id)) from metric_value where as_of = '{First:uuuu-MM-dd}' and num_nonnulls(sub_fund_id, programme_id, incubator_id) = 1)
                    + (select count(*) from startup))::text
                """),
            await nights.OneAsync($"""
                select i ->> 'checked' from metric_run_report r join metric_run n on n.id = r.run_id, jsonb_array_elements(r.invariants) i
                where n.business_date = '{First.PlusDays(1):uuuu-MM-dd}' and i ->> 'name' = 'NO_SUBJECT_LOST'
                """));
        await new PlantedFacts(logins).RunAsync($"""
            insert into metric_detail (run_id, startup_id, metric_key, revision, as_of, known_at, unit, fx_basis, value, status)
            select run_id, '00000000-0000-7000-8000-00000000dead', metric_key, revision, as_of, known_at, unit, fx_basis, 1, 'OK'
            from metric_detail where as_of = '{First.PlusDays(1):uuuu-MM-dd}' and startup_id = '{SmallWorld.StartupA}'
            """);

        var (state, why) = await NightAsync(nights, First.PlusDays(2));

        Assert.Equal(NightState.Failed, state);
        Assert.StartsWith("NO_SUBJECT_LOST: 00000000-0000-7000-8000-00000000dead", why, StringComparison.Ordinal);
    }

    /// <summary>As known by now.</summary>
    private static async Task<(NightState State, string? Why)> NightAsync(Nights nights, LocalDate date)
    {
        var (run, night) = await nights.Runs.PlanNightAsync(new DueNight(date, KnownAt.Truncate(SystemClock.Instance.GetCurrentInstant())), Cancel);
        var outcome = await nights.Run.RunAsync(run, night, _ => { }, Cancel);
        return (outcome.State, outcome.Why);
    }

    private async Task<DatabaseLogins> WorldAsync()
    {
        var logins = await cluster.CloneAsync(Cancel);
        var facts = await PlantedFacts.BeginAsync(logins);
        await TestPeople.AddAsync(logins.Job, Cancel);
        await facts.RunAsync(SmallWorld.Sql);
        return logins;
    }
}
