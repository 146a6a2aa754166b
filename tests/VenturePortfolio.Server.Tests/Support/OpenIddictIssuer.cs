using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// A real OpenID Connect server, OpenIddict, at an address of its own that it keeps through stops and starts. Programs get
/// tokens by the client credentials flow; its keys can be changed while it runs.
/// </summary>
public sealed class OpenIddictIssuer : IAsyncDisposable
{
    public const string Audience = "tracker";
    public const string Client = "treasury-feed";
    private const string Secret = "only known to the client";

    private readonly int port = FreePort();
    private readonly List<SigningCredentials> credentials = [Credentials()];
    private readonly HttpClient http = new();
    private WebApplication? app;
    private int keyRequests;

    /// <summary>As configured; what it says of itself ends with a slash.</summary>
    public string Authority => $"http://127.0.0.1:{port}";

    public string Issuer => Authority + "/";

    /// <summary>How often its keys were asked for.</summary>
    public int KeyRequests => Volatile.Read(ref keyRequests);

    /// <summary>The key it signs with now, private half and all: for tokens it would never make.</summary>
    public SigningCredentials Current => credentials[0];

    public async Task StartAsync(CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(Authority);
        builder.Logging.ClearProviders();
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            // Without a store: clients are checked by the handler below, tokens are not kept.
            options.EnableDegradedMode().SetIssuer(new Uri(Authority)).SetTokenEndpointUris("connect/token").AllowClientCredentialsFlow();
            options.AddEphemeralEncryptionKey().DisableAccessTokenEncryption();
            foreach (var each in credentials)
            {
                options.AddSigningCredentials(each);
            }

            options.UseAspNetCore().DisableTransportSecurityRequirement();
            options.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(Check));
            options.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseInlineHandler(Grant));
        });
        app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Path.Value!.EndsWith("/jwks", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref keyRequests);
            }

            return next(context);
        });
        app.UseAuthentication();
        await app.StartAsync(cancel);
    }

    public async Task StopAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
            app = null;
        }
    }

    /// <summary>Signs with a new key from now on; the old one stays published.</summary>
    public void Rotate()
    {
        var fresh = Credentials();
        credentials.Insert(0, fresh);
        app!.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue.SigningCredentials.Insert(0, fresh);
    }

    /// <summary>A token of the token endpoint, asked for as a program does.</summary>
    public async Task<string> TokenAsync(CancellationToken cancel)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = Client,
            ["client_secret"] = Secret,
        });
        using var response = await http.PostAsync(new Uri($"{Authority}/connect/token"), form, cancel);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
        return answer.TryGetProperty("access_token", out var token)
            ? token.GetString()!
            : throw new InvalidOperationException($"The issuer gave no token: {answer}");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        http.Dispose();
        foreach (var each in credentials)
        {
            ((RsaSecurityKey)each.Key).Rsa.Dispose();
        }
    }

    private static ValueTask Check(ValidateTokenRequestContext context)
    {
        if (context.ClientId != Client || context.ClientSecret != Secret)
        {
            context.Reject(OpenIddictConstants.Errors.InvalidClient);
        }

        return ValueTask.CompletedTask;
    }

    private static ValueTask Grant(HandleTokenRequestContext context)
    {
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        identity.SetClaim(OpenIddictConstants.Claims.Subject, context.ClientId);
        var principal = new ClaimsPrincipal(identity);
        principal.SetResources(Audience);
        context.SignIn(principal);
        return ValueTask.CompletedTask;
    }

    private static SigningCredentials Credentials() =>
        new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") }, SecurityAlgorithms.RsaSha256);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
