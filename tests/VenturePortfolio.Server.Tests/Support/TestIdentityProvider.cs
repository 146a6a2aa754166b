using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace VenturePortfolio.Server.Tests;

/// <summary>An OpenID Connect issuer on a port of its own: discovery document, two public keys, tokens.</summary>
public sealed class TestIdentityProvider : IAsyncDisposable
{
    public const string Audience = "tracker";

    private readonly RSA rsa = RSA.Create(2048);
    private readonly ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly WebApplication app;

    private TestIdentityProvider(WebApplication app) => this.app = app;

    public string Authority { get; private set; } = "";

    public static async Task<TestIdentityProvider> StartAsync(CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var provider = new TestIdentityProvider(builder.Build());
        provider.app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["issuer"] = provider.Authority,
            ["jwks_uri"] = provider.Authority + "/keys",
        }));
        provider.app.MapGet("/keys", () => Results.Json(new { keys = new[] { provider.RsaKey(), provider.EcKey() } }));
        await provider.app.StartAsync(cancel);
        provider.Authority = provider.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return provider;
    }

    /// <param name="subject">Who it is about.</param>
    /// <param name="algorithm">RS256, PS256 or ES256.</param>
    public string TokenFor(string subject, string algorithm) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Authority,
        Audience = Audience,
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
        Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = subject },
        SigningCredentials = new SigningCredentials(
            algorithm == "ES256" ? new ECDsaSecurityKey(ecdsa) { KeyId = "e" } : new RsaSecurityKey(rsa) { KeyId = "r" }, algorithm),
    });

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        rsa.Dispose();
        ecdsa.Dispose();
    }

    private Dictionary<string, string> RsaKey()
    {
        var key = rsa.ExportParameters(includePrivateParameters: false);
        return new(StringComparer.Ordinal)
        {
            ["kty"] = "RSA", ["kid"] = "r", ["use"] = "sig", ["n"] = Base64UrlEncoder.Encode(key.Modulus), ["e"] = Base64UrlEncoder.Encode(key.Exponent),
        };
    }

    private Dictionary<string, string> EcKey()
    {
        var key = ecdsa.ExportParameters(includePrivateParameters: false);
        return new(StringComparer.Ordinal)
        {
            ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = "e", ["use"] = "sig", ["x"] = Base64UrlEncoder.Encode(key.Q.X), ["y"] = Base64UrlEncoder.Encode(key.Q.Y),
        };
    }
}
