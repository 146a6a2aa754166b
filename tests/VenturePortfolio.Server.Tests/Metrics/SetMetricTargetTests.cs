using NodaTime;

namespace VenturePortfolio.Server.Tests;

public sealed class SetMetricTargetTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private static SetMetricTargetInput Input => new()
    {
        SubFundId = SmallWorld.Id("SubFund", SmallWorld.FundA),
        MetricKey = "LV-1",
        DueOn = new LocalDate(2027, 12, 31),
        Value = 4.5m,
        Source = "Invented plan, page 3",
    };

    [Fact]
    public async Task A_target_is_stored_once_in_the_name_of_who_set_it()
    {
        var key = Guid.NewGuid().ToString();

        var target = (await SetAsync(Input, key)).Value;
        var again = (await SetAsync(Input, key)).Value;

        Assert.Equal(target, again);
        Assert.Equal($"{SmallWorld.FundA}|LV-1|2027-12-31|4.5000000000|Invented plan, page 3|{SmallWorld.Policy.PersonId}", await world.ValueAsync<string>(
            $"select concat_ws('|', programme_id, sub_fund_id, metric_key, due_on, value, source, set_by) from metric_target where id = '{target}'"));
    }

    [Fact]
    public async Task An_incubator_has_targets_of_milestones_only()
    {
        var park = Guid.Parse(await world.ValueAsync<string>("select id::text from incubator order by code limit 1"));
        var ofPark = Input with { SubFundId = null, IncubatorId = SmallWorld.Id("Incubator", park), MetricKey = "ON-TIME", Value = 0.9m };

        var target = (await SetAsync(ofPark)).Value;

        Assert.Equal($"{park}|ON-TIME|0.9000000000", await world.ValueAsync<string>($"select concat_ws('|', programme_id, sub_fund_id, incubator_id, metric_key, value) from metric_target where id = '{target}'"));
        Assert.Equal("NOT_OF_STARTUPS metricKey", Told(await SetAsync(ofPark with { MetricKey = "LV-1" })));
        Assert.Equal("NOT_OF_FUNDS metricKey", Told(await SetAsync(Input with { MetricKey = "ON-TIME" })));
        Assert.Equal("NOT_EXPECTED incubatorId", Told(await SetAsync(ofPark with { SubFundId = Input.SubFundId })));
        Assert.Equal("NOT_FOUND incubatorId", Told(await SetAsync(ofPark with { IncubatorId = SmallWorld.Id("Incubator", Guid.NewGuid()) })));
    }

    [Fact]
    public async Task Groups_and_startups_have_targets_of_what_reports_tell_of_them()
    {
        var total = Input with { SubFundId = null, GroupBy = "TOTAL" };
        var startup = Input with { SubFundId = null, StartupId = SmallWorld.Id("Startup", SmallWorld.StartupA) };
        var vintage = await world.ValueAsync<string>($"select vintage::text from sub_fund where id = '{SmallWorld.FundA}'");
        var manager = await world.ValueAsync<string>($"select manager_id::text from sub_fund where id = '{SmallWorld.FundA}'");
        var sector = await world.ValueAsync<string>("select code::text from sector order by code limit 1");

        Assert.Equal("TOTAL TOTAL LV-1", await StoredAsync(total));
        Assert.Equal("TOTAL TOTAL ON-TIME", await StoredAsync(total with { MetricKey = "ON-TIME" }));
        Assert.Equal($"VINTAGE {vintage} TVPI", await StoredAsync(total with { GroupBy = "VINTAGE", GroupKey = vintage, MetricKey = "TVPI" }));
        Assert.Equal($"MANAGER {manager} LV-1", await StoredAsync(total with { GroupBy = "MANAGER", GroupKey = manager }));
        Assert.Equal($"SECTOR {sector} MOIC", await StoredAsync(total with { GroupBy = "SECTOR", GroupKey = sector, MetricKey = "MOIC" }));
        Assert.Equal($"{SmallWorld.StartupA} MOIC", await StoredAsync(startup with { MetricKey = "MOIC" }));
        Assert.Equal($"{SmallWorld.StartupA} GRAD-REVENUE", await StoredAsync(startup with { MetricKey = "GRAD-REVENUE" }));

        Assert.Equal("NEVER_TOLD metricKey", Told(await SetAsync(startup)));
        Assert.Equal("NEVER_TOLD metricKey", Told(await SetAsync(total with { GroupBy = "SECTOR", GroupKey = sector })));
        Assert.Equal("NOT_OF_FUNDS metricKey", Told(await SetAsync(total with { GroupBy = "VINTAGE", GroupKey = vintage, MetricKey = "ON-TIME" })));
        Assert.Equal("REQUIRED groupKey", Told(await SetAsync(total with { GroupBy = "VINTAGE" })));
        Assert.Equal("NOT_EXPECTED groupKey", Told(await SetAsync(total with { GroupKey = "2021" })));
        Assert.Equal("NOT_EXPECTED groupBy", Told(await SetAsync(total with { SubFundId = Input.SubFundId })));
        Assert.Equal("NOT_FOUND groupKey", Told(await SetAsync(total with { GroupBy = "VINTAGE", GroupKey = "1871" })));
        Assert.Equal("NOT_FOUND groupKey", Told(await SetAsync(total with { GroupBy = "MANAGER", GroupKey = "nobody" })));
        Assert.Equal("NOT_FOUND startupId", Told(await SetAsync(startup with { MetricKey = "MOIC", StartupId = Input.SubFundId })));

        async Task<string> StoredAsync(SetMetricTargetInput input) => await world.ValueAsync<string>(
            $"select concat_ws(' ', programme_id, sub_fund_id, incubator_id, startup_id, group_by, group_key, metric_key) from metric_target where id = '{(await SetAsync(input)).Value}'");
    }

    [Fact]
    public async Task Bad_input_names_its_field_and_changes_nothing()
    {
        var before = await world.FingerprintAsync();

        Assert.Equal("REQUIRED programmeId", Told(await SetAsync(Input with { SubFundId = null })));
        Assert.Equal("NOT_EXPECTED subFundId", Told(await SetAsync(Input with { ProgrammeId = Input.SubFundId })));
        Assert.Equal("NOT_FOUND subFundId", Told(await SetAsync(Input with { SubFundId = SmallWorld.Id("SubFund", Guid.NewGuid()) })));
        Assert.Equal("NOT_FOUND programmeId", Told(await SetAsync(Input with { SubFundId = null, ProgrammeId = Input.SubFundId })));
        Assert.Equal("UNKNOWN_DEFINITION metricKey", Told(await SetAsync(Input with { MetricKey = "LV-99" })));
        // The clock of these tests stands at 2026-06-30 in Hong Kong.
        Assert.Equal("DUE_IN_PAST dueOn", Told(await SetAsync(Input with { DueOn = new(1999, 1, 1) })));
        Assert.Equal("DUE_IN_PAST dueOn", Told(await SetAsync(Input with { DueOn = new(2026, 6, 29) })));
        Assert.Equal("DATE_OUT_OF_RANGE dueOn", Told(await SetAsync(Input with { DueOn = new(2200, 1, 1) })));
        Assert.Equal("NEGATIVE_TARGET value", Told(await SetAsync(Input with { Value = -5m })));
        Assert.Equal("NUMBER_SCALE value; REQUIRED source", Told(await SetAsync(Input with { Value = 0.00000000001m, Source = " " })));
        Assert.Equal("NUMBER_TOO_LARGE value", Told(await SetAsync(Input with { Value = -10_000_000_000m })));
        await Assert.ThrowsAsync<AccessDeniedException>(() => SetAsync(Input, actor: SmallWorld.ManagerA));

        Assert.Equal(before, await world.FingerprintAsync());
    }

    [Theory]
    [InlineData("NET_IRR", "-0.05")]
    [InlineData("LV-6-PARITY", "-0.01")]
    public async Task What_can_be_below_zero_may_be_meant_to_be(string key, string value) =>
        Assert.True((await SetAsync(Input with { MetricKey = key, Value = decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture) })).IsOk);

    private static string Told(Result<Guid> result) => string.Join("; ", result.Errors.Select(error => $"{error.Code} {error.Path}"));

    private Task<Result<Guid>> SetAsync(SetMetricTargetInput input, string? key = null, Actor? actor = null) =>
        world.RunAsync(actor ?? SmallWorld.Policy, transaction => SmallWorld.Target.RunAsync(
            actor ?? SmallWorld.Policy, input, key ?? Guid.NewGuid().ToString(), transaction, TestContext.Current.CancellationToken));
}
