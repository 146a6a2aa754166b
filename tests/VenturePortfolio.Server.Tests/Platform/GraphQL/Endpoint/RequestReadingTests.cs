using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// What arrives over HTTP and cannot be a GraphQL request. Sources: GraphQL over HTTP (stage 2 draft) "Request" and
/// "Response"; the table of bad input of the design.
/// </summary>
public sealed class RequestReadingTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Fine = """{"query":"{ __typename }"}""";

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"{ __typename }\"")]
    [InlineData("""[{"query":"{ __typename }"}]""")]
    [InlineData("""{"query":"{ __typename }",}""")]
    [InlineData("""{"query":"{ __typename }"} {}""")]
    [InlineData("""{"query":"{ __typename }" /* comment */}""")]
    [InlineData("{'query':'{ __typename }'}")]
    [InlineData("{}")]
    [InlineData("""{"query":null}""")]
    [InlineData("""{"query":7}""")]
    [InlineData("""{"query":["{ __typename }"]}""")]
    [InlineData("""{"query":{"a":1}}""")]
    [InlineData("""{"query":"{ __typename }","operationName":7}""")]
    [InlineData("""{"query":"{ __typename }","operationName":{}}""")]
    [InlineData("""{"query":"{ __typename }","variables":"{}"}""")]
    [InlineData("""{"query":"{ __typename }","variables":[]}""")]
    [InlineData("""{"query":"{ __typename }","variables":7}""")]
    [InlineData("""{"query":"{ __typename }","extensions":[]}""")]
    [InlineData("""{"query":"{ __typename }","extensions":true}""")]
    [InlineData("""{"query":"{ __typename }","query":"{ __typename }"}""")]
    [InlineData("""{"query":"{ __typename }","variables":{"a":1,"a":2}}""")]
    [InlineData("""{"query":"{ __typename }","variables":{"a":{"b":1,"\u0062":2}}}""")]
    [InlineData("""{"query":"{ __typename }","variables":{"a":1e400}}""")]
    [InlineData("""{"query":"{ __typename }","variables":{"a":NaN}}""")]
    [InlineData("""{"query":"{ __typename }","variables":{"a":01}}""")]
    public async Task A_body_that_is_no_request_is_a_400_with_either_media_type(string body)
    {
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), await PostAsync(body, ResponseMediaType.GraphQL));
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), await PostAsync(body, ResponseMediaType.Json));
    }

    [Theory]
    [InlineData("""{"query":"{ __typename \ud800 }"}""")]
    [InlineData("""{"query":"{ __typename }","operationName":"\udc00"}""")]
    [InlineData("""{"query":"{ __typename }","operationName":"A\u0000"}""")]
    [InlineData("""{"query":"{ __typename }","variables":{"a":"\ud83d"}}""")]
    [InlineData("""{"query":"{ __typename }","variables":{"a":["b",{"c":"\udc00\ud83d"}]}}""")]
    [InlineData("""{"query":"{ __typename }","variables":{"a":{"b":"x\u0000y"}}}""")]
    [InlineData("""{"query":"{ __typename }","variables":{"\ud800":1}}""")]
    [InlineData("""{"\udc00":1,"query":"{ __typename }"}""")]
    public async Task Text_that_is_no_text_is_a_400(string body) =>
        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_TEXT"), await PostAsync(body));

    [Fact]
    public async Task The_place_of_a_bad_text_is_named()
    {
        using var response = await server.SendAsync(TestPerson.Policy, Json("""{"query":"{ a }","variables":{"input":{"notes":["ok","\u0000"]}}}"""));
        Assert.Equal(
            "variables.input.notes.1 holds characters that are not text.",
            (await RunningServer.JsonOf(response)).GetProperty("errors")[0].GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("""{ a(b: "\u0000") }""", "INVALID_TEXT")]
    [InlineData("""{ a(b: ["x", { c: "\ud800" }]) }""", "INVALID_TEXT")]
    [InlineData("""query ($a: String = "\udc00") { a }""", "INVALID_TEXT")]
    [InlineData("""{ a @b(c: "\ud83d.\ude00") }""", "INVALID_TEXT")]
    [InlineData("""{ a(b: "\u12") }""", "SYNTAX_ERROR")]
    [InlineData("{ a\0 }", "SYNTAX_ERROR")]
    [InlineData("{ a(b: \"\0\") }", "SYNTAX_ERROR")]
    [InlineData("{ a(b: \"\"\"\0\"\"\") }", "SYNTAX_ERROR")]
    [InlineData("{", "SYNTAX_ERROR")]
    [InlineData("", "SYNTAX_ERROR")]
    [InlineData("# nothing", "SYNTAX_ERROR")]
    public async Task A_document_with_text_that_is_no_text_is_a_request_error(string query, string code)
    {
        using var response = await server.SendAsync(TestPerson.Policy, new { query });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, RunningServer.CodeOf(await RunningServer.JsonOf(response)));
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_a_400()
    {
        byte[][] bodies = [[0xFF, 0xFE, 0x7B, 0x00], [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Fine)], [.. Encoding.UTF8.GetBytes("""{"query":"""), 0x22, 0xC3, 0x28, 0x22, 0x7D]];
        foreach (var body in bodies)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await server.SendAsync(TestPerson.Policy, content);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Fact]
    public async Task Json_nested_deeper_than_32_levels_is_a_400()
    {
        var (status, _) = await PostAsync("""{"query":"{ a }","variables":{"a":""" + new string('[', 10_000) + new string(']', 10_000) + "}}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/graphql")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/jsonx")]
    [InlineData("rubbish")]
    public async Task Another_content_type_is_a_415(string? type)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Fine));
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var response = await server.SendAsync(TestPerson.Policy, content, change: request =>
        {
            request.Content!.Headers.Remove("Content-Type");
            if (type is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }
        });
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task A_compressed_body_is_a_415_and_is_not_inflated()
    {
        using var response = await server.SendAsync(
            TestPerson.Policy, Json(Fine), change: request => request.Content!.Headers.ContentEncoding.Add("gzip"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_more_than_32_KiB_is_a_413_whether_its_length_is_told_or_not(bool isChunked)
    {
        var body = Fine + new string(' ', RequestReader.BodyMax + 1 - Fine.Length);
        using var response = await server.SendAsync(TestPerson.Policy, Json(body), change: request => request.Headers.TransferEncodingChunked = isChunked);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("BODY_TOO_LARGE", RunningServer.CodeOf(await RunningServer.JsonOf(response)));
    }

    private async Task<(HttpStatusCode Status, string? Code)> PostAsync(string body, string accept = ResponseMediaType.GraphQL)
    {
        using var response = await server.SendAsync(TestPerson.Policy, Json(body), accept);
        return (response.StatusCode, RunningServer.CodeOf(await RunningServer.JsonOf(response)));
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
