using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace VenturePortfolio.Server;

/// <summary>
/// What a bearer token says of itself before anybody has believed it: good for choosing who judges it, and for refusing
/// what nobody should have to judge.
/// </summary>
/// <param name="Issuer">Empty when it says none.</param>
/// <param name="KeyId">Empty when it says none.</param>
/// <param name="Fault">Why it is refused unjudged; null: it is to be judged.</param>
internal sealed record ClaimedToken(string Issuer, string KeyId, string? Fault)
{
    /// <summary>Longest token judged, in characters; ours and those of the issuers known to us stay below 2,000.</summary>
    private const int LengthMax = 8 * 1024;

    private const string Scheme = "Bearer ";

    /// <summary>The token of this request, read once; null when it brings none.</summary>
    public static ClaimedToken? Of(HttpContext context)
    {
        if (context.Items.TryGetValue(typeof(ClaimedToken), out var read))
        {
            return (ClaimedToken?)read;
        }

        var claimed = TextOf(context.Request) is { } text ? Read(text) : null;
        context.Items[typeof(ClaimedToken)] = claimed;
        return claimed;
    }

    /// <summary>What stands behind <c>Authorization: Bearer</c>; null when nothing does.</summary>
    public static string? TextOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }

    private static ClaimedToken Read(string text)
    {
        if (text.Length > LengthMax)
        {
            return Refused("The token is too long.");
        }

        try
        {
            var token = new JsonWebToken(text);
            return token.IsEncrypted ? Refused("Encrypted tokens are not accepted.")
                : HasOneMeaning(token.EncodedHeader) && HasOneMeaning(token.EncodedPayload) ? new(token.Issuer, token.Kid, Fault: null)
                : Refused("The token says something twice.");
        }
        catch (Exception garbled) when (garbled is ArgumentException or FormatException or JsonException or InvalidOperationException)
        {
            return Refused("The token cannot be read.");
        }
    }

    /// <summary>
    /// No name stands twice: of two claims of one name one reader believes the first, another the last. Source: RFC 7519,
    /// section 4, which leaves the choice; RFC 8725, 2.1, on why there should be none.
    /// </summary>
    private static bool HasOneMeaning(string encoded)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var json = new Utf8JsonReader(Base64UrlEncoder.DecodeBytes(encoded));
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1 && !names.Add(json.GetString()!))
            {
                return false;
            }
        }

        return true;
    }

    private static ClaimedToken Refused(string fault) => new("", "", fault);
}
