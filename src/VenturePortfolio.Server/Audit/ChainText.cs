using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>
/// The bytes whose SHA-256 chains a row to the one before it: the text PostgreSQL gives for <c>jsonb_build_array(…)::text</c>,
/// written here once more, so that who checks a chain shares no code with what made it.
/// </summary>
public sealed class ChainText
{
    private readonly StringBuilder text = new("[");

    public ChainText Add(Guid? value) => Raw(value is { } id ? $"\"{id:D}\"" : "null");

    public ChainText Add(long? value) => Raw(value is { } number ? number.ToString(CultureInfo.InvariantCulture) : "null");

    public ChainText Add(string? value) => Raw(value is null ? "null" : Quoted(value));

    /// <summary>As whole microseconds since 1970, which is what PostgreSQL stores.</summary>
    public ChainText Add(Instant value) => Add((value - Instant.FromUnixTimeTicks(0)).ToInt64Nanoseconds() / 1000);

    /// <summary>As days since 1970-01-01.</summary>
    public ChainText Add(LocalDate value) => Add((long)Period.DaysBetween(new LocalDate(1970, 1, 1), value));

    public byte[] HashAfter(ReadOnlySpan<byte> previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        hash.AppendData(Encoding.UTF8.GetBytes($"{text}]"));
        return hash.GetHashAndReset();
    }

    private ChainText Raw(string json)
    {
        text.Append(text.Length == 1 ? "" : ", ").Append(json);
        return this;
    }

    // PostgreSQL escapes what JSON demands and nothing else.
    private static string Quoted(string value)
    {
        var quoted = new StringBuilder("\"", value.Length + 2);
        foreach (var c in value)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
