using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using GraphQL.Validation;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// Reads cursors. A cursor is base64 of the order's signature and, for each sort key, its length and PostgreSQL's binary value
/// (of a decimal, its text). It says where to go on, never what may be seen.
/// </summary>
internal static class Cursor
{
    /// <summary>2000-01-01, from which PostgreSQL counts days and microseconds.</summary>
    public static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="OperationFault">BAD_CURSOR: garbled, or of another connection or order.</exception>
    public static object Key(string cursor, OrderKeys order, int position)
    {
        var bytes = new byte[cursor.Length];
        if (!Convert.TryFromBase64String(cursor, bytes, out var length)
            || length < 4
            || BinaryPrimitives.ReadUInt32BigEndian(bytes) != order.Signature)
        {
            throw Bad();
        }

        ReadOnlySpan<byte> rest = bytes.AsSpan(4, length - 4);
        object? found = null;
        for (var i = 0; i < order.Keys.Count; i++)
        {
            if (rest.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(rest) is var size && rest.Length < 2 + size)
            {
                throw Bad();
            }

            var value = Value(order.Keys[i].Type, rest.Slice(2, size)) ?? throw Bad();
            found = i == position ? value : found;
            rest = rest[(2 + size)..];
        }

        return rest.IsEmpty ? found! : throw Bad();
    }

    private static object? Value(ColumnType type, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return (type, bytes.Length) switch
            {
                (ColumnType.Text, _) => bytes.Contains((byte)0) ? null : Strict.GetString(bytes),
                (ColumnType.Int, 2) => (int)BinaryPrimitives.ReadInt16BigEndian(bytes),
                (ColumnType.Int, 4) => BinaryPrimitives.ReadInt32BigEndian(bytes),
                (ColumnType.Long, 8) => BinaryPrimitives.ReadInt64BigEndian(bytes),
                (ColumnType.Boolean, 1) => bytes[0] != 0,
                (ColumnType.Date, 4) => DateOnly.FromDateTime(Epoch).AddDays(BinaryPrimitives.ReadInt32BigEndian(bytes)),
                (ColumnType.Instant, 8) => Epoch.AddTicks(checked(BinaryPrimitives.ReadInt64BigEndian(bytes) * 10)),
                (ColumnType.Uuid, 16) => new Guid(bytes, bigEndian: true),
                (ColumnType.Decimal, _) => decimal.TryParse(
                    bytes, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                        ? number
                        : null,
                _ => null,
            };
        }
        catch (Exception wrong) when (wrong is DecoderFallbackException or ArgumentOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    private static OperationFault Bad() => new(new Error("BAD_CURSOR", "after", "A cursor is garbled, or belongs to another connection or order."));
}

/// <summary>One sort key inside a cursor that was given as an argument.</summary>
internal sealed class CursorParameter(ValueSource cursor, OrderKeys order, int position) : PlanParameter
{
    public override NpgsqlParameter Bind(in BindingContext context) => TypedParameter.Of(
        order.Keys[position].Type,
        Cursor.Key((string)cursor.Value(context.Variables)!, order, position));
}
