namespace VenturePortfolio.Server.Tests;

/// <summary>The demo, as seeds/demo/README.md promises it, asked in hand-written SQL.</summary>
public class SeedDemoTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await SeedCommand.RunAsync(database.Logins.Job, "demo", Silent.Progress, Cancel);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Loading_twice_changes_nothing()
    {
        var rows = await Ask.RowsOfAllTablesAsync(database.Logins.Job);
        await SeedCommand.RunAsync(database.Logins.Job, "all", Silent.Progress, Cancel);
        Assert.Equal(rows, await Ask.RowsOfAllTablesAsync(database.Logins.Job));
    }

    [Fact]
    public async Task It_is_as_large_as_promised_and_marked_as_invented()
    {
        Assert.Equal("3 incubators, 60 startups, 6 funds in CNY HKD USD, 25 investors of 11 classes", await TextAsync("""
            select format('%s incubators, %s startups, %s funds in %s, %s investors of %s classes',
                (select count(*) from portfolio.incubator where invented), (select count(*) from portfolio.startup where invented),
                count(*), string_agg(distinct announced_size_currency, ' '),
                (select count(*) from portfolio.investor where code like 'DEMO-%' and invented),
                (select count(distinct class_code) from portfolio.investor i join portfolio.investor_class_assignment a on a.investor_id = i.id where i.code like 'DEMO-%'))
            from portfolio.sub_fund where code like 'DEMO-%' and invented
            """));
        foreach (var table in new[] { "sub_fund", "investor", "startup", "incubator", "programme" })
            Assert.Equal(0, await CountAsync($"{table} where invented <> (code like 'DEMO%' or code like 'T-LEV%') or invented <> (name_en like '%(invented)')"));
        Assert.Equal(9, await CountAsync("generate_series(2018, 2026) y where exists (select from portfolio.cash_flow where extract(year from effective_on) = y)", ""));
    }

    [Fact]
    public async Task People_of_every_role_can_be_vouched_for() =>
        Assert.Equal("admin ADMIN, fund-manager-1 FUND_MANAGER, fund-manager-2 FUND_MANAGER, incubator-1 INCUBATOR, incubator-2 INCUBATOR, policy POLICY",
            string.Join(", ", (await DemoPeople.ReadAsync(database.Logins.Job, Cancel)).OrderBy(person => person.Subject, StringComparer.Ordinal)
                .Select(person => $"{person.Subject} {person.Role.Code()}")));

    [Fact]
    public async Task Recorded_times_are_those_of_the_history()
    {
        Assert.Equal(0, await CountAsync("cash_flow where recorded_at < effective_on or recorded_at > '2026-11-14'"));
        Assert.Equal(0, await CountAsync("milestone_report r join portfolio.milestone m on m.id = r.milestone_id where r.recorded_at < m.recorded_at or r.effective_on > r.recorded_at"));
        Assert.InRange(await CountAsync("cash_flow where recorded_at - effective_on > interval '60 days'"), 30, 200);
        Assert.InRange(await CountAsync("cash_flow where reverses_seq is not null"), 15, 60);
        Assert.InRange(await CountAsync("reported_nav n where exists (select from portfolio.reported_nav o where (o.sub_fund_id, o.effective_on) = (n.sub_fund_id, n.effective_on) and o.recorded_at > n.recorded_at)"), 2, 30);
    }

    [Fact]
    public async Task Ledgers_are_gap_free_and_their_hash_chains_hold()
    {
        Assert.Equal(0, await CountAsync("cash_flow c where hash <> app.cash_flow_hash(c)"));
        Assert.Equal(0, await CountAsync("""
            (select seq, row_number() over fund as place, prev_hash, lag(hash) over fund as hash, recorded_at, lag(recorded_at) over fund as before
             from portfolio.cash_flow window fund as (partition by sub_fund_id order by seq)) c
            where seq <> place or prev_hash <> hash or recorded_at < before
            """, ""));
    }

    /// <summary>Every reversal is followed by the same money with the right amount, in the same fund on the same day.</summary>
    [Fact]
    public async Task Every_correction_has_its_new_row() => Assert.Equal(0, await CountAsync("""
        cash_flow r where r.reverses_seq is not null and not exists (
            select from portfolio.cash_flow n
            where n.sub_fund_id = r.sub_fund_id and n.kind = r.kind and n.effective_on = r.effective_on and n.seq > r.seq
              and n.investor_id is not distinct from r.investor_id and n.amount_minor < r.amount_minor)
        """));

    [Fact]
    public async Task Funds_are_as_the_readme_says()
    {
        Assert.Equal("DEMO-BAYAREA-V 0, DEMO-DELTA-IV several, DEMO-HARBOUR-I 1, DEMO-ISLAND-VI several, DEMO-PEARL-II 1, DEMO-VICTORIA-III 1", await TextAsync("""
            with day as (
                select f.code, c.effective_on, sign(sum(case kind when 'CAPITAL_CALL' then -amount_minor else amount_minor end * case when reverses_seq is null then 1 else -1 end)) as sign
                from portfolio.cash_flow c join portfolio.sub_fund f on f.id = c.sub_fund_id where kind in ('CAPITAL_CALL', 'DISTRIBUTION') group by 1, 2),
            change as (select code, sign <> lag(sign) over (partition by code order by effective_on) as changed from day where sign <> 0)
            select string_agg(code || ' ' || case when n > 1 then 'several' else n::text end, ', ' order by code)
            from (select code, count(*) filter (where changed) as n from change group by code) counted
            """));
        Assert.Equal("DEMO-ISLAND-VI", await TextAsync("""
            select string_agg(distinct f.code, ',') from portfolio.commitment c join portfolio.sub_fund f on f.id = c.sub_fund_id
            join portfolio.investor_class_assignment a on a.investor_id = c.investor_id where a.class_code = 'UNDISCLOSED' and f.invented
            """));
        Assert.Equal("DEMO-PEARL-II, T-LEV-1", await TextAsync("""
            select string_agg(code, ', ' order by code) from portfolio.sub_fund f where (select count(distinct currency) from portfolio.commitment c where c.sub_fund_id = f.id) > 1
            """));
    }

    /// <summary>Nobody pays more than was pledged, and no fund spends money it does not have.</summary>
    [Fact]
    public async Task Money_adds_up()
    {
        Assert.Equal(0, await CountAsync("""
            (select sub_fund_id, investor_id, sum(case when kind in ('INITIAL', 'INCREASE') then amount_minor else -amount_minor end * case when reverses_id is null then 1 else -1 end) as pledged
             from portfolio.commitment group by 1, 2) p
            join (select sub_fund_id, investor_id, sum(unfunded_effect_minor * case when reverses_seq is null then 1 else -1 end) as effect from portfolio.cash_flow group by 1, 2) f
              using (sub_fund_id, investor_id)
            where pledged + effect < 0 or effect > 0
            """, ""));
        Assert.Equal(0, await CountAsync("""
            (select sum(case when kind in ('CAPITAL_CALL', 'PROCEEDS') then amount_minor else -amount_minor end * case when reverses_seq is null then 1 else -1 end)
                over (partition by sub_fund_id order by effective_on) as cash, f.code
             from portfolio.cash_flow c join portfolio.sub_fund f on f.id = c.sub_fund_id) flow
            where cash < 0 and code <> 'DEMO-PEARL-II'
            """, ""));
        Assert.Equal(0, await CountAsync("""
            financing_round r where total_minor <> (select sum(amount_minor) from portfolio.round_participation p where p.financing_round_id = r.id)
                + coalesce((select sum(amount_minor) from portfolio.investment i where i.financing_round_id = r.id), 0)
            """));
    }

    [Fact]
    public async Task A_line_is_paid_back_from_a_call_of_that_day_and_every_told_thing_is_there()
    {
        Assert.Equal(0, await CountAsync("""
            subscription_line_event l where kind = 'REPAYMENT' and amount_minor > coalesce((
                select sum(amount_minor * case when reverses_seq is null then 1 else -1 end) from portfolio.cash_flow c
                where c.sub_fund_id = l.sub_fund_id and c.kind = 'CAPITAL_CALL' and c.effective_on = l.effective_on), 0)
            """));
        Assert.Equal("8 events, 11 choices, 7 targets, 15 statements", await TextAsync("""
            select format('%s events, %s choices, %s targets, %s statements', (select count(*) from portfolio.subscription_line_event), (select count(*) from portfolio.rule_choice),
                (select count(*) from portfolio.metric_target), (select count(*) from portfolio.rule_statement))
            """));
    }

    /// <summary>Every month end from 2018-01-31 of which two days later is past; 105 of them up to 2026-09-30, as when the index still ended with the demo.</summary>
    [Fact]
    public async Task The_index_reaches_the_day_of_loading() => Assert.Equal("t t", await TextAsync("""
        select format('%s %s',
            array(select effective_on::date from portfolio.benchmark_level order by 1) = array(
                select (month + interval '1 month' - interval '1 day')::date from generate_series(timestamp '2018-01-01', '2100-01-01', interval '1 month') month
                where (month + interval '1 month' + interval '1 day' + interval '12 hours') at time zone 'UTC' <= now()
                order by 1),
            (select count(*) = 105 from portfolio.benchmark_level where effective_on <= '2026-09-30'))
        """));

    /// <summary>More than RMB 5 m graduates (domain notes, IN-10 (b)): some are there, some under way, some have not begun. No fund holds those who raise little.</summary>
    [Fact]
    public async Task Startups_are_on_every_part_of_the_way()
    {
        Assert.Equal("NONE 4, LITTLE 13, MUCH 43", await TextAsync("""
            with raised as (
                select s.id, coalesce(max(r.total_minor * case r.currency when 'USD' then 6 else 1 end), 0) as most
                from portfolio.startup s left join portfolio.financing_round r on r.startup_id = s.id where s.invented group by 1)
            select format('NONE %s, LITTLE %s, MUCH %s', count(*) filter (where most = 0), count(*) filter (where most between 1 and 700000000), count(*) filter (where most >= 2000000000))
            from raised
            """));
        Assert.Equal(0, await CountAsync("financing_round r join portfolio.investment i on i.financing_round_id = r.id where r.total_minor * case r.currency when 'USD' then 6 else 1 end < 700000000"));
    }

    [Fact]
    public async Task The_leverage_vector_is_pledged_as_printed() =>
        Assert.Equal("T-LEV-G 200000000.00 CNY 2021-12-15, T-LEV-GP 10000000.00 CNY 2021-12-15, T-LEV-HK-PRIVATE 240000000.00 HKD 2021-12-15, " +
            "T-LEV-HK-PUBLIC 120000000.00 HKD 2022-12-15, T-LEV-LOCAL 150000000.00 CNY 2021-12-15, T-LEV-PRIVATE 150000000.00 CNY 2021-12-15, " +
            "T-LEV-SOE 200000000.00 CNY 2021-12-15", await TextAsync("""
            select string_agg(format('%s %s %s %s', i.code, (amount_minor / 100.0)::numeric(20, 2), currency, effective_on), ', ' order by i.code)
            from portfolio.commitment c join portfolio.investor i on i.id = c.investor_id join portfolio.sub_fund f on f.id = c.sub_fund_id where f.code = 'T-LEV-1'
            """));

    /// <summary>The figures of ITVF ask who put what into a round; of two funds that is told of every round from their entry on, of the other four not.</summary>
    [Fact]
    public async Task Two_funds_know_everybody_in_their_rounds() => Assert.Equal("DEMO-DELTA-IV, DEMO-HARBOUR-I, DEMO-ISLAND-VI, DEMO-PEARL-II", await TextAsync("""
        select string_agg(distinct f.code, ', ' order by f.code)
        from portfolio.sub_fund f
        join portfolio.investment i on i.sub_fund_id = f.id
        join portfolio.financing_round r on r.startup_id = i.startup_id and r.effective_on >= i.effective_on
        join portfolio.round_participation p on p.financing_round_id = r.id and p.class_code = 'UNDISCLOSED'
        """));

    private Task<string> TextAsync(string sql) => Ask.ValueAsync<string>(database.Logins.Job, sql);

    private Task<long> CountAsync(string from, string schema = "portfolio.") =>
        Ask.ValueAsync<long>(database.Logins.Job, $"select count(*) from {schema}{from}");
}
