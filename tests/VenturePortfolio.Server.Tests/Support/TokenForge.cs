using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace VenturePortfolio.Server.Tests;

/// <summary>Tokens made by hand: right in everything but what the test changes. Signed RS256 unless it signs itself.</summary>
public sealed class TokenForge(string issuer, string audience, string subject, string keyId, RSA rsa)
{
    /// <param name="claims">Changes the claims.</param>
    /// <param name="header">Changes the header.</param>
    /// <param name="sign">From the bytes signed to the signature.</param>
    /// <param name="payload">Changes the text of the claims, for what no dictionary can hold.</param>
    public string Make(
        Action<Dictionary<string, object>>? claims = null,
        Action<Dictionary<string, object>>? header = null,
        Func<byte[], byte[]>? sign = null,
        Func<string, string>? payload = null)
    {
        var head = new Dictionary<string, object>(StringComparer.Ordinal) { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = keyId };
        var body = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = issuer,
            ["aud"] = audience,
            ["sub"] = subject,
            ["iat"] = Seconds(-600),
            ["nbf"] = Seconds(-600),
            ["exp"] = Seconds(600),
        };
        header?.Invoke(head);
        claims?.Invoke(body);
        var text = JsonSerializer.Serialize(body);
        var signed = $"{Base64UrlEncoder.Encode(JsonSerializer.Serialize(head))}.{Base64UrlEncoder.Encode(payload?.Invoke(text) ?? text)}";
        var signature = (sign ?? Sign)(Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64UrlEncoder.Encode(signature)}";
    }

    public static long Seconds(int fromNow) => TimeProvider.System.GetUtcNow().AddSeconds(fromNow).ToUnixTimeSeconds();

    /// <summary>As the issuer signs.</summary>
    private byte[] Sign(byte[] data) => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
