using System.Text.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// The two hundred texts that have broken out of somewhere, in every place of a request that is no argument of the schema: header lines as
/// they are, the query string, paths, arguments of the CSV report, names of documents and operations, tokens. Wrong ones are refused with
/// 4xx; nothing fails, and nothing of it comes back as a header line.
/// </summary>
public sealed class InjectedRequestTests(RunningServer server) : IClassFixture<RunningServer>
{
    /// <summary>Headers that we or the libraries before us read.</summary>
    private static readonly string[] HeadersRead =
    [
        "Accept", "Accept-Language", "Accept-Encoding", "Vp-Role", "X-Request-Id", "traceparent", "tracestate", "baggage", "If-None-Match", "User-Agent", "Cookie", "Origin",
        "X-Forwarded-For", "Expect",
    ];

    private static readonly string[] CsvArguments =
        ["asOf", "knownAt", "groupBy", "definitions", "bridgeTo", "programme", "subFund", "fxBasis", "constantOn", "currency", "compareTo"];

    private string Token => server.TokenOf(TestPerson.Policy);

    public static TheoryData<string> Headers => [.. HeadersRead];

    public static TheoryData<string> Arguments => [.. CsvArguments];

    [Theory]
    [MemberData(nameof(Headers))]
    public Task In_a_header_line(string header) => EachAsync(
        text => (FormattableString.Invariant($"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer {Token}\r\n{header}: {text}"), """{"query":"{ __typename }"}"""),
        status => status is 200 or (>= 400 and < 500));

    [Fact]
    public Task As_the_type_of_the_content() => EachAsync(
        text => (FormattableString.Invariant($"POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Token}\r\nContent-Type: {text}"), """{"query":"{ __typename }"}"""),
        IsRefused);

    [Fact]
    public Task As_a_bearer_token() => EachAsync(
        text => (FormattableString.Invariant($"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer {text}"), """{"query":"{ __typename }"}"""),
        status => status is 400 or 401 or 431);

    [Theory]
    [InlineData("query")]
    [InlineData("variables", "{ __typename }")]
    [InlineData("extensions", "{ __typename }")]
    [InlineData("documentId")]
    public Task In_the_query_string(string parameter, string? query = null) => EachAsync(
        text => (GetOf($"/graphql?{(query is null ? "" : $"query={Uri.EscapeDataString(query)}&")}{parameter}={Escaped(text)}"), ""),
        // Nothing given, and null for variables, are no mistakes.
        status => IsRefused(status) || (query is not null && status == 200));

    [Fact]
    public Task As_it_is_in_the_query_string() => EachAsync(text => (GetOf($"/graphql?query={text}"), ""), IsRefused);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task As_the_name_of_the_operation(bool inAddress) => EachAsync(
        text => inAddress
            ? (GetOf($"/graphql?query={Uri.EscapeDataString("query A { __typename } query B { __typename }")}&operationName={Escaped(text)}"), "")
            : (Post(), JsonSerializer.Serialize(new { query = "query A { __typename } query B { __typename }", operationName = text })),
        IsRefused);

    [Fact]
    public Task As_the_id_of_a_document() => EachAsync(text => (Post(), JsonSerializer.Serialize(new { documentId = text })), IsRefused);

    [Theory]
    [InlineData("/{0}")]
    [InlineData("/graphql/{0}")]
    [InlineData("/reports/{0}")]
    [InlineData("/health/{0}")]
    public Task In_the_path(string path) => EachAsync(text => (GetOf(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Escaped("x" + text))), ""), IsRefused);

    [Theory]
    [MemberData(nameof(Arguments))]
    public Task In_an_argument_of_the_report(string argument) => EachAsync(
        text => (GetOf($"{LeverageEndpoint.Path}?{(argument == "asOf" ? "" : "asOf=2024-12-31&")}{argument}={Escaped(text)}"), ""),
        // An empty argument is none, and programmes of any name may be asked for.
        status => IsRefused(status) || (argument != "asOf" && status == 200));

    /// <summary>Each text; at most forty of the two hundred, others under another seed, unless trials are full.</summary>
    private async Task EachAsync(Func<string, (string Head, string Body)> request, Func<int, bool> isRight)
    {
        var seed = Trials.Seed();
        var random = new Random(seed);
        foreach (var text in InjectionStrings.All.OrderBy(_ => random.Next()).Take(Trials.Of(usual: 40, all: InjectionStrings.All.Count)))
        {
            var (head, body) = request(text);
            var (status, whole) = await RawHttp.SendAsync(server.Http.BaseAddress!, head, body);
            var told = $"Seed {seed}: {status} on {JsonSerializer.Serialize(text)}: {whole}";
            Assert.True(isRight(status), told);
            Assert.DoesNotContain("INTERNAL", whole, StringComparison.Ordinal);
            Assert.DoesNotContain("\nSet-Cookie", whole, StringComparison.OrdinalIgnoreCase);
        }
    }

    // Of the newer media type: under application/json a mistake in the request is 200, by GraphQL over HTTP.
    private string Post() => $"POST /graphql HTTP/1.1\r\nHost: x\r\nAccept: {ResponseMediaType.GraphQL}\r\nContent-Type: application/json\r\nAuthorization: Bearer {Token}";

    private string GetOf(string target) => $"GET {target} HTTP/1.1\r\nHost: x\r\nAccept: {ResponseMediaType.GraphQL}\r\nAuthorization: Bearer {Token}";

    private static bool IsRefused(int status) => status is >= 400 and < 500;

    /// <summary>Halves of surrogate pairs have no escape: they go as the replacement character.</summary>
    private static string Escaped(string text) => Uri.EscapeDataString(System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)));
}
