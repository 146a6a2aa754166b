using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace VenturePortfolio.Server;

/// <summary>Bearer tokens of the trusted issuers: one scheme each, chosen by what the token says its issuer is.</summary>
public static class SignIn
{
    private const string DemoScheme = "Demo";

    /// <param name="settings">Whom we believe.</param>
    /// <param name="demo">Null outside the demo profile: then nothing trusts its key.</param>
    public static IServiceCollection AddSignIn(this IServiceCollection services, SignInSettings settings, DemoIssuer? demo)
    {
        var schemes = new Dictionary<string, string>(StringComparer.Ordinal);
        // Authentication brings data protection, whose keys would be kept in the home directory. Nothing of ours is
        // protected by them: there are no cookies.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        var authentication = services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme);
        foreach (var (index, issuer) in settings.Issuers.Index())
        {
            var scheme = $"Issuer{index}";
            schemes[Named(issuer.Issuer)] = scheme;
            authentication.AddJwtBearer(scheme, options =>
            {
                options.Authority = issuer.Authority;
                options.RequireHttpsMetadata = !new Uri(issuer.Authority).IsLoopback;
                Harden(options, issuer.Audience);
            });
        }

        if (settings.IsDemo && demo is not null)
        {
            schemes[DemoIssuer.Name] = DemoScheme;
            authentication.AddJwtBearer(DemoScheme, options =>
            {
                Harden(options, DemoIssuer.Audience);
                options.TokenValidationParameters.ValidIssuer = DemoIssuer.Name;
                options.TokenValidationParameters.IssuerSigningKey = demo.Key;
            });
        }

        authentication.AddPolicyScheme(JwtBearerDefaults.AuthenticationScheme, displayName: null, options =>
            options.ForwardDefaultSelector = context => SchemeFor(context.Request, schemes));
        return services;
    }

    /// <summary>
    /// Asymmetric signatures only, so that no public key can pass as a shared secret. The handler never follows
    /// <c>jku</c> or <c>x5u</c> and never believes a <c>jwk</c> in the header; keys come from the configured issuer.
    /// </summary>
    private static void Harden(JwtBearerOptions options, string audience)
    {
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256],
            ValidAudience = audience,
            ValidateAudience = true,
            ValidateIssuer = true,
            ValidateIssuerSigningKey = true,
            ValidateLifetime = true,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            RequireAudience = true,
            ClockSkew = TimeSpan.FromSeconds(60),
        };
        options.Events = new JwtBearerEvents { OnTokenValidated = RequireSubject };
    }

    private static Task RequireSubject(TokenValidatedContext context)
    {
        if (context.SecurityToken is not JsonWebToken token || string.IsNullOrEmpty(token.Subject))
        {
            context.Fail("The token has no subject.");
        }
        else if (token.TryGetHeaderValue<object>("crit", out _))
        {
            // RFC 7515 4.1.11: what must be understood and is not, is refused. We understand no extension.
            context.Fail("The token demands an extension that is not supported.");
        }

        return Task.CompletedTask;
    }

    /// <summary>Only picks who shall judge the token: an unknown issuer goes to the first scheme, which refuses it.</summary>
    private static string SchemeFor(HttpRequest request, Dictionary<string, string> schemes)
    {
        const string Prefix = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        var token = header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : "";
        return schemes.GetValueOrDefault(Named(ClaimedIssuer(token))) ?? schemes.Values.First();
    }

    private static string ClaimedIssuer(string token)
    {
        try
        {
            return new JsonWebToken(token).Issuer;
        }
        catch (ArgumentException)
        {
            return ""; // Not a token at all, which the scheme will say.
        }
    }

    private static string Named(string issuer) => issuer.TrimEnd('/');
}
