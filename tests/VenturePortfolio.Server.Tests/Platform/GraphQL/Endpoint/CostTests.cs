using System.Net;
using System.Text.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>Expected units are reckoned by hand from the estimates in the declarations, one row a unit and one for the operation.</summary>
public sealed class CostTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData("{ __typename }", 1)]
    [InlineData("{ subFunds(first: 50) { nodes { id cashFlows(first: 10) { nodes { id } } } } }", 551)] // 1 + 50 + 50 x 10
    [InlineData("{ subFunds(first: 50) { nodes { id terms(first: 10) { nodes { id } } } } }", 151)] // Two terms each, whatever the page.
    [InlineData("{ incubators(last: 100) { nodes { id } } }", 51)] // There are some fifty.
    [InlineData("{ startups(first: 10) { totalCount nodes { id } } }", 212)] // 1 + 10, and 20,000 rows counted: 200 + 1
    [InlineData("""{ startups(first: 10, where: { stage: { eq: SEED } }) { nodes { id } } }""", 212)]
    [InlineData("""{ partMetricValues(first: 20, where: { metricKey: { eq: "MOIC" } }) { nodes { value } } }""", 22)] // Nothing was ever stored: there is nothing to look through.
    [InlineData("{ viewer { role } }", 2)]
    [InlineData("""{ leverageReport(asOf: "2024-12-31") { asOf } }""", 5001)]
    [InlineData("""{ leverageReport(asOf: "2024-12-31") { groups { figures { explain { __typename } otherReadings { value } } } } }""", 7001)] // Every figure once more for each.
    [InlineData("""{ leverageReport(asOf: "2024-12-31", compareTo: "2023-12-31", bridgeTo: null) { asOf } }""", 10_001)] // The facts of two days.
    [InlineData("{ __schema { queryType { name } } }", 50)]
    public async Task The_price_is_reckoned_from_page_sizes_and_declared_estimates(string query, int requested)
    {
        using var response = await server.SendAsync(TestPerson.Policy, new { query, extensions = new { costOnly = true } });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await RunningServer.JsonOf(response);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").ValueKind);
        Assert.Equal((requested, 0, 20_000), CostOf(answer));
    }

    [Fact]
    public async Task The_price_may_be_asked_by_get_too()
    {
        var parameters = $"?query={Uri.EscapeDataString("{ subFunds(first: 3) { nodes { id } } }")}&extensions={Uri.EscapeDataString("""{"costOnly":true}""")}";
        using var request = new HttpRequestMessage(HttpMethod.Get, server.GraphQL + parameters);
        request.Headers.Authorization = new("Bearer", server.TokenOf(TestPerson.Policy));
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((4, 0, 20_000), CostOf(await RunningServer.JsonOf(response)));
    }

    [Fact]
    public async Task A_price_that_is_asked_neither_true_nor_false_is_a_400()
    {
        using var response = await server.SendAsync(TestPerson.Policy, new { query = "{ __typename }", extensions = new { costOnly = 1 } });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    /// <summary>This server has eight organisations and no sub-fund.</summary>
    [Theory]
    [InlineData("{ organisations(first: 5) { nodes { id } } }", 6, 6)]
    [InlineData("{ organisations(first: 100) { nodes { id } } }", 101, 9)]
    [InlineData("{ subFunds(first: 50) { nodes { id } } }", 51, 1)]
    [InlineData("{ __schema { queryType { name } } }", 50, 50)]
    public async Task Every_answer_says_what_it_was_reckoned_at_and_what_it_came_to(string query, int requested, int actual)
    {
        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Equal((requested, actual, 20_000), CostOf(await server.QueryAsync(TestPerson.Policy, query)));
        }
    }

    [Theory]
    [InlineData("zh-HK", "此查詢約需 20201 單位，上限為 20000")]
    [InlineData("en", "This costs about 20201 units; the limit is 20000. Ask for smaller pages")]
    public async Task What_is_too_dear_is_refused_with_what_to_do_about_it(string language, string start)
    {
        const string Dear = """
            {
              a: subFunds(first: 100) { nodes { cashFlows(first: 100) { nodes { id } } } }
              b: subFunds(first: 100) { nodes { cashFlows(first: 100) { nodes { id } } } }
            }
            """;
        using var response = await server.SendAsync(
            TestPerson.Policy, new { query = Dear }, change: request => request.Headers.Add("Accept-Language", language));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var answer = await RunningServer.JsonOf(response);
        Assert.Equal("COST_LIMIT", RunningServer.CodeOf(answer));
        Assert.StartsWith(start, answer.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal((20_201, 0, 20_000), CostOf(answer));
        Assert.False(answer.TryGetProperty("data", out _), "A request error has no data.");
    }

    private static (int Requested, int Actual, int Limit) CostOf(JsonElement answer)
    {
        var cost = answer.GetProperty("extensions").GetProperty("cost");
        return (cost.GetProperty("requested").GetInt32(), cost.GetProperty("actual").GetInt32(), cost.GetProperty("limit").GetInt32());
    }
}
