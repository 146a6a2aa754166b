using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// The whole application on a port of its own and a database of its own, with the demo issuer: <c>class
/// Tests(RunningServer server) : IClassFixture&lt;RunningServer&gt;</c>. It knows every <see cref="TestPerson"/> and nothing else.
/// </summary>
public class RunningServer(TestCluster cluster) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("vp-server-").FullName;
    private DatabaseLogins? logins;
    private WebApplication? app;

    /// <summary>Without a token.</summary>
    public HttpClient Http { get; private set; } = new();

    public Uri GraphQL => new(Http.BaseAddress!, "graphql");

    public DatabaseLogins Logins => logins ?? throw new InvalidOperationException("xunit has not initialized the fixture yet.");

    /// <summary>Settings of a test's own; such a server is made and disposed by the test itself.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Profile"] = "demo" };

    /// <summary>A database of a test's own choice; null: a new one. Disposed with the server.</summary>
    public DatabaseLogins? Database { get; init; }

    /// <summary>One more node on a database that knows the people already.</summary>
    public bool IsOneMore { get; init; }

    public IServiceProvider Services => app!.Services;

    public DemoIssuer Issuer => Services.GetRequiredService<DemoIssuer>();

    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        logins = Database ?? await cluster.CloneAsync(cancel);
        if (!IsOneMore)
        {
            await TestPeople.AddAsync(logins.Job, cancel);
        }

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Urls"] = "http://127.0.0.1:0",
                ["Data:Directory"] = folder,
                ["Logging:LogLevel:Default"] = "Warning",
            })
            .AddInMemoryCollection(Settings)
            .Build();
        app = Program.Composition.Build(configuration, logins);
        await app.StartAsync(cancel);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Http = new HttpClient { BaseAddress = new Uri(address) };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        if (logins is not null)
        {
            await logins.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="TestCluster.SuperuserConnectionAsync"/>
    public Task<Npgsql.NpgsqlConnection> SuperuserAsync(CancellationToken cancel) => cluster.SuperuserConnectionAsync(Logins, cancel);

    public string TokenOf(TestPerson person) => Issuer.TokenFor(TestPeople.SubjectOf(person), TimeSpan.FromMinutes(10));

    /// <summary>Makes somebody policy staff, vouched for by this issuer.</summary>
    public async Task AdmitAsync(string issuer, string subject)
    {
        await using var admit = Logins.Job.CreateCommand("""
            with p as (insert into portfolio.person (display_name, issuer, subject) values ('Somebody', $1, $2) returning id)
            insert into portfolio.membership (person_id, organisation_id, role)
            select p.id, o.id, 'POLICY' from p, portfolio.organisation o where o.kind = 'POLICY_BODY'
            """);
        admit.Parameters.AddWithValue(issuer);
        admit.Parameters.AddWithValue(subject);
        await admit.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks for the least there is to ask with a token made elsewhere. The caller disposes what comes back.</summary>
    public async Task<HttpResponseMessage> KnockAsync(string? token, string scheme = "Bearer")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, GraphQL) { Content = JsonContent.Create(new { query = "{ __typename }" }) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue(scheme, token);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A POST to /graphql. The caller disposes what comes back.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        TestPerson person, object body, string? accept = ResponseMediaType.GraphQL, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, GraphQL)
        {
            Content = body as HttpContent ?? JsonContent.Create(body),
        };
        // As curl sends it: without a charset.
        request.Content.Headers.ContentType = body is HttpContent given ? given.Headers.ContentType : new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(person));
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        change?.Invoke(request);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The whole answer to one operation.</summary>
    public async Task<JsonElement> QueryAsync(TestPerson person, string query, object? variables = null)
    {
        using var response = await SendAsync(person, new { query, variables });
        return await JsonOf(response);
    }

    public static async Task<JsonElement> JsonOf(HttpResponseMessage response)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: TestContext.Current.CancellationToken);
        return document.RootElement.Clone();
    }

    /// <summary>The code of the first error; null when there is none.</summary>
    public static string? CodeOf(JsonElement answer) =>
        answer.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").GetProperty("code").GetString() : null;
}
