using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace VenturePortfolio.Server.Tests;

/// <summary>Outside the demo: people vouched for by somebody else's OpenID Connect issuer, found in our own tables.</summary>
public sealed class OidcIssuerTests(TestCluster cluster) : IAsyncLifetime
{
    private TestIdentityProvider provider = null!;
    private RunningServer server = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await TestIdentityProvider.StartAsync(TestContext.Current.CancellationToken);
        server = new RunningServer(cluster)
        {
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Auth:Issuers:0:Authority"] = provider.Authority,
                ["Auth:Issuers:0:Audience"] = TestIdentityProvider.Audience,
                ["Auth:Issuers:1:Authority"] = "http://127.0.0.1:9",
                ["Auth:Issuers:1:Audience"] = TestIdentityProvider.Audience,
            },
        };
        await server.InitializeAsync();
        await server.AdmitAsync(provider.Authority, "somebody");
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public async Task A_token_of_a_trusted_issuer_is_accepted(string algorithm) =>
        Assert.Equal(HttpStatusCode.BadRequest, await StatusOfAsync(provider.TokenFor("somebody", algorithm)));

    [Fact]
    public async Task Another_subject_of_the_same_issuer_is_unknown() =>
        Assert.Equal(HttpStatusCode.Forbidden, await StatusOfAsync(provider.TokenFor("Manager", "ES256")));

    [Fact]
    public async Task The_demo_issuer_does_not_exist()
    {
        var folder = Directory.CreateTempSubdirectory("vp-issuer-").FullName;
        using var demo = DemoIssuer.Open(folder);
        Directory.Delete(folder, recursive: true);
        Assert.Null(server.Services.GetService(typeof(DemoIssuer)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfAsync(demo.TokenFor(TestPeople.SubjectOf(TestPerson.Admin), TimeSpan.FromMinutes(1))));
    }

    [Fact]
    public async Task An_issuer_that_was_never_reached_lets_nobody_in_and_says_that_it_is_not_their_fault()
    {
        await using var unreachable = await TestIdentityProvider.StartAsync(TestContext.Current.CancellationToken);
        var token = unreachable.TokenFor("somebody", "RS256").Split('.');
        var claims = Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(token[1]).Replace(unreachable.Authority, "http://127.0.0.1:9", StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.ServiceUnavailable,
            await StatusOfAsync($"{token[0]}.{Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(claims)}.{token[2]}"));
    }

    /// <summary>Of a document that cannot be parsed: 400 means that the door was passed.</summary>
    private async Task<HttpStatusCode> StatusOfAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, server.GraphQL)
        {
            Content = new StringContent("""{"query":"{"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.ParseAdd(ResponseMediaType.GraphQL);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
