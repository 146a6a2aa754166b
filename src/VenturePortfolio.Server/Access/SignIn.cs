using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace VenturePortfolio.Server;

/// <summary>Bearer tokens of the trusted issuers: one scheme each, chosen by what the token says its issuer is.</summary>
public static class SignIn
{
    /// <summary>
    /// The way in, asked for by name: no scheme is the default, or ASP.NET Core would judge every token before us, and again
    /// for each request what <see cref="VerifiedTokens"/> remembers.
    /// </summary>
    public const string Scheme = JwtBearerDefaults.AuthenticationScheme;

    private const string DemoScheme = "Demo";

    /// <summary>
    /// Access tokens; none at all is common too. What an issuer signs for other purposes (a logout, a proof of possession)
    /// is no way in. Source: RFC 8725, 3.11; RFC 9068, 2.1.
    /// </summary>
    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];

    /// <param name="settings">Whom we believe.</param>
    /// <param name="demo">Null outside the demo profile: then nothing trusts its key.</param>
    public static IServiceCollection AddSignIn(this IServiceCollection services, SignInSettings settings, DemoIssuer? demo)
    {
        var schemes = new Dictionary<string, string>(StringComparer.Ordinal);
        // Authentication brings data protection, whose keys would be kept in the home directory. Nothing of ours is
        // protected by them: there are no cookies.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings).AddSingleton<TrustedIssuers>().AddHostedService(provider => provider.GetRequiredService<TrustedIssuers>());
        var authentication = services.AddAuthentication();
        foreach (var (index, issuer) in settings.Issuers.Index())
        {
            var scheme = $"Issuer{index}";
            schemes[TrustedIssuer.Named(issuer.Issuer)] = scheme;
            authentication.AddJwtBearer(scheme, options => Harden(options, issuer.Audience));
            services.AddOptions<JwtBearerOptions>(scheme).Configure<TrustedIssuers>((options, issuers) =>
            {
                options.ConfigurationManager = issuers[index];
                options.RefreshOnIssuerKeyNotFound = false;
                options.Events.OnMessageReceived = context => ExamineAsync(context, issuer, issuers[index]);
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

        authentication.AddPolicyScheme(Scheme, displayName: null, options =>
            options.ForwardDefaultSelector = context => SchemeFor(context, schemes));
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
            TypeValidator = (type, _, _) => string.IsNullOrEmpty(type) || Types.Contains(type, StringComparer.OrdinalIgnoreCase)
                ? type
                : throw new SecurityTokenInvalidTypeException("The token was made for another purpose."),
        };
        options.Events = new JwtBearerEvents { OnMessageReceived = Examine, OnTokenValidated = RequireSubject };
    }

    private static Task Examine(MessageReceivedContext context)
    {
        if (ClaimedToken.Of(context.HttpContext) is { Fault: { } fault })
        {
            context.Fail(fault);
        }

        return Task.CompletedTask;
    }

    /// <summary>Only a token that names this issuer can make us ask it for its keys.</summary>
    private static async Task ExamineAsync(MessageReceivedContext context, TrustedIssuer issuer, IssuerKeys keys)
    {
        if (ClaimedToken.Of(context.HttpContext) is not { } claimed)
        {
            return;
        }

        if (claimed.Fault is { } fault)
        {
            context.Fail(fault);
        }
        else if (!string.Equals(TrustedIssuer.Named(claimed.Issuer), TrustedIssuer.Named(issuer.Issuer), StringComparison.Ordinal))
        {
            context.Fail("The token is of an issuer that is not trusted.");
        }
        else if (!await keys.ReadyAsync(context.HttpContext.RequestAborted))
        {
            context.Fail(new IssuerUnreachableException());
        }
        else
        {
            await keys.LearnAsync(claimed.KeyId, context.HttpContext.RequestAborted);
        }
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
    private static string SchemeFor(HttpContext context, Dictionary<string, string> schemes) =>
        schemes.GetValueOrDefault(TrustedIssuer.Named(ClaimedToken.Of(context)?.Issuer ?? "")) ?? schemes.Values.First();
}
