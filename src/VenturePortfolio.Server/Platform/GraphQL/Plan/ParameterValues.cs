using System.Globalization;
using System.Text;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>Coerced GraphQL values as the values PostgreSQL is sent; what cannot be one is the asker's fault, told with a code.</summary>
internal static class ParameterValues
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Func<object, object> Converter(ColumnType type) => type switch
    {
        ColumnType.Text => value => Text(value.ToString()!),
        ColumnType.Long => value => value is decimal number ? WholeNumber(number) : Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ColumnType.Date => value => ((LocalDate)value).ToDateOnly(),
        ColumnType.Instant => value => ((Instant)value).ToDateTimeUtc(),
        _ => value => value,
    };

    /// <summary>Of an argument: what it cannot answer is refused with the code it declares.</summary>
    public static Func<object, object> Converter(RelationArgument argument)
    {
        var convert = Converter(argument.Type);
        return argument.Answered is not { } answered ? convert : value => answered.Known.Contains(value.ToString(), StringComparer.Ordinal)
            ? convert(value)
            : throw new OperationFault(new Error(answered.Code, argument.Name, $"{value} cannot be answered here.")
                .With("value", value.ToString()!).With("known", string.Join(", ", answered.Known)));
    }

    /// <summary>Keys inside global ids of a node, for filters: an id of another kind is refused.</summary>
    public static Func<object, object> KeyConverter(NodeDeclaration node) => value =>
        Key(node, value.ToString()!)
        ?? throw new OperationFault(new Error("BAD_ID", "id", $"\"{value}\" is not the id of a {node.Name}.").With("node", node.Name).With("value", AsTyped.Shown(value.ToString()!)));

    /// <summary>Keys inside global ids, for look-ups: an id of another kind names nothing.</summary>
    public static Func<object, object> KeyOrNothing(NodeDeclaration node) => value =>
        Key(node, value.ToString()!) ?? (node.KeyType switch
        {
            ColumnType.Uuid => Guid.Empty,
            ColumnType.Long => (object)long.MinValue,
            _ => string.Empty,
        });

    private static object? Key(NodeDeclaration node, string id)
    {
        if (GlobalId.Parse(id) is not { } parsed || !string.Equals(parsed.Type, node.Name, StringComparison.Ordinal))
        {
            return null;
        }

        return node.KeyType switch
        {
            ColumnType.Uuid => Guid.TryParseExact(parsed.Key, "D", out var key) ? key : null,
            ColumnType.Long => long.TryParse(parsed.Key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ => parsed.Key,
        };
    }

    private static string Text(string text)
    {
        try
        {
            _ = Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            throw new OperationFault("BAD_VALUE", "A text is not valid Unicode.");
        }

        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new OperationFault("BAD_VALUE", "A text holds a NUL character, which no stored text can.")
            : text;
    }

    private static long WholeNumber(decimal number) =>
        number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue
            ? (long)number
            : throw new OperationFault("BAD_VALUE", $"{number} is not a whole number of at most 64 bits.");
}
