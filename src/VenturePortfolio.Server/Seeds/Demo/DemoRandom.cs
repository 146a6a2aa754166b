using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// Chance that comes out the same on every machine and in every version (SplitMix64, integers only). Each subject has its own,
/// so that a change to one startup changes no other.
/// </summary>
internal sealed class DemoRandom(string subject)
{
    private ulong state = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(subject)));

    /// <summary>Both ends inclusive.</summary>
    internal int Between(int min, int max) => min + (int)(Next() % (ulong)(max - min + 1));

    internal bool OneIn(int n) => Between(1, n) == 1;

    internal T Pick<T>(IReadOnlyList<T> from) => from[Between(0, from.Count - 1)];

    private ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
