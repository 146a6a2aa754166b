using System.Buffers;
using System.Runtime.InteropServices;

namespace VenturePortfolio.Server;

/// <summary>
/// Numbers the distinct keys of a level's owners, in order of appearance. Keys are compared as PostgreSQL sent them,
/// so that no value is made for them.
/// </summary>
internal sealed class KeyTable : IDisposable
{
    private byte[] keys = ArrayPool<byte>.Shared.Rent(1024);
    private int[] ends = ArrayPool<int>.Shared.Rent(64);
    private int[] slots = ArrayPool<int>.Shared.Rent(128);
    private int mask;

    public KeyTable()
    {
        mask = 127;
        slots.AsSpan(0, mask + 1).Clear();
    }

    public int Count { get; private set; }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(keys);
        ArrayPool<int>.Shared.Return(ends);
        ArrayPool<int>.Shared.Return(slots);
        (keys, ends, slots) = ([], [], []);
    }

    /// <summary>Number of the key, or -1.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        for (var at = Hash(key) & mask; slots[at] != 0; at = (at + 1) & mask)
        {
            if (Key(slots[at] - 1).SequenceEqual(key))
            {
                return slots[at] - 1;
            }
        }

        return -1;
    }

    /// <summary>Number of the key; a new one gets the next.</summary>
    public int FindOrAdd(ReadOnlySpan<byte> key)
    {
        var found = Find(key);
        if (found >= 0)
        {
            return found;
        }

        var start = Count == 0 ? 0 : ends[Count - 1];
        Pooled.Fit(ref keys, start, start + key.Length);
        Pooled.Fit(ref ends, Count, Count + 1);
        key.CopyTo(keys.AsSpan(start));
        ends[Count++] = start + key.Length;
        if (Count * 2 > mask)
        {
            Grow();
        }
        else
        {
            Place(Count - 1);
        }

        return Count - 1;
    }

    private ReadOnlySpan<byte> Key(int number)
    {
        var start = number == 0 ? 0 : ends[number - 1];
        return keys.AsSpan(start, ends[number] - start);
    }

    private void Grow()
    {
        ArrayPool<int>.Shared.Return(slots);
        mask = (mask * 2) + 1;
        slots = ArrayPool<int>.Shared.Rent(mask + 1);
        slots.AsSpan(0, mask + 1).Clear();
        for (var number = 0; number < Count; number++)
        {
            Place(number);
        }
    }

    private void Place(int number)
    {
        var at = Hash(Key(number)) & mask;
        while (slots[at] != 0)
        {
            at = (at + 1) & mask;
        }

        slots[at] = number + 1;
    }

    private static int Hash(ReadOnlySpan<byte> key)
    {
        // FNV-1a by words: keys are our own, nobody chooses them to collide.
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var word in MemoryMarshal.Cast<byte, ulong>(key))
            {
                hash = (hash ^ word) * 1099511628211UL;
            }

            foreach (var rest in key[(key.Length & ~7)..])
            {
                hash = (hash ^ rest) * 1099511628211UL;
            }

            return (int)(hash ^ (hash >> 29));
        }
    }
}

/// <summary>Pooled arrays that grow.</summary>
internal static class Pooled
{
    /// <summary>Makes room for <paramref name="needed"/> items, keeping the first <paramref name="used"/>.</summary>
    public static void Fit<T>(ref T[] array, int used, int needed)
    {
        if (array.Length >= needed)
        {
            return;
        }

        var larger = ArrayPool<T>.Shared.Rent(Math.Max(needed, array.Length * 2));
        array.AsSpan(0, used).CopyTo(larger);
        ArrayPool<T>.Shared.Return(array);
        array = larger;
    }
}
