using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>The current row, its columns as the bytes PostgreSQL sent.</summary>
internal sealed class RowReader(NpgsqlDataReader reader) : IDisposable
{
    private byte[] scratch = ArrayPool<byte>.Shared.Rent(256);

    public bool IsNull(int ordinal) => reader.IsDBNull(ordinal);

    /// <summary>Valid until the next call.</summary>
    public ReadOnlySpan<byte> Bytes(int ordinal)
    {
        var length = (int)reader.GetBytes(ordinal, 0, null, 0, 0);
        if (scratch.Length < length)
        {
            ArrayPool<byte>.Shared.Return(scratch);
            scratch = ArrayPool<byte>.Shared.Rent(length);
        }

        reader.GetBytes(ordinal, 0, scratch, 0, length);
        return scratch.AsSpan(0, length);
    }

    public long Integer(int ordinal) => BinaryInteger(Bytes(ordinal));

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(scratch);
        scratch = [];
    }

    public static long BinaryInteger(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        2 => BinaryPrimitives.ReadInt16BigEndian(bytes),
        4 => BinaryPrimitives.ReadInt32BigEndian(bytes),
        8 => BinaryPrimitives.ReadInt64BigEndian(bytes),
        _ => throw new InvalidOperationException($"An integer of {bytes.Length} bytes."),
    };
}

/// <summary>PostgreSQL's binary values as JSON.</summary>
internal static class BinaryJson
{
    public static void Write(JsonBuffer json, ColumnType type, ReadOnlySpan<byte> value)
    {
        switch (type)
        {
            case ColumnType.Text:
                json.Text(value);
                break;
            case ColumnType.Int:
                json.Number(RowReader.BinaryInteger(value));
                break;
            case ColumnType.Long:
                json.Byte((byte)'"');
                json.Number(RowReader.BinaryInteger(value));
                json.Byte((byte)'"');
                break;
            case ColumnType.Decimal:
                json.Byte((byte)'"');
                json.Raw(value);
                json.Byte((byte)'"');
                break;
            case ColumnType.Boolean:
                json.Raw(value[0] != 0 ? "true"u8 : "false"u8);
                break;
            case ColumnType.Date:
                Date(json, BinaryPrimitives.ReadInt32BigEndian(value));
                break;
            case ColumnType.Instant:
                Instant(json, BinaryPrimitives.ReadInt64BigEndian(value));
                break;
            default:
                throw new InvalidOperationException($"A {type} is not shown as it is.");
        }
    }

    /// <summary>An enum's stored text as its GraphQL name.</summary>
    public static void Enum(JsonBuffer json, ReadOnlySpan<byte> stored)
    {
        json.Byte((byte)'"');
        foreach (var letter in stored)
        {
            json.Byte(letter is (byte)'-' or (byte)' ' ? (byte)'_' : letter is >= (byte)'a' and <= (byte)'z' ? (byte)(letter - 32) : letter);
        }

        json.Byte((byte)'"');
    }

    /// <summary>Minor units with all the decimals of the currency, never rounded.</summary>
    public static void Amount(JsonBuffer json, long minor, int digits)
    {
        Span<byte> text = stackalloc byte[32];
        var magnitude = minor < 0 ? unchecked((ulong)-minor) : (ulong)minor;
        Utf8Formatter.TryFormat(magnitude, text, out var length);
        json.Byte((byte)'"');
        if (minor < 0)
        {
            json.Byte((byte)'-');
        }

        var whole = length - digits;
        json.Raw(whole > 0 ? text[..whole] : "0"u8);
        if (digits > 0)
        {
            json.Byte((byte)'.');
            for (var missing = whole; missing < 0; missing++)
            {
                json.Byte((byte)'0');
            }

            json.Raw(text[Math.Max(whole, 0)..length]);
        }

        json.Byte((byte)'"');
    }

    public static void Date(JsonBuffer json, int daysSince2000)
    {
        json.Byte((byte)'"');
        Day(json, Cursor.Epoch.AddDays(daysSince2000));
        json.Byte((byte)'"');
    }

    /// <summary>UTC to the microsecond, without trailing zeros.</summary>
    public static void Instant(JsonBuffer json, long microsecondsSince2000)
    {
        var time = Cursor.Epoch.AddTicks(microsecondsSince2000 * 10);
        json.Byte((byte)'"');
        Day(json, time);
        json.Byte((byte)'T');
        Digits(json, time.Hour, 2);
        json.Byte((byte)':');
        Digits(json, time.Minute, 2);
        json.Byte((byte)':');
        Digits(json, time.Second, 2);
        var fraction = (int)(time.Ticks % TimeSpan.TicksPerSecond / 10);
        if (fraction != 0)
        {
            var places = 6;
            while (fraction % 10 == 0)
            {
                fraction /= 10;
                places--;
            }

            json.Byte((byte)'.');
            Digits(json, fraction, places);
        }

        json.Raw("Z\""u8);
    }

    private static void Day(JsonBuffer json, DateTime day)
    {
        Digits(json, day.Year, 4);
        json.Byte((byte)'-');
        Digits(json, day.Month, 2);
        json.Byte((byte)'-');
        Digits(json, day.Day, 2);
    }

    private static void Digits(JsonBuffer json, int value, int places)
    {
        var span = json.Reserve(places);
        for (var i = places - 1; i >= 0; i--)
        {
            span[i] = (byte)('0' + (value % 10));
            value /= 10;
        }

        json.Advance(places);
    }
}
