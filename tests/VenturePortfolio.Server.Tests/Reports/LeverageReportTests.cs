using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>The report over T-LEV-1 and one fund of another manager.</summary>
public sealed class LeverageReportTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly LocalDate AsOf = new(2024, 12, 31);

    private Reports reports = null!;

    public async ValueTask InitializeAsync()
    {
        reports = new Reports(database.Logins);
        if (await Ask.ValueAsync<long>(database.Logins.Job, "select count(*) from portfolio.sub_fund") > 0)
        {
            return;
        }

        await TestPeople.AddAsync(database.Logins.Job, TestContext.Current.CancellationToken);
        var facts = await PlantedFacts.BeginAsync(database.Logins);
        facts.Adopt("MINE", TestPeople.OrganisationOf(TestPerson.Manager));
        facts.Adopt("THEIRS", TestPeople.OrganisationOf(TestPerson.OtherManager));
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync(manager: "MINE");
        await facts.ProgrammeAsync("OTHER");
        await facts.FundAsync("OTHER-1", "OTHER", vintage: 2020, manager: "THEIRS");
        await facts.CommitAsync("OTHER-1", "GUIDANCE", 100_00, new LocalDate(2020, 3, 1));
        var investor = await facts.CommitAsync("OTHER-1", "PRIVATE", 300_00, new LocalDate(2020, 3, 1));
        await facts.FlowAsync("OTHER-1", investor, "CAPITAL_CALL", 50_00, new LocalDate(2020, 6, 1));
        await facts.NavAsync("OTHER-1", 60_00, new LocalDate(2024, 9, 30));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // domain.md 3.4, T-LEV-1: both FX bases at 2024-12-31, and 2022-06-30, before the second close.
    [Theory]
    [InlineData("2024-12-31", false, "LV-1", "5.067308")]
    [InlineData("2024-12-31", false, "LV-2", "4.067308")]
    [InlineData("2024-12-31", false, "LV-3", "1.517308")]
    [InlineData("2024-12-31", false, "LV-3-SHARE", "0.299431")]
    [InlineData("2024-12-31", false, "GUIDANCE-SHARE", "0.197343")]
    [InlineData("2024-12-31", false, "LV-4-OECD", "0.541485")]
    [InlineData("2024-12-31", true, "LV-4-OECD", "0.580905")]
    [InlineData("2024-12-31", true, "LV-1", "5.235911")]
    [InlineData("2024-12-31", true, "LV-2", "4.235911")]
    [InlineData("2024-12-31", true, "LV-3", "1.685911")]
    [InlineData("2024-12-31", true, "LV-3-SHARE", "0.321990")]
    [InlineData("2024-12-31", true, "GUIDANCE-SHARE", "0.190989")]
    [InlineData("2022-06-30", false, "LV-1", "4.530018")]
    [InlineData("2022-06-30", false, "GUIDANCE-SHARE", "0.220750")]
    public async Task T_LEV_1_holds_on_both_bases_and_between_its_closes(string asOf, bool atAsOfRates, string key, string expected)
    {
        var report = await reports.PullAsync(new()
        {
            AsOf = NodaTime.Text.LocalDatePattern.Iso.Parse(asOf).Value,
            FxBasis = atAsOfRates ? FxBasis.AsOf : null,
            GroupBy = LeverageGroupBy.SubFund,
            Definitions = [key],
        });
        var figure = Reports.Of(report, "T-LEV-1", key);
        Assert.Equal(expected, Reports.Six(figure));
        Assert.Equal(atAsOfRates ? "as-of" : "commitment-date", figure.FxBasis);
        Assert.Equal("CNY", figure.Currency);
    }

    [Theory] // domain.md 3.4: as-of basis at 2024-12-31; nothing was pledged after the second close, so at one day's rates the trend stands still
    [InlineData("2024-12-31")]
    [InlineData("2023-06-30")]
    [InlineData("2022-12-31")]
    public async Task On_the_constant_basis_rates_do_not_move_the_trend(string asOf)
    {
        var report = await reports.PullAsync(new()
        {
            AsOf = NodaTime.Text.LocalDatePattern.Iso.Parse(asOf).Value, ConstantOn = AsOf, GroupBy = LeverageGroupBy.SubFund, Definitions = ["LV-1"],
        });

        Assert.Equal(("5.235911", "constant"), (Reports.Six(Reports.Of(report, "T-LEV-1", "LV-1")), Reports.Of(report, "T-LEV-1", "LV-1").FxBasis));
        Assert.Equal("AS_OF_IN_FUTURE", await reports.RefusalAsync(new() { AsOf = AsOf, ConstantOn = new(2999, 1, 1) }));
    }

    [Fact]
    public async Task Figures_of_mobilisation_say_under_which_mapping_and_what_has_none_is_absent()
    {
        var report = await reports.PullAsync(new()
        {
            AsOf = AsOf, GroupBy = LeverageGroupBy.SubFund, Definitions = ["LV-4-MDB", "LV-5", "LV-4-CN", "LV-1"],
        });

        // domain.md 3.4, T-LEV-1: MDB private 556.003590 million, attributed to G 108.296973 million.
        var mdb = Reports.Of(report, "T-LEV-1", "LV-4-MDB");
        Assert.Equal((556.003590m, "MDB@1"), (decimal.Round((decimal)mdb.NumeratorMinor!.Value / 100_000_000, 6), mdb.Mapping));
        var attributed = Reports.Of(report, "T-LEV-1", "LV-5");
        Assert.Equal((108.296973m, "OECD@1"), (decimal.Round(attributed.Value!.Value / 1_000_000, 6), attributed.Mapping));
        Assert.Equal(("AMOUNT", "CNY"), (attributed.Unit, attributed.Currency));
        Assert.Equal("MAPPING_MISSING", Reports.Of(report, "T-LEV-1", "LV-4-CN").Status);
        Assert.Null(Reports.Of(report, "T-LEV-1", "LV-1").Mapping);
        // LV-4's own text is verified; the mapping it reads is general knowledge, and so it is not.
        Assert.Equal((false, true), (mdb.IsVerified, Reports.Of(report, "T-LEV-1", "LV-1").IsVerified));
    }

    [Fact]
    public async Task Every_figure_shows_its_dates_run_coverage_and_the_age_of_its_inputs()
    {
        var report = await reports.PullAsync(new() { AsOf = AsOf, GroupBy = LeverageGroupBy.Total, Definitions = ["LV-1", "TVPI"] });
        Assert.Null(report.Run);
        Assert.True(report.IsWhole);
        Assert.True(report.KnownAt <= SystemClock.Instance.GetCurrentInstant());
        var leverage = Reports.Of(report, "TOTAL", "LV-1");
        Assert.Equal("2 of 2", leverage.Coverage);
        Assert.Equal(1, leverage.Revision);
        Assert.Equal("Fund-size multiple", leverage.Title);
        var multiple = Reports.Of(report, "TOTAL", "TVPI");
        // (0 + 60.00) / 50.00, on the value of 2024-09-30: 92 days before.
        Assert.Equal(1.2m, multiple.Value);
        Assert.Equal(new LocalDate(2024, 9, 30), multiple.NavAsOf);
        Assert.Equal(92, multiple.NavStaleDays);
        Assert.Equal(92, report.NavStaleDays);
    }

    [Fact]
    public async Task Vintages_and_programmes_are_pools_of_their_funds()
    {
        var vintages = await reports.PullAsync(new() { AsOf = AsOf, GroupBy = LeverageGroupBy.Vintage, Definitions = ["LV-1"] });
        Assert.Equal(["2020", "2021"], Keys(vintages));
        Assert.Equal(4m, Reports.Of(vintages, "2020", "LV-1").Value);
        var programmes = await reports.PullAsync(new() { AsOf = AsOf, Definitions = ["LV-1"] });
        Assert.Equal(["OTHER", "T-LEV"], Keys(programmes));
        var one = await reports.PullAsync(new() { AsOf = AsOf, GroupBy = LeverageGroupBy.Total, Programme = "OTHER", Definitions = ["LV-1"] });
        Assert.Equal(4m, Reports.Of(one, "TOTAL", "LV-1").Value);
    }

    [Fact]
    public async Task A_fund_manager_sees_the_own_funds_only()
    {
        var report = await reports.PullAsync(new() { AsOf = AsOf, GroupBy = LeverageGroupBy.SubFund }, TestPerson.Manager);
        Assert.False(report.IsWhole);
        Assert.Equal(["T-LEV-1"], Keys(report));
        var programmes = await reports.PullAsync(new() { AsOf = AsOf }, TestPerson.OtherManager);
        Assert.Equal(["OTHER"], Keys(programmes));
        Assert.Equal("NOTHING_RECORDED", await reports.RefusalAsync(new() { AsOf = AsOf, Programme = "OTHER" }, TestPerson.Manager));
    }

    [Theory]
    [InlineData(TestPerson.Incubator)]
    [InlineData(TestPerson.Admin)]
    public async Task Incubators_and_administrators_are_denied(TestPerson person) =>
        await Assert.ThrowsAsync<AccessDeniedException>(() => reports.PullAsync(new() { AsOf = AsOf }, person));

    [Fact]
    public async Task What_cannot_be_answered_is_refused_with_its_code()
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        Assert.Equal("AS_OF_IN_FUTURE", await reports.RefusalAsync(new() { AsOf = NightPlan.Today(now).PlusDays(1) }));
        Assert.Equal("KNOWN_AT_NOT_CLOSED", await reports.RefusalAsync(new() { AsOf = AsOf, KnownAt = now + Duration.FromMinutes(1) }));
        Assert.Equal("UNKNOWN_DEFINITION", await reports.RefusalAsync(new() { AsOf = AsOf, Definitions = ["LV-1", "LV-99"] }));
        Assert.Equal("UNKNOWN_PROGRAMME", await reports.RefusalAsync(new() { AsOf = AsOf, Programme = "NOPE" }));
        Assert.Equal("CURRENCY_UNKNOWN", await reports.RefusalAsync(new() { AsOf = AsOf, Currency = "XYZ" }));
        Assert.Equal("NOTHING_RECORDED", await reports.RefusalAsync(new() { AsOf = new LocalDate(2010, 1, 1) }));
        Assert.Equal("NOTHING_RECORDED", await reports.RefusalAsync(new() { AsOf = AsOf, KnownAt = PlantedFacts.Long - Duration.FromDays(1) }));
    }

    [Fact]
    public async Task A_definition_that_does_not_apply_is_absent_and_says_why_in_the_readers_language()
    {
        var report = await reports.PullAsync(new()
        {
            AsOf = AsOf, GroupBy = LeverageGroupBy.SubFund, Definitions = ["US_SSBCI_NEW_FINANCING"], Language = "zh-Hant",
        });
        var figure = Reports.Of(report, "T-LEV-1", "US_SSBCI_NEW_FINANCING");
        Assert.Null(figure.Value);
        Assert.Equal("NO_SUPPORT", figure.Status);
        Assert.Equal("沒有獲支持的交易。", figure.AbsentWhy);
    }

    private static string[] Keys(LeverageReport report) => [.. report.Groups.Select(group => group.Key)];
}
