using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace VenturePortfolio.Server;

/// <summary>A body and the hash it was sealed with.</summary>
/// <param name="Body">What was sealed.</param>
/// <param name="Hash">SHA-256 of the body's JSON, lower-case hex.</param>
public sealed record Sealed<T>(T Body, string Hash);

/// <summary>
/// JSON on one line with its own SHA-256 in front: <c>{"sha256":"…","body":{…}}</c>. Tells damage and edits by hand; whoever
/// computes the hash anew is caught only by a copy of the hash kept elsewhere.
/// </summary>
public static class SealedJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>The line, without its end, and the hash in it.</summary>
    public static (string Text, string Hash) Seal<T>(T body)
    {
        var json = JsonSerializer.Serialize(body, Options);
        var hash = HashOf(json);
        return ($$"""{"sha256":"{{hash}}","body":{{json}}}""", hash);
    }

    /// <summary>Null when it is not what was sealed.</summary>
    public static Sealed<T>? Open<T>(string text)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (!document.RootElement.TryGetProperty("sha256", out var stated) || !document.RootElement.TryGetProperty("body", out var body))
                return null;
            var hash = HashOf(body.GetRawText());
            return stated.ValueEquals(hash) && body.Deserialize<T>(Options) is { } opened ? new(opened, hash) : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null; // Cut off, or not JSON at all.
        }
    }

    private static string HashOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}
