namespace VenturePortfolio.Server.Tests;

/// <summary>Expected counts: <see cref="ScaleSize.Tiny"/>, written out.</summary>
public class ScaleWorldTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_world_has_its_stated_size_and_twice_changes_nothing()
    {
        await LoadAsync();
        var rows = await Ask.RowsOfAllTablesAsync(database.Logins.Job);
        await LoadAsync();
        Assert.Equal(rows, await Ask.RowsOfAllTablesAsync(database.Logins.Job));
        Assert.Equal("20 200 600 5000 2000 2000", await Ask.ValueAsync<string>(database.Logins.Job, """
            select concat_ws(' ', (select count(*) from portfolio.sub_fund), (select count(*) from portfolio.startup),
              (select count(*) from portfolio.investment), (select count(*) from portfolio.valuation),
              (select count(*) from portfolio.cash_flow), (select count(*) from portfolio.milestone))
            """));
    }

    [Fact]
    public async Task Its_ledgers_keep_their_own_past_recorded_times()
    {
        await LoadAsync();
        Assert.Equal(0, await Ask.ValueAsync<long>(database.Logins.Job, "select count(*) from portfolio.cash_flow where recorded_at >= '2026-03-01'"));
        Assert.Equal(0, await Ask.ValueAsync<long>(database.Logins.Job, "select count(*) from portfolio.cash_flow where hash <> app.cash_flow_hash(cash_flow)"));
    }

    [Fact]
    public async Task Its_managers_share_the_sub_funds_between_them()
    {
        await LoadAsync();
        Assert.Equal("scale-manager-1 10, scale-manager-2 10", await Ask.ValueAsync<string>(database.Logins.Job, """
            select string_agg(p.subject || ' ' || own.funds, ', ' order by p.subject)
            from portfolio.person p
            join portfolio.membership m on m.person_id = p.id and m.role = 'FUND_MANAGER'
            cross join lateral (select count(*) funds from portfolio.sub_fund f where f.manager_id = m.organisation_id) own
            """));
    }

    private async Task LoadAsync()
    {
        await SeedReference.RunAsync(database.Logins.Job, Cancel);
        await ScaleWorld.LoadAsync(database.Logins, ScaleSize.Tiny, Silent.Progress, Cancel);
    }
}
