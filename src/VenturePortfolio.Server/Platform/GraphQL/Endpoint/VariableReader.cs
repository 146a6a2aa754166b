using System.Globalization;
using System.Numerics;
using System.Text.Json;
using GraphQL;

namespace VenturePortfolio.Server;

/// <summary>
/// Variables as plain values. Text that PostgreSQL cannot hold (NUL) or that is no text (half a surrogate pair) is
/// refused here with its place, for every field of every operation at once.
/// </summary>
public static class VariableReader
{
    /// <summary>Longer whole numbers fit no scalar of ours, and parsing them is quadratic.</summary>
    private const int DigitsMax = 40;

    /// <exception cref="HttpRefusalException">A text or a number is unusable; the message names its place.</exception>
    public static Inputs Read(JsonElement variables) =>
        variables.ValueKind == JsonValueKind.Null ? Inputs.Empty : new Inputs(Members(variables, "variables"));

    /// <summary>A JSON string as text.</summary>
    internal static string Text(JsonElement value, string path, bool allowNul = false)
    {
        try
        {
            var text = value.GetString()!;
            return allowNul || !text.Contains('\0', StringComparison.Ordinal) ? text : throw NotText(path);
        }
        catch (InvalidOperationException)
        {
            throw NotText(path);
        }
    }

    private static Dictionary<string, object?> Members(JsonElement value, string path)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var name = Name(member, path);
            members[name] = Value(member.Value, $"{path}.{name}");
        }

        return members;
    }

    private static string Name(JsonProperty member, string path)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw NotText(path);
        }
    }

    private static object? Value(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.String => Text(value, path),
        JsonValueKind.Number => Number(value, path),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => value.EnumerateArray().Select((item, index) => Value(item, $"{path}.{index}")).ToList(),
        JsonValueKind.Object => Members(value, path),
        _ => null,
    };

    private static object Number(JsonElement value, string path)
    {
        if (value.TryGetInt32(out var small))
        {
            return small;
        }

        if (value.TryGetInt64(out var whole))
        {
            return whole;
        }

        var text = value.GetRawText();
        if (text.Length <= DigitsMax && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large))
        {
            return large;
        }

        if (text.Length <= DigitsMax && value.TryGetDecimal(out var exact))
        {
            return exact;
        }

        return value.TryGetDouble(out var approximate) && double.IsFinite(approximate)
            ? approximate
            : throw new HttpRefusalException(HttpRefusal.BadRequest($"{path} is a number out of range."));
    }

    private static HttpRefusalException NotText(string path) =>
        new(new HttpRefusal(StatusCodes.Status400BadRequest, "INVALID_TEXT", $"{path} holds characters that are not text."));
}
