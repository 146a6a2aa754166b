using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Figures of startups and incubators, from the stored facts to the published rows and back through GraphQL.</summary>
public sealed class StartupNightTests(TestCluster cluster)
{
    private static readonly LocalDate AsOf = new(2026, 6, 30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Startup A: admitted 2025-01-01; one milestone in time of two due; 6 M CNY raised, over the 5 M of IN-10 (b); one achievement.
    internal static readonly string Facts = $"""
        select set_config('app.backdate', 'on', false);
        insert into startup_private (startup_id, founded_on) values ('{SmallWorld.StartupA}', '2023-01-01');
        insert into milestone (id, startup_id, kind, title, due_on, recorded_at) values
            ('00000000-0000-7000-8000-0000000000c1', '{SmallWorld.StartupA}', 'FIN-GRANT', 'In time', '2026-03-01', '2025-02-01 00:00Z'),
            ('00000000-0000-7000-8000-0000000000c2', '{SmallWorld.StartupA}', 'FIN-GRANT', 'Overdue', '2026-06-20', '2025-02-01 00:00Z');
        insert into milestone_report (startup_id, milestone_id, effective_on, verification, recorded_at)
            values ('{SmallWorld.StartupA}', '00000000-0000-7000-8000-0000000000c1', '2026-02-20', 'V0', '2026-02-21 00:00Z');
        insert into financing_round (startup_id, stage, effective_on, total_minor, currency, recorded_at)
            values ('{SmallWorld.StartupA}', 'SEED', '2025-04-11', 600000000, 'CNY', '2025-04-12 00:00Z');
        insert into achievement_conversion (startup_id, achievement_id, effective_on, evidence_address, recorded_at)
            values ('{SmallWorld.StartupA}', '{SmallWorld.Achievement}', '2025-06-01', 'https://example.org', '2025-06-02 00:00Z');
        """;

    [Fact]
    public async Task A_night_publishes_startups_incubators_cohorts_and_the_whole()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        var facts = await PlantedFacts.BeginAsync(logins);
        await TestPeople.AddAsync(logins.Job, Cancel);
        await facts.RunAsync(SmallWorld.Sql);
        await facts.RunAsync(Facts);
        var nights = new Nights(logins);

        var published = await nights.ByHandAsync(AsOf);
        Assert.Equal((NightState.Published, (string?)null), (published.State, published.Why));

        Assert.Equal(
            [
                "CONVERSIONS 1 OK", "ENTRY-AGE 1 WITHIN_LIMIT", "FIRST-ROUND-DAYS 100 OK", "GRAD-FINANCING 1.2 MET", "ON-TIME 0.5 OK", "SLIPPAGE-DAYS 0.5 OK",
            ],
            await nights.ColumnAsync($"""
                select metric_key || ' ' || trim_scale(value) || ' ' || status from metric_detail
                where startup_id = '{SmallWorld.StartupA}' and metric_key in ('CONVERSIONS', 'ENTRY-AGE', 'FIRST-ROUND-DAYS', 'GRAD-FINANCING', 'ON-TIME', 'SLIPPAGE-DAYS')
                order by 1
                """)); // 731 days of 24 months; 2025-01-01 to 04-11; 6 M of 5 M; -9 and +10 days over 2
        Assert.Equal(
            ["cohort 2025 CONVERSION-SHARE 1/1", "cohort 2025 CONVERSION-SHARE 0/1", "incubator CONVERSION-SHARE 1/1", "incubator CONVERSION-SHARE 0/1", "whole CONVERSION-SHARE 1/2"],
            await nights.ColumnAsync("""
                select concat(case when incubator_id is null then 'whole' when cohort_year is null then 'incubator' else 'cohort ' || cohort_year end,
                    ' ', metric_key, ' ', numerator, '/', denominator)
                from metric_value where metric_key = 'CONVERSION-SHARE'
                order by incubator_id is null, cohort_year is null, numerator desc
                """));
    }

    [Fact]
    public async Task A_run_says_what_it_did_and_a_lost_subject_stops_it()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        await TestPeople.AddAsync(logins.Job, Cancel);
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        var nights = new Nights(logins);

        Assert.Equal(NightState.Published, (await nights.ByHandAsync(new(2024, 12, 31))).State);

        Assert.Equal("ATTRIBUTION 1, ROUND_CREDITS 0, NO_SUBJECT_LOST 0, SUMS_BY_SQL > 0, GROUP_TOTALS > 0", await nights.OneAsync("""
            select string_agg(case when i ->> 'name' in ('SUMS_BY_SQL', 'GROUP_TOTALS') then (i ->> 'name') || ' > ' || sign((i ->> 'checked')::int) - 1 else concat(i ->> 'name', ' ', i ->> 'checked') end, ', ' order by i ->> 'name' in ('SUMS_BY_SQL', 'GROUP_TOTALS'), ord)
            from metric_run_report r, jsonb_array_elements(r.invariants) with ordinality x (i, ord)
            """));
        Assert.Equal("read, invariants, funds, rules, startups, store", await nights.OneAsync(
            "select string_agg(s ->> 'name', ', ' order by ord) from metric_run_report r, jsonb_array_elements(r.stages) with ordinality x (s, ord)"));
        Assert.Equal(
            await nights.OneAsync("select ((select count(*) from metric_value where value is null) + (select count(*) from metric_part where value is null))::text"),
            await nights.OneAsync("select sum(value::int)::text from metric_run_report r, jsonb_each_text(r.absent)"));

        // The night before had a fund that is not among this one's: its terms were never told.
        await facts.RunAsync("""
            insert into metric_run (kind, business_date, known_at, state, published_at) values ('NIGHTLY', '2025-01-01', '2026-01-01 00:00Z', 'PUBLISHED', now());
            insert into sub_fund (programme_id, code, name_en, vintage, status, jurisdiction, announced_size_minor, announced_size_currency, invented, source)
                select id, 'LOST', 'Lost', 2021, 'INVESTING', 'CN', 1, 'CNY', true, 'test' from programme;
            insert into metric_value (run_id, sub_fund_id, metric_key, revision, as_of, known_at, unit, fx_basis, value, status)
                select r.id, f.id, 'LV-1', 1, '2025-01-01', r.known_at, 'RATIO', 'commitment-date', 1, 'OK' from metric_run r, sub_fund f where r.kind = 'NIGHTLY' and f.code = 'LOST';
            """);
        var (run, planned) = await nights.Runs.PlanNightAsync(new DueNight(new(2025, 1, 2), PlantedFacts.Long), Cancel);
        var stopped = await nights.Run.RunAsync(run, planned, _ => { }, Cancel);

        Assert.Equal(NightState.Failed, stopped.State);
        Assert.StartsWith("NO_SUBJECT_LOST", stopped.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_go_after_35_days_unless_they_end_a_month()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.RunAsync("select app.open_day(day::date) from generate_series(date '2026-05-28', date '2026-06-02', interval '1 day') day");
        var nights = new Nights(logins);
        const string Left = "select substring(relname from '[0-9]+$') from pg_class where relname ~ '^metric_detail_[0-9]+$' and relkind = 'r' order by 1";

        Assert.Equal("12", await nights.OneAsync("select app.drop_days(date '2026-06-02')::text")); // four days of three tables

        Assert.Equal(["20260531", "20260602"], await nights.ColumnAsync(Left));
        await facts.RunAsync("select app.open_day(date '2026-06-02')");
        Assert.Equal(["20260531", "20260602"], await nights.ColumnAsync(Left));
    }
}
