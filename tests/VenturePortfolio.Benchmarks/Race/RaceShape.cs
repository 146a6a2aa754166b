using System.Text;
using System.Text.Json;
using Npgsql;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>Whose eyes a shape is asked with.</summary>
internal sealed record Racer(string Subject, Guid PersonId, Role Role)
{
    public static async Task<Racer> FindAsync(NpgsqlDataSource job, string subject, Role role, CancellationToken cancel)
    {
        await using var command = job.CreateCommand("select id from portfolio.person where issuer = $1 and subject = $2");
        command.Parameters.Add(new() { Value = DemoIssuer.Name });
        command.Parameters.Add(new() { Value = subject });
        return new(subject, (Guid)(await command.ExecuteScalarAsync(cancel))!, role);
    }
}

/// <summary>The same question three ways: to our server, to PostGraphile, and as the SQL somebody would write by hand.</summary>
/// <param name="Sql">Script of pgbench; <c>:n</c> is the number of the request, from 1.</param>
internal sealed record RaceShape(Racer Racer, QueryShape Ours, QueryShape Peers, string Sql)
{
    /// <summary>There is a server written by hand for it: <see cref="FloorServer"/>.</summary>
    public bool HasFloor { get; private init; }

    private const string PointLookUp =
        """
        query ($id: ID!) {
          subFund(id: $id) {
            id code nameEn nameZhHant vintage status jurisdiction
            announcedSizeMinor announcedSizeCurrency
            organisationByManagerId { id nameEn }
            programmeByProgrammeId { id code nameEn }
          }
        }
        """;

    private const string NewestFlows =
        """
        query ($where: SubFundFilter) {
          allSubFunds(first: 50, filter: $where, orderBy: [CODE_ASC]) {
            nodes {
              id code nameEn
              cashFlowsBySubFundId(first: 10, orderBy: [EFFECTIVE_ON_DESC, ROW_ID_DESC]) {
                nodes { id kind effectiveOn recordedAt amountMinor currency investorByInvestorId { id nameEn } }
              }
            }
          }
        }
        """;

    private const string Milestones =
        """
        query ($sector: Code!) {
          allStartups(first: 100, filter: { stage: { equalTo: "GROWTH" }, sectorCode: { equalTo: $sector } }, orderBy: [CODE_ASC]) {
            nodes {
              id code nameEn stage
              milestonesByStartupId(first: 10, orderBy: [RECORDED_AT_DESC, ROW_ID_DESC]) {
                nodes { id title dueOn recordedAt milestoneKindByKind { code nameEn } }
              }
            }
          }
        }
        """;

    public static IReadOnlyList<RaceShape> All(WorldKeys keys, Racer staff, Racer manager)
    {
        var ours = QueryShape.All(keys);
        return
        [
            new(staff, ours[0], Peer(ours[0], PointLookUp, n => new { id = NodeId("SubFund", keys.Fund(n)) }),
                "select f.id, f.code, f.name_en, f.name_zh_hant, f.vintage, f.status, f.jurisdiction, f.announced_size_minor, f.announced_size_currency, " +
                "m.id, m.name_en, p.id, p.code, p.name_en from portfolio.sub_fund f left join portfolio.organisation m on m.id = f.manager_id " +
                $"join portfolio.programme p on p.id = f.programme_id where f.id = {Pick("uuid", keys.Fund)};") { HasFloor = true },
            new(staff, ours[1], Peer(ours[1], NewestFlows, n => new { where = new { code = new { greaterThanOrEqualTo = keys.Code(n) } } }), FundsAndFlows($"code >= {Pick("text", keys.Code)}")),
            new(manager, ours[2], Peer(ours[2], NewestFlows,
                n => new { where = new { managerId = new { equalTo = keys.Manager }, vintage = new { lessThan = 2100 + n } } }), FundsAndFlows($"manager_id = '{keys.Manager}' and vintage < 2100 + :n")),
            new(staff, ours[3], Peer(ours[3], Milestones, n => new { sector = keys.Sector(n) }), StartupsAndMilestones($"stage = 'GROWTH' and sector_code = {Pick("text", keys.Sector)}")),
        ];
    }

    private static QueryShape Peer(QueryShape ours, string query, Func<int, object> variables) =>
        QueryShape.Make(ours.Name, ours.Subject, ours.RowsMin, query, variables);

    private static string NodeId(string type, string id) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new[] { type, id })));

    /// <summary>The key of the n-th request, as an expression: pgbench itself has numbers only.</summary>
    private static string Pick(string type, Func<int, string> key) =>
        $"('{{{string.Join(',', Enumerable.Range(0, QueryShape.Variants).Select(key))}}}'::{type}[])[:n]";

    private static string FundsAndFlows(string condition)
    {
        return Pipeline(
            $"""
             select f.id, c.id, c.kind, c.effective_on, c.recorded_at, c.amount_minor, c.currency, i.id, i.name_en
             from ({Funds("id")}) f
             cross join lateral (
               select * from portfolio.cash_flow where sub_fund_id = f.id order by effective_on desc, id desc limit 10) c
             left join portfolio.investor i on i.id = c.investor_id;
             """,
            $"{Funds("id, code, name_en")};");

        string Funds(string columns) => $"select {columns} from portfolio.sub_fund where {condition} order by code limit 50";
    }

    private static string StartupsAndMilestones(string condition)
    {
        return Pipeline(
            $"""
             select s.id, m.id, m.title, m.due_on, m.recorded_at, k.code, k.name_en
             from ({Startups("id")}) s
             cross join lateral (
               select * from portfolio.milestone where startup_id = s.id order by recorded_at desc, id desc limit 10) m
             join portfolio.milestone_kind k on k.code = m.kind;
             """,
            $"{Startups("id, code, name_en, stage")};");

        string Startups(string columns) => $"select {columns} from portfolio.startup where {condition} order by code limit 100";
    }

    /// <summary>Both statements in one round trip.</summary>
    private static string Pipeline(params string[] statements) => $"\\startpipeline\n{string.Join('\n', statements)}\n\\endpipeline";
}
