using System.Text;

namespace VenturePortfolio.Server;

/// <summary>Global ids: base64 of <c>TypeName:key</c>. They name a thing; they give no right to it.</summary>
public static class GlobalId
{
    public static string Of(string type, Guid key) => Of(type, key.ToString());

    public static string Of(string type, string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{type}:{key}"));

    /// <summary>Type and key text; null when it is not a global id at all.</summary>
    public static (string Type, string Key)? Parse(string? id)
    {
        if (id is null || id.Length > 400)
        {
            return null;
        }

        var bytes = new byte[id.Length];
        if (!Convert.TryFromBase64String(id, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 || text.Contains('\0', StringComparison.Ordinal) ? null : (text[..colon], text[(colon + 1)..]);
    }

    /// <summary>The uuid of an id of this type; null when absent, garbled or of another type.</summary>
    public static Guid? KeyOf(string? id, string type) =>
        Parse(id) is { } parsed
        && string.Equals(parsed.Type, type, StringComparison.Ordinal)
        && Guid.TryParseExact(parsed.Key, "D", out var key)
            ? key
            : null;
}
