using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>The order of one list, and its cursors.</summary>
internal sealed class ReferenceOrder
{
    private readonly NodeDeclaration node;
    private readonly List<(ColumnField? Field, bool Descending)> keys = [];
    private readonly string signature;

    public ReferenceOrder(NodeDeclaration node, IEnumerable<string> choices)
    {
        this.node = node;
        signature = node.Name;
        foreach (var choice in choices)
        {
            var descending = choice.EndsWith("_DESC", StringComparison.Ordinal);
            var name = choice[..choice.LastIndexOf('_')].Replace("_", "", StringComparison.Ordinal);
            var field = node.Fields.OfType<ColumnField>().FirstOrDefault(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase));
            if (!keys.Exists(key => key.Field is null || key.Field == field))
            {
                keys.Add((field, descending));
                signature += "|" + choice;
            }
        }

        if (!keys.Exists(key => key.Field is null))
        {
            keys.Add((null, keys.Count > 0 && keys[^1].Descending));
        }
    }

    public int Compare(ReferenceRow one, ReferenceRow other)
    {
        foreach (var (field, descending) in keys)
        {
            var order = ReferenceValues.Compare(Value(one, field, descending), Value(other, field, descending));
            if (order != 0)
            {
                return descending ? -order : order;
            }
        }

        return 0;
    }

    public string Cursor(ReferenceRow row)
    {
        using var bytes = new MemoryStream();
        bytes.Write(SHA256.HashData(Encoding.UTF8.GetBytes(signature)).AsSpan(0, 4));
        Span<byte> length = stackalloc byte[2];
        foreach (var (field, descending) in keys)
        {
            var value = Binary(Value(row, field, descending), field?.Column16(row) ?? false);
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)value.Length);
            bytes.Write(length);
            bytes.Write(value);
        }

        return Convert.ToBase64String(bytes.ToArray());
    }

    private object Value(ReferenceRow row, ColumnField? field, bool descending) => field is null ? row[node.KeyColumn]! : row.Of(field) ?? Last(field.Type, descending);

    // Who has none comes last, whichever way it is sorted.
    private static object Last(ColumnType type, bool descending) => (type, descending) switch
    {
        (ColumnType.Decimal, false) => decimal.MaxValue,
        (ColumnType.Decimal, true) => decimal.MinValue,
        (ColumnType.Date, false) => new LocalDate(9999, 12, 30),
        (ColumnType.Date, true) => new LocalDate(1, 1, 2),
        _ => throw new InvalidOperationException($"{type} may not be null where rows are sorted by it."),
    };

    private static byte[] Binary(object value, bool small) => value switch
    {
        string text => Encoding.UTF8.GetBytes(text),
        Guid key => key.ToByteArray(bigEndian: true),
        bool truth => [truth ? (byte)1 : (byte)0],
        int number when small => Integer(number)[6..],
        int number => Integer(number)[4..],
        long number => Integer(number),
        decimal number => Encoding.UTF8.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        LocalDate date => Integer(Period.DaysBetween(new LocalDate(2000, 1, 1), date))[4..],
        Instant instant => Integer((instant - Instant.FromUtc(2000, 1, 1, 0, 0)).ToInt64Nanoseconds() / 1000),
        _ => throw new InvalidOperationException($"{value.GetType().Name} stands in no cursor."),
    };

    private static byte[] Integer(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}

internal static class SmallColumns
{
    /// <summary>Columns PostgreSQL holds in 16 bits, which it sends as two bytes.</summary>
    public static bool Column16(this ColumnField field, ReferenceRow row) => (row.Node.Name, field.Name) is ("SubFund", "vintage") or ("Currency", "minorDigits");
}
