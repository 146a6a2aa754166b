using System.Net;
using System.Net.Http.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Made from the catalogue: every field and edge of every node, asked for by every kind of actor, compared with the table in
/// ARCHITECTURE.md. A new field is covered, or fails here, without a line being added.
/// </summary>
public sealed class CanaryTests(CanaryWorld world, RunningServer server, TestCluster cluster)
    : IClassFixture<CanaryWorld>, IClassFixture<RunningServer>
{
    private const int Shown = 30;

    [Fact]
    public async Task Nobody_sees_a_row_a_field_or_an_edge_that_is_not_theirs()
    {
        var report = await world.EverythingAsync();
        Nothing(report.Leaks);
        Assert.True(report.Seen > 10_000, $"only {report.Seen} facts were seen at all");
        Trials.Proved($"nobody sees what is not theirs: {report.Seen} facts seen by {RandomWorld.Everybody.Count} actors through every field and edge, 0 leaks; seed {RandomWorld.Seed}");
    }

    [Fact]
    public async Task Everybody_sees_every_row_field_and_edge_that_is_theirs() => Nothing((await world.EverythingAsync()).Hidden);

    [Fact]
    public async Task Every_field_is_seen_filled_by_every_role_entitled_to_it() => Nothing((await world.EverythingAsync()).Uncovered);

    [Fact]
    public void Every_node_has_its_line_in_the_table_and_every_line_its_node()
    {
        Assert.Equal(world.Catalogue.Nodes.Select(node => node.Name), CanaryTable.Lines.Select(line => line.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(
            world.Catalogue.Nodes.SelectMany(node => node.Fields).OfType<ToManyField>().Select(field => field.Link?.Table).OfType<string>().Distinct(StringComparer.Ordinal),
            CanaryTable.Links.Select(line => line.Name),
            StringComparer.Ordinal);
        Assert.Equal(world.Catalogue.Functions.Select(function => function.Name), CanaryTable.Functions, StringComparer.Ordinal);
        // The only data in a mutation's payload is a node, read through the engine by whoever acted.
        Assert.All(world.Catalogue.Mutations, mutation => CanaryTable.Of(mutation.NodeType));
    }

    [Fact]
    public async Task The_viewer_is_always_oneself()
    {
        foreach (var actor in RandomWorld.Everybody)
        {
            var viewer = (await world.Engine.DataAsync(actor, "{ viewer { displayName role language person { id } } }")).GetProperty("viewer");
            Assert.Equal(actor.DisplayName, viewer.GetProperty("displayName").GetString());
            Assert.Equal(actor.Role.Code(), viewer.GetProperty("role").GetString());
            Assert.Equal(actor.Language, viewer.GetProperty("language").GetString());
            Assert.Equal(GlobalId.Of("Person", actor.PersonId), viewer.GetProperty("person").GetProperty("id").GetString());
        }
    }

    [Fact]
    public async Task The_leverage_report_is_refused_to_incubators_and_administrators()
    {
        foreach (var actor in new[] { RandomWorld.IncubatorA, RandomWorld.IncubatorB, RandomWorld.Admin })
        {
            Assert.Equal("FORBIDDEN", await world.Engine.CodeAsync(actor, """{ leverageReport(asOf: "2024-12-31") { asOf } }"""));
        }
    }

    [Fact]
    public async Task Without_a_token_nothing_is_answered()
    {
        var queries = world.Catalogue.Nodes.Where(node => node.RootMany is not null).Select(CanaryEye.ListOf)
            .Append("{ viewer { role } }")
            .Append("""{ leverageReport(asOf: "2024-12-31") { asOf } }""")
            .Append("""{ node(id: "U3RhcnR1cDox") { id } }""");
        foreach (var query in queries)
        {
            using var response = await server.Http.PostAsJsonAsync(server.GraphQL, new { query }, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.DoesNotContain("\"data\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_planted_mistake_is_found()
    {
        await using var planted = new CanaryWorld(cluster);
        await planted.InitializeAsync();
        await planted.PlantAsync("create policy planted on portfolio.cash_flow for select to vp_fund_manager using (true)");
        await planted.PlantAsync("drop policy own_funds on portfolio.valuation");

        var report = await planted.CheckAsync(["CashFlow", "SubFund", "Valuation"]);

        foreach (var leak in new[] { "CashFlow ", "CashFlow.amount ", "CashFlow by node(id) ", "CashFlow by cashFlow(id) ", "SubFund.cashFlows " })
        {
            Assert.Contains(report.Leaks, line => line.StartsWith($"Person 1, FundManager: {leak}", StringComparison.Ordinal));
        }

        Assert.All(report.Leaks, line => Assert.Contains("FundManager: ", line, StringComparison.Ordinal));
        Assert.Contains(report.Hidden, line => line.StartsWith("Person 1, FundManager: Valuation ", StringComparison.Ordinal));
        Assert.Contains("Valuation.value FundManager", report.Uncovered, StringComparer.Ordinal);
        Assert.Contains("SubFund.valuations FundManager", report.Uncovered, StringComparer.Ordinal);
    }

    private static void Nothing(IReadOnlyList<string> found) =>
        Assert.True(found.Count == 0, $"{found.Count} found:\n{string.Join('\n', found.Take(Shown))}");
}
