using System.Buffers.Binary;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>
/// Chance without state: the same throw for the same row in every run and on every machine, in whatever order rows are
/// made. SplitMix64 (Steele, Lea, Flood 2014) over a hash of the row's kind and number.
/// </summary>
internal static class ScaleDice
{
    /// <summary>A number from 0 to below <paramref name="limit"/>.</summary>
    /// <param name="what">Which of the row's properties.</param>
    public static int Below(int limit, string what, long row) => (int)(Throw(what, row) % (ulong)limit);

    /// <summary>A whole percentage around 100: from 100 - spread to 100 + spread.</summary>
    public static int Percent(int spread, string what, long row) => 100 - spread + Below((2 * spread) + 1, what, row);

    /// <summary>
    /// A row's key, of version 7 (RFC 9562) like those the program makes: rows recorded together lie together in the index.
    /// </summary>
    public static Guid Id(string table, long row, Instant recordedAt)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)recordedAt.ToUnixTimeMilliseconds() << 16) | 0x7000 | (Throw(table, row) & 0x0FFF));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (Throw(table, ~row) & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong Throw(string what, long row)
    {
        unchecked
        {
            var hash = 14_695_981_039_346_656_037UL; // FNV-1a
            foreach (var letter in what)
                hash = (hash ^ letter) * 1_099_511_628_211UL;
            var z = hash + ((ulong)row * 0x9E37_79B9_7F4A_7C15UL);
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EBUL;
            return z ^ (z >> 31);
        }
    }
}
