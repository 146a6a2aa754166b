namespace VenturePortfolio.Server.Tests;

/// <summary>Expected figures: the publicly reported facts in the domain notes 6.1 and 3.4.</summary>
public class SeedPublicTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reference_and_public_seeds_load_and_twice_change_nothing()
    {
        var job = database.Logins.Job;
        await SeedCommand.RunAsync(job, "public", Silent.Progress, Cancel);
        var rows = await Ask.RowsOfAllTablesAsync(job);
        await SeedCommand.RunAsync(job, "public", Silent.Progress, Cancel);
        Assert.Equal(rows, await Ask.RowsOfAllTablesAsync(job));

        Assert.Equal("2020: 587000000000 (6), 2021: 1500000000000 (1)", await Ask.ValueAsync<string>(job, """
            select string_agg(format('%s: %s (%s)', vintage, size, funds), ', ' order by vintage)
            from (select vintage, sum(announced_size_minor) size, count(*) funds from portfolio.sub_fund group by vintage) batch
            """));
        Assert.Equal("GUIDANCE_FUND 300000000000, UNDISCLOSED 1200000000000", await Ask.ValueAsync<string>(job, """
            select string_agg(a.class_code || ' ' || c.amount_minor, ', ' order by a.class_code)
            from portfolio.commitment c
            join portfolio.sub_fund f on f.id = c.sub_fund_id and f.name_zh_hant = '國投(廣東)科技成果轉化創業投資基金'
            join portfolio.investor_class_assignment a on a.investor_id = c.investor_id
            """));
        Assert.Equal("Cyberport 2020-11-30, Hong Kong Science Park 2017-11-03", await Ask.ValueAsync<string>(job,
            "select string_agg(name_en || ' ' || recognised_on, ', ' order by name_en) from portfolio.incubator"));
        Assert.Equal("6.3693 7.7990, 6.9717 7.7854, 7.2807 7.7734", await Ask.ValueAsync<string>(job, """
            select string_agg(rtrim(c.per_usd::text, '0') || ' ' || trim_scale(h.per_usd)::numeric(9, 4), ', ' order by c.effective_on)
            from portfolio.fx_rate c join portfolio.fx_rate h on h.effective_on = c.effective_on and h.currency = 'HKD' and c.currency = 'CNY'
            where c.effective_on in ('2021-12-01', '2022-12-01', '2024-12-01')
            """));
    }

    [Fact]
    public async Task Nothing_public_is_invented_and_everything_has_a_source()
    {
        var job = database.Logins.Job;
        await SeedCommand.RunAsync(job, "public", Silent.Progress, Cancel);
        foreach (var table in new[] { "organisation", "programme", "sub_fund", "investor", "incubator" })
            Assert.Equal(0, await Ask.ValueAsync<long>(job, $"select count(*) from portfolio.{table} where invented or source = ''"));
        Assert.Equal(0, await Ask.ValueAsync<long>(job, "select count(*) from portfolio.cash_flow"));
    }

    [Fact]
    public async Task Every_currency_has_the_decimals_of_our_table()
    {
        var job = database.Logins.Job;
        await SeedReference.RunAsync(job, Cancel);
        var stored = await Ask.ValueAsync<string[]>(job, "select array_agg(code || ' ' || minor_digits) from portfolio.currency");
        Assert.All(stored, line => Assert.Equal(line, $"{Currency.Of(line[..3])} {Currency.Of(line[..3]).MinorDigits}"));
        Assert.True(stored.Length >= 150);
    }

    [Fact]
    public async Task Every_milestone_kind_and_investor_class_of_the_domain_is_there()
    {
        var job = database.Logins.Job;
        await SeedReference.RunAsync(job, Cancel);
        Assert.Equal(40, await Ask.ValueAsync<long>(job, "select count(*) from portfolio.milestone_kind"));
        Assert.Equal("GUIDANCE_FUND", await Ask.ValueAsync<string>(job, "select string_agg(code, ', ') from portfolio.investor_class where is_guidance"));
        Assert.Equal("HK_GENERAL_PARTNER, HK_PRIVATE, HK_PUBLIC",
            await Ask.ValueAsync<string>(job, "select string_agg(code, ', ' order by code) from portfolio.investor_class where is_hong_kong"));
        Assert.Equal("FOREIGN_PRIVATE, GENERAL_PARTNER, HK_GENERAL_PARTNER, HK_PRIVATE, MAINLAND_PRIVATE",
            await Ask.ValueAsync<string>(job, "select string_agg(code, ', ' order by code) from portfolio.investor_class where is_private"));
        Assert.Equal("UNDISCLOSED", await Ask.ValueAsync<string>(job, "select string_agg(code, ', ') from portfolio.investor_class where not is_disclosed"));
    }
}
