using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace VenturePortfolio.Server.Tests;

/// <summary>The running application with four documents registered, and two roles that get nothing else.</summary>
public sealed class PersistedServer(TestCluster cluster) : IAsyncLifetime
{
    public const string Viewer = "query Who { viewer { role } }\n";
    public const string Act = "mutation { __typename }";

    private readonly string folder = Directory.CreateTempSubdirectory("vp-documents-").FullName;
    private RunningServer? server;

    public RunningServer Server => server ?? throw new InvalidOperationException("xunit has not initialized the fixture yet.");

    public async ValueTask InitializeAsync()
    {
        await WriteAsync("spaced.graphql", "query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}");
        await WriteAsync("compact.graphql", "query($id:ID!){user(id:$id){name}}");
        await WriteAsync("viewer.graphql", Viewer);
        await WriteAsync("act.graphql", Act);
        server = new RunningServer(cluster)
        {
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Profile"] = "demo",
                ["GraphQL:Documents"] = folder,
                ["GraphQL:TrustedOnly"] = "INCUBATOR, ADMIN",
            },
        };
        await server.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(folder, file), text, TestContext.Current.CancellationToken);
}

/// <summary>The documents and their identifiers are the two examples of the appendix "Persisted Documents" of GraphQL over HTTP, and two of ours.</summary>
public sealed class PersistedDocumentsTests(PersistedServer world) : IClassFixture<PersistedServer>
{
    private const string Viewer = PersistedServer.Viewer;

    private RunningServer Server => world.Server;

    [Theory]
    [InlineData("sha256:7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e")]
    [InlineData("sha256:71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b")]
    public async Task The_identifiers_are_those_of_the_specification(string documentId)
    {
        var answer = await AskAsync(TestPerson.Policy, new { documentId, variables = new { id = "QVBJcy5ndXJ1" } });
        Assert.NotEqual("PERSISTED_DOCUMENT_NOT_FOUND", answer.Code); // Found, and refused by validation: we have no field "user".
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task A_registered_document_runs_by_post_and_by_get()
    {
        var documentId = IdOf(Viewer);
        Assert.Equal((HttpStatusCode.OK, null), await AskAsync(TestPerson.Incubator, new { documentId }));
        Assert.Equal((HttpStatusCode.OK, null), await AskAsync(TestPerson.Incubator, new { documentId, operationName = "Who" }));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(TestPerson.Incubator, documentId));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await GetAsync(TestPerson.Incubator, IdOf(PersistedServer.Act)));
    }

    [Theory]
    [InlineData("sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("SHA256:7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e")]
    [InlineData("sha256:7DBA4BD717B41F10434822356A93C32B1FB4907B983E854300AD839F84CDCD6E")]
    [InlineData("viewer.graphql")]
    [InlineData("../viewer")]
    [InlineData("")]
    public async Task An_unknown_identifier_is_one_error_of_a_well_formed_answer(string documentId)
    {
        Assert.Equal((HttpStatusCode.BadRequest, "PERSISTED_DOCUMENT_NOT_FOUND"), await AskAsync(TestPerson.Policy, new { documentId }));
        using var older = await Server.SendAsync(TestPerson.Policy, new { documentId }, ResponseMediaType.Json);
        Assert.Equal(HttpStatusCode.OK, older.StatusCode);
        var answer = await RunningServer.JsonOf(older);
        Assert.Equal(1, answer.GetProperty("errors").GetArrayLength());
        Assert.False(answer.TryGetProperty("data", out _), "A request error has no data.");
    }

    [Fact]
    public async Task A_request_names_a_document_or_brings_one_never_both_or_neither()
    {
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), await AskAsync(TestPerson.Policy, new { documentId = IdOf(Viewer), query = Viewer }));
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), await AskAsync(TestPerson.Policy, new { operationName = "Who" }));
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), await AskAsync(TestPerson.Policy, new { documentId = 7 }));
    }

    [Fact]
    public async Task Roles_trusted_with_registered_documents_only_get_nothing_else()
    {
        const string Other = "query Who { viewer { displayName } }";
        foreach (var person in new[] { TestPerson.Incubator, TestPerson.Admin })
        {
            Assert.Equal((HttpStatusCode.BadRequest, "TRUSTED_DOCUMENTS_ONLY"), await AskAsync(person, new { query = Other }));
            Assert.Equal((HttpStatusCode.BadRequest, "TRUSTED_DOCUMENTS_ONLY"), await AskAsync(person, new { query = "{ __schema { queryType { name } } }" }));
            Assert.Equal((HttpStatusCode.OK, null), await AskAsync(person, new { query = Viewer }));
        }

        Assert.Equal((HttpStatusCode.OK, null), await AskAsync(TestPerson.Policy, new { query = Other }));
    }

    [Theory]
    [InlineData("{ a", "cannot be registered")]
    [InlineData("type A { b: C }", "cannot be registered")]
    public async Task A_file_that_is_no_document_stops_the_start(string text, string why)
    {
        var folder = Directory.CreateTempSubdirectory("vp-documents-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "broken.graphql"), text, TestContext.Current.CancellationToken);
        Assert.Contains(why, Refusal(("GraphQL:Documents", folder)), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("GraphQL:Documents", "/nowhere/at/all", "no folder")]
    [InlineData("GraphQL:TrustedOnly", "POLICY, BOSS", "no role")]
    public void A_setting_that_names_nothing_stops_the_start(string name, string value, string why) =>
        Assert.Contains(why, Refusal((name, value)), StringComparison.Ordinal);

    private static string Refusal((string Name, string Value) setting)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager { [setting.Name] = setting.Value };
        using var guarded = new GuardedDocuments(new DocumentGuard(GuardLimits.Default));
        return Assert.Throws<PlainException>(() => new PersistedDocuments(configuration, guarded)).Message;
    }

    private static string IdOf(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private async Task<(HttpStatusCode Status, string? Code)> AskAsync(TestPerson person, object body)
    {
        using var response = await Server.SendAsync(person, body);
        return (response.StatusCode, RunningServer.CodeOf(await RunningServer.JsonOf(response)));
    }

    private async Task<HttpStatusCode> GetAsync(TestPerson person, string documentId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Server.GraphQL}?documentId={Uri.EscapeDataString(documentId)}");
        request.Headers.Authorization = new("Bearer", Server.TokenOf(person));
        using var response = await Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
