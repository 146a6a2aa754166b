using System.Security.Cryptography;
using System.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// Keys of seeded rows: made from their code, so that the same row has the same key in every database and seeding twice
/// finds it. A UUID of version 8 (RFC 9562) from SHA-256 of "table:code".
/// </summary>
public static class SeedId
{
    public static Guid Of(string table, string code)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{table}:{code}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
