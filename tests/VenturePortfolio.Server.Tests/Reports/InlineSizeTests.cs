using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>What is too much to be reckoned while somebody waits is refused at once, and the answer says what to do instead.</summary>
public sealed class InlineSizeTests(SmallWorld world) : IClassFixture<SmallWorld>, IAsyncLifetime
{
    // After the recorded instant of everything planted here; before any run.
    private static readonly LocalDate Day = new(2026, 3, 31);

    /// <summary>Either test may be the first.</summary>
    public async ValueTask InitializeAsync()
    {
        if (await world.ValueAsync<long>("select count(*) from sub_fund_term") == 0)
        {
            await world.ExecuteAsync(SmallWorld.TermsSql);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_report_over_too_many_sub_funds_is_a_run_and_one_over_few_is_told()
    {
        await world.ExecuteAsync($"""
            insert into sub_fund (programme_id, code, name_en, vintage, status, jurisdiction, announced_size_minor, announced_size_currency, invented, source)
            select programme_id, 'MANY-' || n, 'One of many', vintage, status, jurisdiction, announced_size_minor, announced_size_currency, true, 'test'
            from sub_fund, generate_series(1, {InlineSize.FundsMost}) n where id = '{SmallWorld.FundA}';
            insert into sub_fund_term (sub_fund_id, currency, effective_on) select id, 'CNY', date '2015-01-01' from sub_fund where code like 'MANY-%';
            """);
        var reports = new Reports(world.Logins);
        var all = new LeverageQuery { AsOf = Day, GroupBy = LeverageGroupBy.Total };

        var refused = (await reports.Use.RunAsync(SmallWorld.Policy, all, "test", TestContext.Current.CancellationToken)).Errors.Single();
        Assert.Equal("REPORT_TOO_LARGE", refused.Code);
        Assert.Contains("requestRun", UserErrors.Of(refused, Languages.TraditionalChinese).Message, StringComparison.Ordinal);

        Assert.Single((await reports.PullAsync(all with { GroupBy = LeverageGroupBy.SubFund, SubFund = "A" })).Groups);
        // Of one group only the sub-funds that can be in it are read, however many others there are.
        foreach (var (by, sql) in new[]
                 {
                     (LeverageGroupBy.Manager, "select manager_id::text from sub_fund where code = 'A'"), (LeverageGroupBy.Startup, $"select code from startup where id = '{SmallWorld.StartupA}'"),
                     (LeverageGroupBy.Incubator, "select n.code from incubator n join incubation i on i.incubator_id = n.id where i.startup_id = '" + SmallWorld.StartupA + "' limit 1"),
                     (LeverageGroupBy.Sector, $"select sector_code from startup where id = '{SmallWorld.StartupA}'"),
                 })
        {
            var key = await world.ValueAsync<string>(sql);
            Assert.Equal(key, Assert.Single((await reports.PullAsync(all with { GroupBy = by, Group = key })).Groups).Key);
        }

        Assert.Equal("GROUP_UNKNOWN", await reports.RefusalAsync(all with { GroupBy = LeverageGroupBy.Startup, Group = "NO-SUCH" }));
        // A manager's own are few, however many there are; whoever sits at the server may wait.
        Assert.Single((await reports.PullAsync(all, TestPerson.Manager)).Groups);
        Assert.True((await reports.Use.RunAsync(all, TestContext.Current.CancellationToken)).IsOk);
        Assert.Equal("REPORT_TOO_LARGE", await RestatedAsync());

        async Task<string> RestatedAsync()
        {
            var now = await world.ValueAsync<Instant>("select app.closed_horizon()");
            return (await new PullRestatement(world.Logins, SystemClock.Instance).RunAsync(
                SmallWorld.Policy, new RestatementQuery("LV-1", now - Duration.FromSeconds(1), now, all), "test", TestContext.Current.CancellationToken)).Errors.Single().Code;
        }
    }

    [Fact]
    public async Task Deals_by_the_thousand_are_read_page_by_page()
    {
        // Whichever test comes first: told twice they are the same.
        await world.ExecuteAsync(SmallWorld.TermsSql);
        await world.ExecuteAsync($"""
            insert into investment (sub_fund_id, startup_id, instrument, amount_minor, currency, effective_on)
            select sub_fund_id, startup_id, instrument, 1, currency, effective_on from investment, generate_series(1, {InlineSize.GroupsMost}) where id = '{SmallWorld.Holding}'
            """);
        var deals = new LeverageQuery { AsOf = Day, GroupBy = LeverageGroupBy.Deal, SubFund = "A" };

        Assert.Equal("TOO_MANY_GROUPS", await new Reports(world.Logins).RefusalAsync(deals));
        Assert.Single((await new Reports(world.Logins).PullAsync(deals with { GroupBy = LeverageGroupBy.Startup })).Groups);
    }

    [Fact]
    public async Task Milestones_of_too_many_startups_are_a_run_and_those_of_one_incubator_are_told()
    {
        await world.ExecuteAsync($"""
            insert into startup (code, name_en, sector_code, stage, jurisdiction, invented, source)
            select 'CROWD-' || n, 'One of a crowd', sector_code, stage, jurisdiction, true, 'test' from startup, generate_series(1, {InlineSize.StartupsMost}) n where id = '{SmallWorld.StartupA}'
            """);
        var use = new PullIncubationReport(world.Logins, SystemClock.Instance, NullLogger<PullIncubationReport>.Instance);
        var all = new IncubationQuery { AsOf = Day };
        var now = await world.ValueAsync<Instant>("select app.closed_horizon()");

        var refused = (await use.RunAsync(SmallWorld.Policy, all, "test", TestContext.Current.CancellationToken)).Errors.Single();
        Assert.Equal("TOO_MANY_STARTUPS", refused.Code);
        Assert.Contains("requestRun", UserErrors.Of(refused, Languages.SimplifiedChinese).Message, StringComparison.Ordinal);
        var restated = await new PullRestatement(world.Logins, SystemClock.Instance).RunAsync(
            SmallWorld.Policy, new RestatementQuery("ON-TIME", now - Duration.FromSeconds(1), now, new() { AsOf = Day }), "test", TestContext.Current.CancellationToken);
        Assert.Equal("TOO_MANY_STARTUPS", restated.Errors.Single().Code);

        // Few are read for an incubator, however many others there are; whoever sits at the server may wait.
        Assert.NotEmpty((await use.RunAsync(SmallWorld.IncubatorA, all, "test", TestContext.Current.CancellationToken)).Value.Groups);
        Assert.Contains((await use.RunAsync(all, TestContext.Current.CancellationToken)).Value.Groups, group => group.Key == "TOTAL");
    }
}
