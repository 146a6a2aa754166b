using Microsoft.Extensions.Configuration;

namespace VenturePortfolio.Server;

/// <summary>Whom we believe about who somebody is. What they may do stands in our own tables.</summary>
/// <param name="Issuers">OpenID Connect issuers; their keys are fetched from their own address and nowhere else.</param>
/// <param name="IsDemo">The program vouches for the invented people of the demo itself.</param>
public sealed record SignInSettings(IReadOnlyList<TrustedIssuer> Issuers, bool IsDemo)
{
    /// <summary>
    /// Reads <c>Auth:Authority</c> with <c>Auth:Audience</c>, or <c>Auth:Issuers:0:Authority</c> and so on. The demo is
    /// <c>Profile=demo</c>, or nothing configured at all: neither issuers nor a database of one's own.
    /// </summary>
    /// <exception cref="PlainException">Nobody could sign in, or a setting is half made.</exception>
    public static SignInSettings From(IConfiguration configuration)
    {
        var auth = configuration.GetSection("Auth");
        var issuers = auth.GetSection("Issuers").GetChildren().Prepend(auth)
            .Select(TrustedIssuer.From)
            .OfType<TrustedIssuer>()
            .ToList();
        if (issuers.DistinctBy(issuer => issuer.Issuer, StringComparer.Ordinal).Count() < issuers.Count)
        {
            throw new PlainException("The same sign-in issuer is configured twice.");
        }

        var isDemo = configuration["Profile"] is { Length: > 0 } profile
            ? string.Equals(profile, "demo", StringComparison.OrdinalIgnoreCase)
            : issuers.Count == 0 && configuration.GetConnectionString("Portfolio") is null or "";
        return issuers.Count > 0 || isDemo
            ? new SignInSettings(issuers, isDemo)
            : throw new PlainException("Nobody could sign in: set Auth__Authority and Auth__Audience to an OpenID Connect issuer.");
    }
}

/// <param name="Authority">Address under which <c>/.well-known/openid-configuration</c> is found.</param>
/// <param name="Audience">What the token's <c>aud</c> must name.</param>
/// <param name="Issuer">What <c>iss</c> says, when it is not the authority itself.</param>
public sealed record TrustedIssuer(string Authority, string Audience, string Issuer)
{
    /// <summary>Issuers are compared without a trailing slash: some write it in their tokens only.</summary>
    public static string Named(string issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return issuer.TrimEnd('/');
    }

    internal static TrustedIssuer? From(IConfigurationSection section)
    {
        if (section["Authority"] is not { Length: > 0 } authority)
        {
            return null;
        }

        if (!Uri.TryCreate(authority, UriKind.Absolute, out var address) || (!string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) && !address.IsLoopback))
        {
            throw new PlainException($"{section.Path}:Authority must be an https address: {authority}");
        }

        return section["Audience"] is { Length: > 0 } audience
            ? new TrustedIssuer(authority, audience, section["Issuer"] ?? authority)
            : throw new PlainException($"{section.Path}:Audience is missing: tokens meant for others would be accepted.");
    }
}
