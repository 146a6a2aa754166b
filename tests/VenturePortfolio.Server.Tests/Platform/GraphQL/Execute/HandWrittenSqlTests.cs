using System.Text.Json;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Answers held against SQL written by hand: the reference executor shares the engine's declarations, these share nothing.
/// Each SQL gives the whole <c>data</c> as JSON, as the same actor.
/// </summary>
public sealed class HandWrittenSqlTests(RandomWorld world) : IClassFixture<RandomWorld>, IDisposable
{
    private readonly ReadEngine engine = new(world.Logins);

    public void Dispose() => engine.Dispose();

    public static TheoryData<Role, string, string> Cases => new()
    {
        {
            Role.Policy,
            "{ subFunds(first: 3, orderBy: [NAME_EN_ASC]) { nodes { code nameEn status vintage announcedSize { currency } } } }",
            """
            select json_build_object('subFunds', json_build_object('nodes', json_agg(f))) from (select json_build_object('code', code,
                'nameEn', name_en, 'status', status, 'vintage', vintage, 'announcedSize', json_build_object('currency', announced_size_currency)) f
                from sub_fund order by name_en, id limit 3) s
            """
        },
        {
            Role.FundManager,
            "{ cashFlows(first: 100, where: { kind: { eq: CAPITAL_CALL } }) { totalCount } }",
            "select json_build_object('cashFlows', json_build_object('totalCount', count(*))) from cash_flow where kind = 'CAPITAL_CALL'"
        },
        {
            Role.FundManager,
            "{ cashFlows(first: 5, orderBy: [EFFECTIVE_ON_DESC]) { nodes { seq effectiveOn investor { nameEn } } } }",
            """
            select json_build_object('cashFlows', json_build_object('nodes', json_agg(f))) from (select json_build_object('seq', c.seq::text,
                'effectiveOn', c.effective_on, 'investor', case when i.id is not null then json_build_object('nameEn', i.name_en) end) f
                from cash_flow c left join investor i on i.id = c.investor_id order by c.effective_on desc, c.id desc limit 5) s
            """
        },
        {
            Role.Policy,
            "{ programmes(first: 100, orderBy: [CODE_ASC]) { nodes { code subFunds(first: 2, orderBy: [VINTAGE_DESC]) { totalCount nodes { code } } } } }",
            """
            select json_build_object('programmes', json_build_object('nodes', json_agg(json_build_object('code', p.code, 'subFunds', json_build_object(
                'totalCount', (select count(*) from sub_fund f where f.programme_id = p.id),
                'nodes', coalesce((select json_agg(json_build_object('code', code)) from (select code from sub_fund f where f.programme_id = p.id
                    order by vintage desc, id desc limit 2) x), '[]'))) order by p.code)))
            from programme p
            """
        },
        {
            Role.Incubator,
            "{ startups(first: 100, orderBy: [CODE_ASC], where: { private: { registrationNumber: { isNull: false } } }) { nodes { code private { registrationNumber } } } }",
            """
            select json_build_object('startups', json_build_object('nodes', json_agg(json_build_object('code', s.code,
                'private', json_build_object('registrationNumber', p.registration_number)) order by s.code)))
            from startup s join startup_private p on p.startup_id = s.id where p.registration_number is not null
            """
        },
        {
            Role.Policy,
            "{ startups(first: 100, where: { milestones: { some: { dueOn: { lt: \"2022-01-01\" } } }, not: { stage: { in: [SEED, GROWTH] } } }) { totalCount } }",
            """
            select json_build_object('startups', json_build_object('totalCount', count(*))) from startup s
            where stage not in ('SEED', 'GROWTH') and id in (select startup_id from milestone where due_on < '2022-01-01')
            """
        },
        {
            Role.Policy,
            "{ commitments(last: 4, orderBy: [EFFECTIVE_ON_ASC, KIND_DESC]) { nodes { kind effectiveOn } } }",
            """
            select json_build_object('commitments', json_build_object('nodes', json_agg(json_build_object('kind', kind, 'effectiveOn', effective_on)
                order by effective_on, kind desc, id desc)))
            from (select * from commitment order by effective_on desc, kind asc, id asc limit 4) c
            """
        },
        {
            Role.Policy,
            "{ investors(first: 100, orderBy: [CODE_ASC]) { nodes { code subFunds(first: 100, orderBy: [CODE_ASC]) { nodes { code } } } } }",
            """
            select json_build_object('investors', json_build_object('nodes', json_agg(json_build_object('code', i.code, 'subFunds', json_build_object('nodes',
                coalesce((select json_agg(json_build_object('code', f.code) order by f.code) from sub_fund_investor l join sub_fund f on f.id = l.sub_fund_id
                    where l.investor_id = i.id), '[]'))) order by i.code))) from investor i
            """
        },
        {
            Role.Policy,
            "{ cashFlows(first: 100, where: { reversedBy: {} }) { totalCount } }",
            """
            select json_build_object('cashFlows', json_build_object('totalCount', count(*))) from cash_flow c
            where exists (select from cash_flow r where r.sub_fund_id = c.sub_fund_id and r.reverses_seq = c.seq)
            """
        },
        {
            Role.Admin,
            "{ organisations(first: 100, where: { memberships: { some: { revokedAt: { isNull: true } } } }) { totalCount } persons(first: 1) { totalCount } }",
            """
            select json_build_object('organisations', json_build_object('totalCount', (select count(distinct organisation_id) from membership where revoked_at is null)),
                'persons', json_build_object('totalCount', (select count(*) from person)))
            """
        },
        {
            Role.Policy,
            "{ outcomeFacts(first: 3, orderBy: [VALUE_DESC], where: { measure: { eq: JOBS } }) { nodes { value } } }",
            """
            select json_build_object('outcomeFacts', json_build_object('nodes', json_agg(json_build_object('value', value::text))))
            from (select value from outcome_fact where measure = 'JOBS' order by value desc, id desc limit 3) v
            """
        },
        {
            Role.Policy,
            "{ subFunds(first: 100, orderBy: [CODE_ASC]) { nodes { metrics(first: 100, keys: [\"M-1\"], orderBy: [AS_OF_ASC]) { nodes { asOf numerator } } } } }",
            """
            select json_build_object('subFunds', json_build_object('nodes', json_agg(json_build_object('metrics', json_build_object('nodes', coalesce((
                select json_agg(json_build_object('asOf', as_of, 'numerator', numerator::text) order by as_of, id) from (select m.*,
                    rank() over (order by as_of desc, known_at desc, run_id desc) from metric_value m where m.sub_fund_id = s.id and metric_key = 'M-1') n
                where rank = 1), '[]'))) order by s.code)))
            from sub_fund s
            """
        },
        {
            Role.Policy,
            "{ startups(first: 100, orderBy: [CODE_ASC]) { nodes { metrics(first: 100, keys: [\"M-1\"], orderBy: [ID_ASC]) { nodes { asOf numerator } } } } }",
            """
            select json_build_object('startups', json_build_object('nodes', json_agg(json_build_object('metrics', json_build_object('nodes', coalesce((
                select json_agg(json_build_object('asOf', as_of, 'numerator', numerator::text) order by id) from metric_detail m
                where m.startup_id = s.id and metric_key = 'M-1' and run_id = (
                    select id from metric_run where published_at is not null order by business_date desc, known_at desc, id desc limit 1)), '[]'))) order by s.code)))
            from startup s
            """
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_answer_is_what_hand_written_sql_gives(Role role, string query, string sql)
    {
        var actor = RandomWorld.Everybody.First(person => person.Role == role);
        var data = await engine.DataAsync(actor, query);

        var cancel = TestContext.Current.CancellationToken;
        await using var transaction = await ActorTransaction.BeginAsync(world.Logins.DataSourceOf(role), actor.PersonId, "by hand", cancel);
        await using var command = new NpgsqlCommand(sql, transaction.Connection);
        using var expected = JsonDocument.Parse((string)(await command.ExecuteScalarAsync(cancel))!);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, data), $"{expected.RootElement.GetRawText()}\n{data.GetRawText()}");
        Assert.NotEqual("null", expected.RootElement.EnumerateObject().First().Value.GetRawText(), StringComparer.Ordinal);
    }
}
