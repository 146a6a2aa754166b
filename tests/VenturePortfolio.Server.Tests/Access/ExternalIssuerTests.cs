using System.Net;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace VenturePortfolio.Server.Tests;

/// <summary>Signing in with a real issuer (OpenIddict, over its own endpoints), through its keys' changes and its absences.</summary>
public sealed class ExternalIssuerTests(TestCluster cluster) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly OpenIddictIssuer issuer = new();
    private RunningServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        server = new RunningServer(cluster)
        {
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Auth:Authority"] = issuer.Authority,
                ["Auth:Audience"] = OpenIddictIssuer.Audience,
                ["Logging:LogLevel:VenturePortfolio.Server.IssuerKeys"] = "None",
            },
        };
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_token_of_its_token_endpoint_lets_in_and_says_who_one_is()
    {
        await StartAsync(issuerFirst: true);
        var token = await issuer.TokenAsync(Cancel);
        await LetsInAsync(token);
        Assert.Equal("at+jwt", new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(token).Typ);
    }

    [Fact]
    public async Task A_new_key_is_learnt_at_once_and_a_flood_of_invented_ones_asks_the_issuer_nothing_more()
    {
        await StartAsync(issuerFirst: true);
        var old = await issuer.TokenAsync(Cancel);
        await LetsInAsync(old);
        var before = issuer.KeyRequests;

        issuer.Rotate();
        var fresh = await issuer.TokenAsync(Cancel);

        await LetsInAsync(fresh);
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(old));
        Assert.Equal(before + 1, issuer.KeyRequests);

        using var attacker = RSA.Create(2048);
        var flood = Enumerable.Range(0, 200).Select(i => StatusOfAsync(
            new TokenForge(issuer.Issuer, OpenIddictIssuer.Audience, OpenIddictIssuer.Client, $"invented-{i}", attacker).Make()));
        Assert.All(await Task.WhenAll(flood), status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.Equal(before + 1, issuer.KeyRequests);
    }

    [Fact]
    public async Task An_issuer_away_at_the_start_gives_503_until_it_is_there_and_is_not_missed_once_its_keys_are_known()
    {
        await StartAsync(issuerFirst: false);
        var key = (RsaSecurityKey)issuer.Current.Key;
        var token = new TokenForge(issuer.Issuer, OpenIddictIssuer.Audience, OpenIddictIssuer.Client, key.KeyId, key.Rsa).Make();
        using (var away = await server.KnockAsync(token))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
            Assert.Equal(IssuerKeys.RetryEvery, away.Headers.RetryAfter?.Delta);
            Assert.Equal("SIGN_IN_UNAVAILABLE", RunningServer.CodeOf(await RunningServer.JsonOf(away)));
        }

        // A stranger's token is no reason to wait for anybody.
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfAsync(new TokenForge("https://id.example", "x", "y", "z", key.Rsa).Make()));

        await issuer.StartAsync(Cancel);
        await LetsInAsync(token);

        await issuer.StopAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(token));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await StatusOfAsync(new TokenForge(issuer.Issuer, OpenIddictIssuer.Audience, OpenIddictIssuer.Client, "invented", key.Rsa).Make(sign: _ => new byte[256])));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(token));
    }

    private async Task StartAsync(bool issuerFirst)
    {
        if (issuerFirst)
        {
            await issuer.StartAsync(Cancel);
        }

        await server.InitializeAsync();
        await server.AdmitAsync(issuer.Issuer, OpenIddictIssuer.Client);
    }

    /// <summary>On a busy machine a fetch may outlast the request that caused it; the next one finds its keys.</summary>
    private Task LetsInAsync(string token) =>
        Eventually.HoldsAsync(async () => await StatusOfAsync(token) == HttpStatusCode.OK, Patience);

    private async Task<HttpStatusCode> StatusOfAsync(string token)
    {
        using var response = await server.KnockAsync(token);
        return response.StatusCode;
    }
}
