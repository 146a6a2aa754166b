using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server.Tests;

public sealed class ReadEngineTests(RandomWorld world) : IClassFixture<RandomWorld>, IDisposable
{
    private readonly ReadEngine engine = new(world.Logins);

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task A_row_that_is_not_yours_is_null_and_so_is_one_that_does_not_exist()
    {
        var mine = await FirstAsync(RandomWorld.ManagerA, "cashFlows");
        var query = $$"""{ cashFlow(id: "{{mine}}") { id } node(id: "{{mine}}") { id __typename } }""";
        Assert.Equal(
            $$$"""{"cashFlow":{"id":"{{{mine}}}"},"node":{"id":"{{{mine}}}","__typename":"CashFlow"}}""",
            (await engine.DataAsync(RandomWorld.ManagerA, query)).GetRawText());

        const string Nothing = """{"cashFlow":null,"node":null}""";
        foreach (var other in new[] { RandomWorld.ManagerB, RandomWorld.IncubatorA, RandomWorld.Admin, RandomWorld.Nobody })
        {
            Assert.Equal(Nothing, (await engine.DataAsync(other, query)).GetRawText());
        }

        foreach (var id in new[] { GlobalId.Of("CashFlow", Guid.NewGuid()), GlobalId.Of("CashFlow", "x"), GlobalId.Of("Nothing", "x"), "garbled", "" })
        {
            var asked = query.Replace(mine, id, StringComparison.Ordinal);
            Assert.Equal(Nothing, (await engine.DataAsync(RandomWorld.ManagerA, asked)).GetRawText());
        }
    }

    [Fact]
    public async Task A_hidden_to_one_is_null_beside_what_may_be_seen()
    {
        var data = await engine.DataAsync(
            RandomWorld.IncubatorA, "{ startups(first: 100) { nodes { code private { version } milestones(first: 1) { totalCount } } } }");
        var startups = data.GetProperty("startups").GetProperty("nodes").EnumerateArray().ToList();

        Assert.Equal(70, startups.Count);
        Assert.Contains(startups, startup => startup.GetProperty("private").ValueKind == JsonValueKind.Object);
        Assert.Contains(startups, startup => startup.GetProperty("private").ValueKind == JsonValueKind.Null);
        var none = await engine.DataAsync(RandomWorld.Nobody, "{ startups(first: 100, where: { private: {} }) { totalCount } }");
        Assert.Equal(0, none.GetProperty("startups").GetProperty("totalCount").GetInt32());
    }

    [Theory]
    [InlineData("{ subFunds { totalCount } }", "PAGE_SIZE_REQUIRED")]
    [InlineData("{ subFunds(first: 100) { nodes { cashFlows(first: 100) { nodes { subFund { cashFlows(first: 100) { totalCount } } } } } } }", "QUERY_TOO_LARGE")]
    [InlineData("{ subFunds(first: 1, last: 1) { totalCount } }", "BAD_PAGING")]
    [InlineData("{ subFunds(first: 0) { totalCount } }", "BAD_PAGE_SIZE")]
    [InlineData("{ subFunds(last: 101) { totalCount } }", "BAD_PAGE_SIZE")]
    [InlineData("{ subFunds(first: 1, after: \"garbled\") { nodes { id } } }", "BAD_CURSOR")]
    [InlineData("{ subFunds(first: 1, after: \"AAAAAAAA\") { nodes { id } } }", "BAD_CURSOR")]
    [InlineData("{ subFunds(first: 1, where: { id: { eq: \"garbled\" } }) { nodes { id } } }", "BAD_ID")]
    [InlineData("{ subFunds(first: 1, where: { announcedSize: { currency: \"CNY\", eq: \"0.001\" } }) { nodes { id } } }", "BAD_VALUE")]
    [InlineData("{ subFunds(first: 1, where: { code: { eq: \"a\\u0000b\" } }) { nodes { id } } }", "BAD_VALUE")]
    [InlineData("{ __schema { queryType { name } } subFunds(first: 1) { totalCount } }", "INTROSPECTION_MIXED")]
    [InlineData("{ subFunds(first: 1) { nodes { nothing } } }", "FIELDS_ON_CORRECT_TYPE")]
    public async Task What_cannot_be_run_as_asked_is_a_request_error_with_a_code(string query, string code)
    {
        var (outcome, text) = await engine.RunAsync(RandomWorld.Policy, query);

        Assert.Equal(OperationOutcome.RequestError, outcome);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(code, RunningServer.CodeOf(json.RootElement));
        Assert.False(json.RootElement.TryGetProperty("data", out _));
    }

    [Fact]
    public async Task A_cursor_of_another_order_or_connection_is_refused()
    {
        var cursor = await CursorAsync("subFunds", "NAME_EN_ASC");

        Assert.Null(await engine.CodeAsync(RandomWorld.Policy, After("subFunds", "NAME_EN_ASC", cursor)));
        Assert.Equal("BAD_CURSOR", await engine.CodeAsync(RandomWorld.Policy, After("subFunds", "NAME_EN_DESC", cursor)));
        Assert.Equal("BAD_CURSOR", await engine.CodeAsync(RandomWorld.Policy, After("subFunds", "CODE_ASC", cursor)));
        Assert.Equal("BAD_CURSOR", await engine.CodeAsync(RandomWorld.Policy, After("startups", "NAME_EN_ASC", cursor)));
        for (var cut = 0; cut < cursor.Length; cut++)
        {
            Assert.Equal("BAD_CURSOR", await engine.CodeAsync(RandomWorld.Policy, After("subFunds", "NAME_EN_ASC", cursor[..cut])));
        }
    }

    [Fact]
    public async Task A_variable_that_changes_the_sql_gets_a_plan_of_its_own()
    {
        const string Query = """
            query ($n: Int, $m: Int, $order: [SubFundOrder!], $where: SubFundFilter, $names: Boolean!, $after: String) {
                subFunds(first: $n, last: $m, orderBy: $order, where: $where, after: $after) { nodes { code nameEn @include(if: $names) } } }
            """;
        async Task<JsonElement> Ask(params (string Name, object? Value)[] variables)
        {
            var given = variables.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal);
            given.TryAdd("names", false);
            var answer = await engine.DataAsync(RandomWorld.Policy, Query, given);
            return answer.GetProperty("subFunds").GetProperty("nodes");
        }

        static Dictionary<string, object?> Fields(string name, object? value) => new(StringComparer.Ordinal) { [name] = value };
        var codes = (string direction) => new List<object?> { "CODE_" + direction };
        Assert.Equal(2, (await Ask(("n", 2))).GetArrayLength());
        Assert.False(engine.Figures.PlanWasCached);
        Assert.Equal(3, (await Ask(("n", 3))).GetArrayLength());
        Assert.Equal(4, (await Ask(("m", 4))).GetArrayLength());
        Assert.True((await Ask(("n", 2), ("names", true)))[0].TryGetProperty("nameEn", out _));
        Assert.False((await Ask(("n", 2), ("names", false)))[0].TryGetProperty("nameEn", out _));
        Assert.Equal("F482", (await Ask(("n", 1), ("order", codes("ASC"))))[0].GetProperty("code").GetString());
        Assert.Equal("F499", (await Ask(("n", 1), ("order", codes("DESC"))))[0].GetProperty("code").GetString());
        Assert.Equal("F490", (await Ask(("n", 1), ("where", Fields("code", Fields("eq", "F490")))))[0].GetProperty("code").GetString());
        Assert.Equal("F491", (await Ask(("n", 1), ("where", Fields("code", Fields("eq", "F491")))))[0].GetProperty("code").GetString());
        Assert.True(engine.Figures.PlanWasCached);
        Assert.Equal(0, (await Ask(("n", 1), ("where", Fields("code", Fields("isNull", true))))).GetArrayLength());
        Assert.Equal(1, (await Ask(("n", 1), ("where", Fields("code", Fields("isNull", false))))).GetArrayLength());
        var cursor = await CursorAsync("subFunds", "CODE_ASC");
        Assert.Equal("F483", (await Ask(("n", 1), ("order", codes("ASC")), ("after", cursor)))[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Variables_are_validated_though_the_plan_is_known()
    {
        const string Query = "query ($n: Int!) { subFunds(first: $n) { nodes { code } } }";
        await engine.DataAsync(RandomWorld.Policy, Query, Given("n", 1));

        Assert.Equal("INVALID_VALUE", await engine.CodeAsync(RandomWorld.Policy, Query, Given("n", "one")));
        Assert.Equal("INVALID_VALUE", await engine.CodeAsync(RandomWorld.Policy, Query));
        Assert.Equal("BAD_PAGE_SIZE", await engine.CodeAsync(RandomWorld.Policy, Query, Given("n", 1000)));
    }

    [Fact]
    public async Task A_known_plan_shows_each_actor_only_their_own()
    {
        const string Query = "{ cashFlows(first: 100) { nodes { id } } }";
        var policy = await engine.AnswerAsync(RandomWorld.Policy, Query);
        var manager = await engine.AnswerAsync(RandomWorld.ManagerA, Query);
        var nobody = await engine.AnswerAsync(RandomWorld.Nobody, Query);

        Assert.True(engine.Figures.PlanWasCached);
        Assert.NotEqual(policy, manager, StringComparer.Ordinal);
        Assert.Equal("""{"data":{"cashFlows":{"nodes":[]}}}""", nobody);
        Assert.Equal(manager, await engine.AnswerAsync(RandomWorld.ManagerA, Query));
    }

    [Fact]
    public async Task A_failing_statement_fails_the_operation_masked_and_the_next_one_works()
    {
        using var broken = new ReadEngine(world.Logins, services => services.AddNode(
            new NodeDeclaration("Broken", "sector", "Divides by zero.").Key("code", ColumnType.Text).Root("broken", "brokens")
                .Expression("zero", ColumnType.Int, "1 / (length({t}.code) - length({t}.code))")));

        var (outcome, text) = await broken.RunAsync(RandomWorld.Policy, "{ sectors(first: 1) { totalCount } brokens(first: 1) { nodes { zero } } }");

        Assert.Equal(OperationOutcome.Executed, outcome);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("data").ValueKind);
        var error = json.RootElement.GetProperty("errors")[0];
        Assert.Equal("INTERNAL", error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal("test-request", error.GetProperty("extensions").GetProperty("requestId").GetString());
        Assert.DoesNotContain("division", text, StringComparison.Ordinal);
        Assert.Contains("division by zero", broken.Failure, StringComparison.Ordinal);
        await broken.DataAsync(RandomWorld.Policy, "{ sectors(first: 1) { totalCount } }");
    }

    [Fact]
    public async Task The_viewer_is_told_who_they_are_and_typename_works_everywhere()
    {
        var data = await engine.DataAsync(
            RandomWorld.ManagerA, "{ __typename viewer { __typename displayName role person { displayName memberships(first: 5) { __typename nodes { role } } } } }");

        Assert.Equal(
            """{"__typename":"Query","viewer":{"__typename":"Viewer","displayName":"Person 1","role":"FUND_MANAGER","person":{"displayName":"Person 1","memberships":{"__typename":"MembershipConnection","nodes":[{"role":"FUND_MANAGER"}]}}}}""",
            data.GetRawText());
    }

    [Fact]
    public async Task Doubling_fragments_are_expanded_once_per_selection_set()
    {
        var fragments = string.Concat(Enumerable.Range(0, 30).Select(i => $" fragment f{i} on SubFund {{ ...f{i + 1} ...f{i + 1} }}"));
        var data = await engine.DataAsync(RandomWorld.Policy, $"{{ subFunds(first: 1) {{ nodes {{ ...f0 }} }} }}{fragments} fragment f30 on SubFund {{ vintage }}");

        Assert.Single(data.GetProperty("subFunds").GetProperty("nodes")[0].EnumerateObject());
    }

    [Fact]
    public async Task Too_many_conditions_are_refused()
    {
        var many = string.Join(", ", Enumerable.Repeat("""{ code: { eq: "a" } }""", 101));

        Assert.Equal("FILTER_TOO_LARGE", await engine.CodeAsync(RandomWorld.Policy, $"{{ subFunds(first: 1, where: {{ or: [{many}] }}) {{ totalCount }} }}"));
    }

    private async Task<string> FirstAsync(Actor actor, string connection)
    {
        var data = await engine.DataAsync(actor, $"{{ {connection}(first: 1) {{ nodes {{ id }} }} }}");
        return data.GetProperty(connection).GetProperty("nodes")[0].GetProperty("id").GetString()!;
    }

    private async Task<string> CursorAsync(string connection, string order)
    {
        var data = await engine.DataAsync(RandomWorld.Policy, $"{{ {connection}(first: 1, orderBy: [{order}]) {{ edges {{ cursor }} }} }}");
        return data.GetProperty(connection).GetProperty("edges")[0].GetProperty("cursor").GetString()!;
    }

    private static string After(string connection, string order, string cursor) =>
        $$"""{ {{connection}}(first: 1, orderBy: [{{order}}], after: "{{cursor}}") { nodes { id } } }""";

    private static Dictionary<string, object?> Given(string name, object? value) => new(StringComparer.Ordinal) { [name] = value };
}
