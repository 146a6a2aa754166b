using System.Net;
using System.Net.Http.Headers;

namespace VenturePortfolio.Server.Tests;

public sealed class ExecutedOperationTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData(ResponseMediaType.GraphQL)]
    [InlineData(ResponseMediaType.Json)]
    public async Task An_executed_query_is_a_200_in_either_media_type(string accept)
    {
        using var response = await server.SendAsync(TestPerson.Incubator, new { query = "{ viewer { displayName } }" }, accept);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(accept, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            "Incubator (test)",
            (await RunningServer.JsonOf(response)).GetProperty("data").GetProperty("viewer").GetProperty("displayName").GetString());
    }

    [Fact]
    public async Task A_query_may_come_by_get_with_encoded_variables()
    {
        var query = Uri.EscapeDataString("query A($name: String!) { __type(name: $name) { kind } } query B { __typename }");
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"{server.GraphQL}?query={query}&operationName=A&variables={Uri.EscapeDataString("""{"name":"Query"}""")}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.TokenOf(TestPerson.Policy));
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("OBJECT", (await RunningServer.JsonOf(response)).GetProperty("data").GetProperty("__type").GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("{ nobodyDeclaresThis }")]
    [InlineData("query ($a: Int!) { __typename @skip(if: $a) }")]
    [InlineData("query ($name: String!) { __type(name: $name) { kind } }")]
    public async Task What_validation_or_coercion_refuses_is_a_request_error(string query)
    {
        using var newer = await server.SendAsync(TestPerson.Policy, new { query });
        using var older = await server.SendAsync(TestPerson.Policy, new { query }, ResponseMediaType.Json);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (newer.StatusCode, older.StatusCode));
        Assert.False((await RunningServer.JsonOf(newer)).TryGetProperty("data", out _), "A request error has no data.");
    }

    /// <summary>With the options that tools leave off by default left off: our schema does not answer those.</summary>
    [Fact]
    public async Task Tools_may_read_the_schema_when_signed_in()
    {
        var query = new[] { "(includeDeprecated: true) { ...InputValue }", " specifiedByURL", " isRepeatable" }
            .Aggregate(IntrospectionGuardTests.UsualQuery, (text, option) => text.Replace(option, option.EndsWith('}') ? " { ...InputValue }" : "", StringComparison.Ordinal))
            .Replace("defaultValue isDeprecated deprecationReason", "defaultValue", StringComparison.Ordinal);
        var answer = await server.QueryAsync(TestPerson.Admin, query);
        Assert.Null(RunningServer.CodeOf(answer));
        Assert.Equal("Query", answer.GetProperty("data").GetProperty("__schema").GetProperty("queryType").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Forty_requests_at_once_get_forty_right_answers()
    {
        var people = Enum.GetValues<TestPerson>().Where(person => person != TestPerson.Former).ToList();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
            (Person: people[i % people.Count], Answer: await server.QueryAsync(people[i % people.Count], "{ viewer { displayName } }"))));
        Assert.All(answers, one => Assert.Equal(
            $"{one.Person} (test)", one.Answer.GetProperty("data").GetProperty("viewer").GetProperty("displayName").GetString()));
    }
}
