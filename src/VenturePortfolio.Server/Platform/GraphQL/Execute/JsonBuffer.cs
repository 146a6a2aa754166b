using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// UTF-8 JSON growing in a pooled array. Faster than a validating writer, and pieces can be spliced: a child's rows are written
/// before their parents are read.
/// </summary>
internal sealed class JsonBuffer : IDisposable
{
    private static readonly SearchValues<byte> MustEscape = SearchValues.Create(Escaped());

    private byte[] bytes = ArrayPool<byte>.Shared.Rent(4096);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public ReadOnlySpan<byte> Slice(int start, int end) => bytes.AsSpan(start, end - start);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }

    public void Clear() => Length = 0;

    /// <summary>Takes back the last byte written, a comma.</summary>
    public void DropLast() => Length--;

    public Span<byte> Reserve(int size)
    {
        if (bytes.Length - Length < size)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, Length + size));
            bytes.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }

        return bytes.AsSpan(Length);
    }

    public void Advance(int size) => Length += size;

    /// <summary>Turns what was written since <paramref name="start"/> into base64.</summary>
    public void EncodeBase64(int start)
    {
        var size = Length - start;
        Reserve(Base64.GetMaxEncodedToUtf8Length(size) - size);
        Base64.EncodeToUtf8InPlace(bytes.AsSpan(start), size, out var written);
        Length = start + written;
    }

    public void Byte(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void Raw(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        Length += utf8.Length;
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out var written);
        Length += written;
    }

    public void Text(string value)
    {
        Byte((byte)'"');
        var start = Length;
        var size = Encoding.UTF8.GetBytes(value, Reserve(Encoding.UTF8.GetMaxByteCount(value.Length)));
        if (bytes.AsSpan(start, size).IndexOfAny(MustEscape) < 0)
        {
            Length += size;
        }
        else
        {
            Escape(bytes.AsSpan(start, size).ToArray());
        }

        Byte((byte)'"');
    }

    /// <summary>A JSON string of valid UTF-8.</summary>
    public void Text(ReadOnlySpan<byte> utf8)
    {
        Byte((byte)'"');
        if (utf8.IndexOfAny(MustEscape) < 0)
        {
            Raw(utf8);
        }
        else
        {
            Escape(utf8);
        }

        Byte((byte)'"');
    }

    private void Escape(ReadOnlySpan<byte> utf8)
    {
        foreach (var letter in utf8)
        {
            switch (letter)
            {
                case (byte)'"':
                    Raw("\\\""u8);
                    break;
                case (byte)'\\':
                    Raw("\\\\"u8);
                    break;
                case (byte)'\n':
                    Raw("\\n"u8);
                    break;
                case < 0x20 or 0x7F:
                    Raw("\\u00"u8);
                    Utf8Formatter.TryFormat(letter, Reserve(2), out var written, new StandardFormat('X', 2));
                    Length += written;
                    break;
                default:
                    Byte(letter);
                    break;
            }
        }
    }

    private static byte[] Escaped() =>
        [.. Enumerable.Range(0, 0x20).Select(letter => (byte)letter), (byte)'"', (byte)'\\', 0x7F];
}
