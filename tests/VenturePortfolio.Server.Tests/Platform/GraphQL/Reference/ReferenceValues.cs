using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server.Tests;

/// <summary>Values of rows compared, written and read back, independently of the engine.</summary>
internal static class ReferenceValues
{
    /// <summary>As PostgreSQL orders them: texts by code point, uuids by their bytes.</summary>
    public static int Compare(object one, object other) => (one, other) switch
    {
        (string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)),
        (Guid a, Guid b) => a.ToByteArray(bigEndian: true).AsSpan().SequenceCompareTo(b.ToByteArray(bigEndian: true)),
        (IComparable a, _) => a.CompareTo(other),
        _ => throw new InvalidOperationException($"{one.GetType().Name} has no order."),
    };

    /// <summary>A stored value as JSON.</summary>
    public static string Json(ColumnField field, object? value) => (field.Type, value) switch
    {
        (_, null) => "null",
        (ColumnType.Text, string text) => Quote(field.Enum is null ? text : text.ToUpperInvariant().Replace('-', '_')),
        (ColumnType.Boolean, bool truth) => truth ? "true" : "false",
        (ColumnType.Int, int number) => number.ToString(CultureInfo.InvariantCulture),
        (ColumnType.Long, long number) => Quote(number.ToString(CultureInfo.InvariantCulture)),
        (ColumnType.Decimal, decimal number) => Quote(number.ToString(CultureInfo.InvariantCulture)),
        (ColumnType.Date, LocalDate date) => Quote(LocalDatePattern.Iso.Format(date)),
        (ColumnType.Instant, Instant instant) => Quote(InstantPattern.ExtendedIso.Format(instant)),
        _ => throw new InvalidOperationException($"{field.Name} is a {value!.GetType().Name}."),
    };

    /// <summary>Minor units with the decimals of the currency. The five currencies of the random world, by ISO 4217.</summary>
    public static string Amount(long minor, string currency)
    {
        var digits = Digits(currency);
        var text = Math.Abs(minor).ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        return (minor < 0 ? "-" : "") + (digits == 0 ? text : text[..^digits] + "." + text[^digits..]);
    }

    public static int Digits(string currency) => currency switch { "JPY" => 0, "KWD" => 3, _ => 2 };

    public static string Quote(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var letter in text)
        {
            json.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                < ' ' or '\u007f' => $"\\u00{(int)letter:X2}",
                _ => letter.ToString(),
            });
        }

        return json.Append('"').ToString();
    }

    /// <summary>What a query's literal or variable means for a column of this type.</summary>
    public static object Parse(ColumnType type, EnumDeclaration? values, object given)
    {
        var text = Convert.ToString(given, CultureInfo.InvariantCulture)!;
        return type switch
        {
            ColumnType.Text when values is not null => values.Stored.First(stored => string.Equals(
                stored.ToUpperInvariant().Replace('-', '_'), text, StringComparison.Ordinal)),
            ColumnType.Text => text,
            ColumnType.Int => int.Parse(text, CultureInfo.InvariantCulture),
            ColumnType.Long => long.Parse(text, CultureInfo.InvariantCulture),
            ColumnType.Decimal => decimal.Parse(text, CultureInfo.InvariantCulture),
            ColumnType.Boolean => (bool)given,
            ColumnType.Date => LocalDatePattern.Iso.Parse(text).Value,
            ColumnType.Instant => InstantPattern.ExtendedIso.Parse(text).Value,
            _ => throw new InvalidOperationException($"{type} is not filtered by value."),
        };
    }

    public static object ParseKey(NodeDeclaration node, string id)
    {
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(id));
        var key = text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return node.KeyType switch
        {
            ColumnType.Uuid => Guid.Parse(key),
            ColumnType.Long => long.Parse(key, CultureInfo.InvariantCulture),
            _ => key,
        };
    }
}
