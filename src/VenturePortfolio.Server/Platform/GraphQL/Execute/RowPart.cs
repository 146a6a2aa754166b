using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace VenturePortfolio.Server;

/// <summary>What is at hand while a level's rows are written: the row, and the levels below, which are already JSON.</summary>
internal sealed class RowContext(RowReader row, StageState state)
{
    public RowReader Row => row;

    public StageState State => state;
}

/// <summary>One member of an object made from a row. It writes its name, its value and a comma.</summary>
internal abstract class RowPart(string responseKey)
{
    /// <summary><c>"name":</c>.</summary>
    protected byte[] Name { get; } = JsonNames.Of(responseKey);

    public abstract void Write(RowContext context, JsonBuffer json);

    /// <summary><c>{…}</c>.</summary>
    public static void Object(RowPart[] parts, RowContext context, JsonBuffer json)
    {
        json.Byte((byte)'{');
        foreach (var part in parts)
        {
            part.Write(context, json);
            json.Byte((byte)',');
        }

        if (parts.Length > 0)
        {
            json.DropLast();
        }

        json.Byte((byte)'}');
    }
}

internal static class JsonNames
{
    public static byte[] Of(string responseKey) => Encoding.UTF8.GetBytes($"\"{responseKey}\":");
}

internal sealed class ConstantPart(string responseKey, string text) : RowPart(responseKey)
{
    private readonly byte[] value = Encoding.UTF8.GetBytes($"\"{text}\"");

    public override void Write(RowContext context, JsonBuffer json)
    {
        json.Raw(Name);
        json.Raw(value);
    }
}

internal sealed class ColumnPart(string responseKey, int ordinal, ColumnType type, bool isEnum) : RowPart(responseKey)
{
    public override void Write(RowContext context, JsonBuffer json)
    {
        json.Raw(Name);
        if (context.Row.IsNull(ordinal))
        {
            json.Raw("null"u8);
        }
        else if (isEnum)
        {
            BinaryJson.Enum(json, context.Row.Bytes(ordinal));
        }
        else
        {
            BinaryJson.Write(json, type, context.Row.Bytes(ordinal));
        }
    }
}

/// <summary>A stored sentence in the reader's language.</summary>
internal sealed class SaidPart(string responseKey, int ordinal) : RowPart(responseKey)
{
    public override void Write(RowContext context, JsonBuffer json)
    {
        json.Raw(Name);
        if (context.Row.IsNull(ordinal))
        {
            json.Raw("null"u8);
        }
        else
        {
            json.Text(Said.In(context.State.Language, Encoding.UTF8.GetString(context.Row.Bytes(ordinal))));
        }
    }
}

/// <summary>The global id: base64 of <c>Type:key</c>.</summary>
internal sealed class IdPart(string responseKey, string type, ColumnType keyType, int ordinal) : RowPart(responseKey)
{
    private readonly byte[] prefix = Encoding.UTF8.GetBytes(type + ":");

    public override void Write(RowContext context, JsonBuffer json)
    {
        json.Raw(Name);
        json.Byte((byte)'"');
        var key = context.Row.Bytes(ordinal);
        var room = json.Reserve(Base64.GetMaxEncodedToUtf8Length(prefix.Length + Math.Max(key.Length, 36)));
        prefix.CopyTo(room);
        int length;
        switch (keyType)
        {
            case ColumnType.Uuid:
                Utf8Formatter.TryFormat(new Guid(key, bigEndian: true), room[prefix.Length..], out length);
                break;
            case ColumnType.Long:
                Utf8Formatter.TryFormat(RowReader.BinaryInteger(key), room[prefix.Length..], out length);
                break;
            default:
                key.CopyTo(room[prefix.Length..]);
                length = key.Length;
                break;
        }

        Base64.EncodeToUtf8InPlace(room, prefix.Length + length, out var written);
        json.Advance(written);
        json.Byte((byte)'"');
    }
}

/// <summary>What a selection on <c>Money</c> asks.</summary>
internal enum MoneyMember
{
    Amount,
    Currency,
    TypeName,
}

internal sealed class MoneyPart(
    string responseKey, int amount, int currency, (byte[] Name, MoneyMember Member)[] members)
    : RowPart(responseKey)
{
    public override void Write(RowContext context, JsonBuffer json)
    {
        json.Raw(Name);
        if (context.Row.IsNull(amount))
        {
            json.Raw("null"u8);
            return;
        }

        var minor = context.Row.Integer(amount);
        Span<byte> code = stackalloc byte[3];
        context.Row.Bytes(currency).CopyTo(code);
        WriteMembers(json, members, minor, code);
    }

    public static void WriteMembers(
        JsonBuffer json, (byte[] Name, MoneyMember Member)[] members, long minor, ReadOnlySpan<byte> code)
    {
        Span<char> letters = stackalloc char[3];
        json.Byte((byte)'{');
        foreach (var (name, member) in members)
        {
            json.Raw(name);
            switch (member)
            {
                case MoneyMember.Amount:
                    Encoding.UTF8.GetChars(code, letters);
                    BinaryJson.Amount(json, minor, CurrencyDigits.Of(letters));
                    break;
                case MoneyMember.Currency:
                    json.Text(code);
                    break;
                default:
                    json.Raw("\"Money\""u8);
                    break;
            }

            json.Byte((byte)',');
        }

        if (members.Length > 0)
        {
            json.DropLast();
        }

        json.Byte((byte)'}');
    }
}

/// <summary>A joined row, null when there is none or row security hides it.</summary>
internal sealed class ToOnePart(string responseKey, int presence, RowPart[] parts) : RowPart(responseKey)
{
    public override void Write(RowContext context, JsonBuffer json)
    {
        json.Raw(Name);
        if (context.Row.IsNull(presence))
        {
            json.Raw("null"u8);
        }
        else
        {
            Object(parts, context, json);
        }
    }
}

/// <summary>An object that is always there: the node of an edge.</summary>
internal sealed class InnerPart(string responseKey, RowPart[] parts) : RowPart(responseKey)
{
    public override void Write(RowContext context, JsonBuffer json)
    {
        json.Raw(Name);
        Object(parts, context, json);
    }
}

/// <summary>The connection below this row.</summary>
internal sealed class ChildrenPart(string responseKey, ConnectionWriter connection, int ownerOrdinal) : RowPart(responseKey)
{
    public override void Write(RowContext context, JsonBuffer json)
    {
        json.Raw(Name);
        var owner = context.Row.IsNull(ownerOrdinal) ? default : context.Row.Bytes(ownerOrdinal);
        connection.Write(context.State, owner, json);
    }
}

/// <summary>The cursor of this row, see <see cref="Cursor"/>.</summary>
internal sealed class CursorPart(string responseKey, uint signature, int[] ordinals) : RowPart(responseKey)
{
    public override void Write(RowContext context, JsonBuffer json)
    {
        json.Raw(Name);
        WriteCursor(context, json);
    }

    public void WriteCursor(RowContext context, JsonBuffer json)
    {
        json.Byte((byte)'"');
        var start = json.Length;
        BinaryPrimitives.WriteUInt32BigEndian(json.Reserve(4), signature);
        json.Advance(4);
        foreach (var ordinal in ordinals)
        {
            var key = context.Row.Bytes(ordinal);
            BinaryPrimitives.WriteUInt16BigEndian(json.Reserve(2), checked((ushort)key.Length));
            json.Advance(2);
            json.Raw(key);
        }

        json.EncodeBase64(start);
        json.Byte((byte)'"');
    }
}
