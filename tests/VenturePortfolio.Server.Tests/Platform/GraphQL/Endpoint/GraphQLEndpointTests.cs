using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace VenturePortfolio.Server.Tests;

public sealed class GraphQLEndpointTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData("""{ "not": closed""", "text/plain")]
    [InlineData("", "application/json")]
    public async Task Whoever_is_not_signed_in_is_refused_before_anything_is_read(string body, string type)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await server.Http.PostAsync(server.GraphQL, content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData(ResponseMediaType.GraphQL, HttpStatusCode.BadRequest)]
    [InlineData(ResponseMediaType.Json, HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task A_request_error_is_400_in_the_newer_media_type_and_200_in_the_older(string? accept, HttpStatusCode expected)
    {
        foreach (var query in new[] { "{", "{ ...A } fragment A on Query { ...A }", "query A { __typename } query B { __typename }" })
        {
            using var response = await server.SendAsync(TestPerson.Policy, new { query }, accept);
            Assert.Equal(expected, response.StatusCode);
            Assert.Equal(accept ?? ResponseMediaType.Json, response.Content.Headers.ContentType?.MediaType);
            Assert.Equal("utf-8", response.Content.Headers.ContentType?.CharSet);
            var answer = await RunningServer.JsonOf(response);
            Assert.NotNull(RunningServer.CodeOf(answer));
            Assert.False(answer.TryGetProperty("data", out _), "A request error has no data.");
        }
    }

    [Fact]
    public async Task A_syntax_error_tells_its_place()
    {
        var answer = await server.QueryAsync(TestPerson.Policy, "{\n  a(");
        var place = answer.GetProperty("errors")[0].GetProperty("locations")[0];
        Assert.Equal((2, 5), (place.GetProperty("line").GetInt32(), place.GetProperty("column").GetInt32()));
    }

    [Fact]
    public async Task A_media_type_we_do_not_write_is_a_406()
    {
        using var response = await server.SendAsync(TestPerson.Policy, new { query = "{ __typename }" }, accept: "text/html");
        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
    }

    [Theory]
    [InlineData("PUT", "GET, POST")]
    [InlineData("DELETE", "GET, POST")]
    [InlineData("PATCH", "GET, POST")]
    public async Task Another_method_is_a_405_that_names_the_right_ones(string method, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), server.GraphQL);
        using var response = await SignedAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("mutation { __typename }")]
    [InlineData("mutation A { __typename } query B { __typename }&operationName=A")]
    [InlineData("subscription { a }")]
    public async Task Anything_but_a_query_is_a_405_over_get(string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.GraphQL}?query={query}");
        using var response = await SignedAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("POST", string.Join(", ", response.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?query={a}&query={b}")]
    [InlineData("?query={a}&variables=7")]
    [InlineData("?query={a}&variables={\"a\":1,\"a\":2}")]
    [InlineData("?query={a}&variables={")]
    [InlineData("?query={a}&extensions=[]")]
    [InlineData("?query={a}&variables={\"a\":\"\\u0000\"}")]
    public async Task Ill_formed_parameters_are_a_400(string parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.GraphQL + parameters);
        using var response = await SignedAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Each_answer_carries_an_id_of_ours()
    {
        using var first = await server.SendAsync(TestPerson.Policy, new { query = "{" }, change: request => request.Headers.Add("X-Request-Id", "mine"));
        using var second = await server.SendAsync(TestPerson.Policy, new { query = "{" });
        var ids = new[] { first, second }.Select(response => response.Headers.GetValues("X-Request-Id").Single()).ToList();
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
        Assert.False(first.Headers.Contains("Server"), "The answer tells what it was made with.");
        Assert.Distinct(ids, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Each_answer_tells_how_long_it_was_in_the_making()
    {
        var watch = Stopwatch.StartNew();
        using var response = await server.SendAsync(TestPerson.Policy, new { query = "{ viewer { id } }" });
        var waited = watch.Elapsed.TotalMilliseconds;
        var told = response.Headers.GetValues("Server-Timing").Single();
        Assert.StartsWith("answer;dur=", told);
        Assert.InRange(double.Parse(told["answer;dur=".Length..], CultureInfo.InvariantCulture), 0.01, waited);
    }

    [Theory]
    [InlineData("zh-HK", "請先登入")]
    [InlineData("zh-CN", "请先登录")]
    [InlineData("fr", "Sign in")]
    public async Task People_are_spoken_to_in_their_language(string language, string start)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.GraphQL);
        request.Headers.Add("Accept-Language", language);
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var message = (await RunningServer.JsonOf(response)).GetProperty("errors")[0].GetProperty("message").GetString();
        Assert.StartsWith(start, message, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> SignedAsync(HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.TokenOf(TestPerson.Policy));
        return server.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
