using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>What a night publishes. Each test has a database of its own: the first published run ends backdating.</summary>
public sealed class NightTests(TestCluster cluster)
{
    private static readonly LocalDate AsOf = new(2024, 12, 31);

    [Fact]
    public async Task The_first_night_publishes_yesterday_once_and_a_second_start_finds_nothing_to_do()
    {
        await using var logins = await cluster.CloneAsync(TestContext.Current.CancellationToken);
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        var nights = new Nights(logins);

        var lines = new List<string>();
        var outcome = await nights.Night.RunFirstAsync(lines.Add, TestContext.Current.CancellationToken);

        Assert.Equal(NightState.Published, outcome!.State);
        Assert.True(outcome.Values > 0);
        Assert.Null(await nights.Night.RunFirstAsync(lines.Add, TestContext.Current.CancellationToken));
        Assert.Equal("1", await nights.OneAsync("select count(*)::text from metric_run where state = 'PUBLISHED' and kind = 'NIGHTLY'"));
        Assert.Equal(
            $"{NightPlan.Yesterday(SystemClock.Instance.GetCurrentInstant()):uuuu-MM-dd}",
            await nights.OneAsync("select business_date::text from metric_run"));
        Assert.Contains(lines, line => line.Contains("agree with SQL", StringComparison.Ordinal));
        Assert.Equal("3", await nights.OneAsync("select count(*)::text from metric_run_event"));
    }

    // T-LEV-1 of domain.md 3.4, commitment-date FX, as of 2024-12-31.
    [Theory]
    [InlineData("LV-1", "5.067308")]
    [InlineData("LV-2", "4.067308")]
    [InlineData("LV-3", "1.517308")]
    public async Task T_LEV_1_holds_in_what_the_night_stores(string metric, string expected)
    {
        await using var logins = await cluster.CloneAsync(TestContext.Current.CancellationToken);
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        var nights = new Nights(logins);

        Assert.Equal(NightState.Published, (await nights.ByHandAsync(AsOf)).State);

        Assert.Equal(
            [$"{expected}|OK|commitment-date|CNY", $"{expected}|OK|commitment-date|CNY"],
            await nights.ColumnAsync(
                $"""
                select concat_ws('|', round(value, 6), status, fx_basis, currency)
                from metric_value where metric_key = '{metric}' and group_by is null order by sub_fund_id nulls last
                """));
    }

    [Fact]
    public async Task One_fund_without_a_rate_is_absent_with_its_reason_and_the_others_publish()
    {
        await using var logins = await cluster.CloneAsync(TestContext.Current.CancellationToken);
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        await facts.FundAsync("NO-RATE", "T-LEV");
        await facts.CommitAsync("NO-RATE", "GUIDANCE", 100, new LocalDate(2018, 6, 30), "HKD");
        var nights = new Nights(logins);

        Assert.Equal(NightState.Published, (await nights.ByHandAsync(AsOf)).State);

        Assert.Equal(
            "FX_MISSING|FX HKD/CNY 2018-06-30",
            await nights.OneAsync($"select concat_ws('|', value, status, absent_why) from metric_value where metric_key = 'LV-1' and sub_fund_id = '{facts["NO-RATE"]}'"));
        Assert.Equal(
            "5.067308|PARTIAL|covers 1 of 2 sub-funds; left out: NO-RATE (FX_MISSING)",
            await nights.OneAsync($"select concat_ws('|', round(value, 6), status, absent_why) from metric_value where metric_key = 'LV-1' and programme_id = '{facts["T-LEV"]}'"));
    }

    [Fact]
    public async Task A_wrong_sum_stops_publication_and_says_which()
    {
        await using var logins = await cluster.CloneAsync(TestContext.Current.CancellationToken);
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        var nights = new Nights(logins);
        var planted = new NightRun(logins, nights.Runs, Microsoft.Extensions.Logging.Abstractions.NullLogger<NightRun>.Instance)
        {
            // One minor unit too much in the second way of adding up.
            SumsSql = (asOf, knownAt) => LedgerSums.Sql(asOf, knownAt).Replace("sum(amount_minor\n", "1 + sum(amount_minor\n", StringComparison.Ordinal),
        };
        var night = new Night(nights.Runs, planted, Microsoft.Extensions.Logging.Abstractions.NullLogger<Night>.Instance);

        var outcome = await night.RunByHandAsync(AsOf, null, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal(NightState.Failed, outcome.State);
        Assert.Matches("^COMMITMENTS of T-LEV-1 in (CNY|HKD): [0-9]+ minor units row by row, [0-9]+ by SQL; nothing is published.$", outcome.Why);
        Assert.Equal("0", await nights.OneAsync("select count(*)::text from metric_value"));
        Assert.Equal($"FAILED|{outcome.Why}", await nights.OneAsync("select concat_ws('|', state, failure) from metric_run"));
    }

    [Fact]
    public async Task A_night_made_up_after_later_postings_equals_the_original_byte_for_byte()
    {
        await using var logins = await cluster.CloneAsync(TestContext.Current.CancellationToken);
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        var investor = await facts.CommitAsync("T-LEV-1", "PRIVATE", 5_000_000, new LocalDate(2023, 3, 1));
        await facts.FlowAsync("T-LEV-1", investor, "CAPITAL_CALL", 1_000_000, new LocalDate(2023, 4, 1));
        await facts.FlowAsync("T-LEV-1", investor, "DISTRIBUTION", 300_000, new LocalDate(2024, 4, 1));
        await facts.NavAsync("T-LEV-1", 900_000, new LocalDate(2024, 9, 30));
        var nights = new Nights(logins);
        var original = await nights.ByHandAsync(AsOf);

        // Told later of things that happened before: a call, a corrected NAV, a new fund.
        await facts.FlowAsync("T-LEV-1", investor, "CAPITAL_CALL", 2_000_000, new LocalDate(2023, 5, 1));
        await facts.NavAsync("T-LEV-1", 700_000, new LocalDate(2024, 9, 30));
        await facts.FundAsync("LATE", "T-LEV");
        await facts.CommitAsync("LATE", "GUIDANCE", 100, new LocalDate(2020, 6, 30));
        var madeUp = await nights.ByHandAsync(AsOf, original.Night.KnownAt);
        var knownNow = await nights.ByHandAsync(AsOf);

        Assert.Equal([NightState.Published, NightState.Published, NightState.Published], [original.State, madeUp.State, knownNow.State]);
        var first = await nights.ValuesAsync("id = (select id from metric_run order by planned_at limit 1)");
        Assert.NotEmpty(first);
        Assert.Equal(first, await nights.ValuesAsync("id = (select id from metric_run order by planned_at offset 1 limit 1)"));
        // 300 000 over 1 000 000 as known then, over 3 000 000 as known now.
        Assert.Equal(
            ["0.3000|T-LEV-1", "0.3000|T-LEV-1", "0.1000|T-LEV-1"],
            await nights.ColumnAsync(
                """
                select round(v.value, 4) || '|' || f.code
                from metric_value v join sub_fund f on f.id = v.sub_fund_id join metric_run r on r.id = v.run_id
                where v.metric_key = 'DPI' and f.code = 'T-LEV-1' order by r.planned_at
                """));
    }

    [Fact]
    public async Task A_run_by_hand_refuses_dates_to_come_and_instants_that_are_not_closed()
    {
        await using var logins = await cluster.CloneAsync(TestContext.Current.CancellationToken);
        var nights = new Nights(logins);
        var now = SystemClock.Instance.GetCurrentInstant();
        var tomorrow = await Assert.ThrowsAsync<PlainException>(() => nights.ByHandAsync(NightPlan.Today(now).PlusDays(1)));
        Assert.Contains("still to come", tomorrow.Message, StringComparison.Ordinal);
        var open = await Assert.ThrowsAsync<PlainException>(() => nights.ByHandAsync(AsOf, now + Duration.FromHours(1)));
        Assert.Contains("is not closed", open.Message, StringComparison.Ordinal);
    }
}
