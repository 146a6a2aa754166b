using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// The rules of reliability.md, "The lint", asked of the migrated schema; and each rule asked again of a schema in which
/// it is broken, because a rule that never fires proves nothing. What is planted is rolled back.
/// </summary>
public sealed class CatalogueLintTests(TestCluster cluster, TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Leaf = "create table portfolio.planted (id uuid primary key default gen_random_uuid()";
    private const string Policy = "create policy planted on portfolio.commitment for select";

    private static readonly (string Rule, string Plant, string Named)[] Plants =
    [
        ("Row security is enabled and forced", "create table portfolio.planted (id uuid)", "planted"),
        ("Row security is enabled and forced", "create table public.planted (id uuid)", "planted"),
        ("Row security is enabled and forced", "alter table portfolio.commitment no force row level security", "commitment"),
        ("Row security is enabled and forced", "alter table portfolio.cash_flow disable row level security", "cash_flow"),
        ("Every policy names the roles", $"{Policy} using (true)", "portfolio.commitment: planted"),
        ("Settings are read by app.uid()", $"{Policy} to vp_policy using (current_setting('app.user_id') = '')", "portfolio.commitment: planted"),
        ("Settings are read by app.uid()", "create function app.planted() returns text language sql as $$ select nullif(current_setting('app.user_id', true), '') $$", "app.planted()"),
        ("Settings are read by app.uid()", "create or replace function app.uid() returns uuid language sql as $$ select current_setting('app.user_id', true)::uuid $$", "app.uid()"),
        ("Settings are read by app.uid()", "create view portfolio.planted as select current_setting('app.user_id')", "planted"),
        ("Settings are read by app.uid()", $"{Leaf}, by text default current_setting('app.user_id'))", "planted"),
        ("Views run with the rights", "create view portfolio.planted as select * from portfolio.commitment", "planted"),
        ("Views run with the rights", "create materialized view portfolio.planted as select * from portfolio.commitment", "planted"),
        ("Definer functions are known", "create function app.planted() returns int language sql security definer set search_path = pg_temp as 'select 1'", "app.planted()"),
        ("Definer functions are known", "alter function app.my_sub_funds() reset search_path", "app.my_sub_funds()"),
        ("Definer functions are known", "alter function app.my_sub_funds() set search_path = public, portfolio, pg_temp", "app.my_sub_funds()"),
        ("No definer function is known", "alter function app.my_sub_funds() security invoker", "app.my_sub_funds()"),
        ("Functions are executable", "create function app.planted() returns int language sql as 'select 1'", "app.planted()"),
        ("Logins are nothing but logins", "alter role vp_policy bypassrls", "vp_policy"),
        ("Logins are nothing but logins", "alter role vp_admin superuser", "vp_admin"),
        ("Logins are nothing but logins", "alter role vp_owner login", "vp_owner"),
        ("Logins are nothing but logins", "grant vp_owner to vp_incubator", "vp_incubator is a member of vp_owner"),
        ("Logins own nothing", "alter table portfolio.commitment owner to vp_fund_manager", "vp_fund_manager owns"),
        ("Logins own nothing", "create table portfolio.planted (id uuid); alter table portfolio.planted owner to vp_quartz", "vp_quartz owns"),
        ("No login makes anything", "grant create on schema portfolio to vp_job", "vp_job may create in portfolio"),
        ("Columns that policies ask about", $"{Leaf}, sub_fund_id uuid); create policy planted on portfolio.planted to vp_policy using (sub_fund_id = app.uid())", "portfolio.planted.sub_fund_id"),
        ("Everything belongs to the owner", "create table portfolio.planted (id uuid)", "planted"),
        ("Unique keys of a tenant", $"{Leaf}, sub_fund_id uuid, external_ref text, constraint planted_ref unique (external_ref))", "portfolio.planted_ref"),
        ("Unique keys of a tenant", "create unique index planted on portfolio.investment (effective_on)", "portfolio.planted"),
        ("Money is a bigint", $"{Leaf}, fee_minor bigint)", "portfolio.planted.fee_minor"),
        ("Money is a bigint", $"{Leaf}, fee_minor numeric check (fee_minor > 0))", "portfolio.planted.fee_minor"),
        ("Dates and times", $"{Leaf}, effective_on date)", "portfolio.planted.effective_on"),
        ("Dates and times", $"{Leaf}, effective_on date check (effective_on > '1970-01-01'))", "portfolio.planted.effective_on"),
        ("Dates and times", $"{Leaf}, at timestamptz not null)", "portfolio.planted.at"),
        ("Numbers that could be NaN", $"{Leaf}, share numeric(10, 4) check (share >= 0))", "portfolio.planted.share"),
        ("Numbers that could be NaN", $"{Leaf}, share numeric check (share <> 'NaN'))", "portfolio.planted.share"),
        ("Numbers that could be NaN", $"{Leaf}, share double precision)", "portfolio.planted.share"),
        ("Numbers that could be NaN", $"{Leaf}, shares numeric[])", "portfolio.planted.shares"),
        ("Append-only tables grant", "grant update (memo) on portfolio.cash_flow to vp_fund_manager", "vp_fund_manager may UPDATE"),
        ("Append-only tables grant", "grant delete on portfolio.valuation to public", "vp_policy may DELETE"),
        ("Append-only tables grant", $"{Leaf}); grant truncate on portfolio.planted to vp_job", "vp_job may TRUNCATE"),
        ("No login may empty", "grant truncate on portfolio.person to vp_admin", "vp_admin may TRUNCATE"),
        ("Whatever people may write", "grant insert on portfolio.investment to vp_fund_manager", "vp_fund_manager may INSERT portfolio.investment"),
        ("Whatever people may write", "alter table portfolio.membership disable trigger audit", "vp_admin may UPDATE portfolio.membership"),
        ("Whatever people may write", "drop trigger audit on portfolio.startup", "vp_job may UPDATE portfolio.startup"),
        ("Whatever people may write", "drop trigger audit on portfolio.cash_flow; create trigger audit after insert on portfolio.cash_flow for each row when (new.seq > 1) execute function app.write_audit()", "vp_fund_manager may INSERT portfolio.cash_flow"),
        ("Append-only tables refuse", "alter table portfolio.cash_flow disable trigger append_only", "cash_flow"),
        ("Append-only tables refuse", "drop trigger append_only_table on portfolio.audit_entry", "audit_entry"),
        ("Append-only tables refuse", $"{Leaf})", "planted"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Rules => [.. CatalogueRule.All.Select(rule => rule.Name)];

    public static TheoryData<string, string, string> Planted
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (rule, plant, named) in Plants)
                data.Add(rule, plant, named);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_schema_keeps_the_rule(string rule)
    {
        await using var connection = await database.Logins.Migrator.OpenConnectionAsync(Cancel);

        Assert.Empty(await RuleOf(rule).OffendersAsync(connection, Cancel));
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task A_broken_rule_names_what_breaks_it(string rule, string plant, string named)
    {
        await using var connection = await cluster.SuperuserConnectionAsync(database.Logins, Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using (var command = new NpgsqlCommand(plant, connection, transaction))
            await command.ExecuteNonQueryAsync(Cancel);

        var offenders = await RuleOf(rule).OffendersAsync(connection, Cancel);

        Assert.Contains(offenders, offender => offender.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_has_been_seen_to_fire() =>
        Assert.All(CatalogueRule.All, rule => Assert.Contains(Plants, plant => rule.Name.StartsWith(plant.Rule, StringComparison.Ordinal)));

    private static CatalogueRule RuleOf(string start) =>
        Assert.Single(CatalogueRule.All, rule => rule.Name.StartsWith(start, StringComparison.Ordinal));
}
