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

    public const string RsaKeyId = "r";
    public const string EcKeyId = "e";

    private readonly RSA rsa = RSA.Create(2048);
    private readonly ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private WebApplication app = null!;
    private int requests;

    public string Authority { get; private set; } = "";

    /// <summary>How often anything was asked of it.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>With a private half, as only the issuer has it.</summary>
    public RSA Rsa => rsa;

    public ECDsa Ecdsa => ecdsa;

    /// <summary>What a server is told to trust the issuer at this address, and no demo.</summary>
    public static Dictionary<string, string?> SettingsFor(string authority) => new(StringComparer.Ordinal)
    {
        ["Auth:Authority"] = authority,
        ["Auth:Audience"] = Audience,
    };

    /// <summary>What its document says it is; null: the truth.</summary>
    public string? SaysIssuer { get; set; }

    /// <summary>Where it sends whoever asks; null: nowhere, it answers.</summary>
    public string? RedirectsTo { get; set; }

    public static async Task<TestIdentityProvider> StartAsync(CancellationToken cancel)
    {
        var provider = new TestIdentityProvider();
        await provider.ListenAsync("http://127.0.0.1:0", cancel);
        provider.Authority = provider.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return provider;
    }

    public async Task StopAsync() => await app.DisposeAsync();

    /// <summary>At the same address, after <see cref="StopAsync"/>.</summary>
    public Task ResumeAsync(CancellationToken cancel) => ListenAsync(Authority, cancel);

    /// <param name="subject">Who it is about.</param>
    /// <param name="algorithm">RS256, PS256 or ES256.</param>
    public string TokenFor(string subject, string algorithm) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Authority,
        Audience = Audience,
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
        Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = subject },
        SigningCredentials = new SigningCredentials(
            algorithm == "ES256" ? new ECDsaSecurityKey(ecdsa) { KeyId = EcKeyId } : new RsaSecurityKey(rsa) { KeyId = RsaKeyId }, algorithm),
    });

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        rsa.Dispose();
        ecdsa.Dispose();
    }

    private Task ListenAsync(string address, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address);
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Use((context, next) =>
        {
            Interlocked.Increment(ref requests);
            if (RedirectsTo is null)
            {
                return next(context);
            }

            context.Response.Redirect(RedirectsTo);
            return Task.CompletedTask;
        });
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["issuer"] = SaysIssuer ?? Authority,
            ["jwks_uri"] = Authority + "/keys",
        }));
        app.MapGet("/keys", () => Results.Json(new { keys = new[] { RsaKey(), EcKey() } }));
        return app.StartAsync(cancel);
    }

    private Dictionary<string, string> RsaKey()
    {
        var key = rsa.ExportParameters(includePrivateParameters: false);
        return new(StringComparer.Ordinal)
        {
            ["kty"] = "RSA", ["kid"] = RsaKeyId, ["use"] = "sig", ["n"] = Base64UrlEncoder.Encode(key.Modulus), ["e"] = Base64UrlEncoder.Encode(key.Exponent),
        };
    }

    private Dictionary<string, string> EcKey()
    {
        var key = ecdsa.ExportParameters(includePrivateParameters: false);
        return new(StringComparer.Ordinal)
        {
            ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = EcKeyId, ["use"] = "sig", ["x"] = Base64UrlEncoder.Encode(key.Q.X), ["y"] = Base64UrlEncoder.Encode(key.Q.Y),
        };
    }
}
