namespace VenturePortfolio.Server;

/// <summary>
/// Keeps a night within the memory it may have: the collector lets a heap of long-lived rows grow to two or three times what is alive before it
/// looks at all of it, which is right for a server and too much for tens of millions of rows. Here all of it is looked at once it has grown by
/// so much, so that what a night takes is what is alive and a bounded rest, however large the portfolio and however much it computes.
/// A look at all costs as much as is alive: a second per gigabyte.
/// </summary>
/// <param name="growth">
/// Bytes that may lie on the heap after a small collection beyond what was alive at the last whole one. What one figure of the whole portfolio needs
/// comes on top.
/// </param>
internal sealed class NightMemory(long growth)
{
    /// <summary>Reading leaves much behind, and least is alive then.</summary>
    private const long WhileReading = 256L << 20;

    private const long WhileComputing = 64L << 20;

    /// <summary>Bytes that may be made before what did not live is given back. The server's own collector waits longer, for answers' sake: see the project file.</summary>
    private const long Young = 32L << 20;

    private int collections;
    private long alive;
    private long made;

    internal static NightMemory OfComputing() => new(WhileComputing);

    /// <summary>Gives back what the stage before left behind.</summary>
    internal void Release()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        (alive, collections) = (GC.GetGCMemoryInfo(GCKind.FullBlocking).HeapSizeBytes, GC.CollectionCount(0));
    }

    /// <summary>To be called often: what was made, and whether a collection was, is asked in nanoseconds.</summary>
    internal void Look()
    {
        if (GC.GetTotalAllocatedBytes(precise: false) is var total && total - made > Young)
        {
            made = total;
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        }

        if (GC.CollectionCount(0) is var now && now == collections)
        {
            return;
        }

        collections = now;
        if (GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes > alive + growth)
        {
            Release();
        }
    }

    /// <summary>The same cut, looking after each fund. Begins with a release: the tables read before flows leave much behind.</summary>
    internal static Func<FundFacts, FundHistory> Releasing(Func<FundFacts, FundHistory> cut)
    {
        NightMemory? memory = null;
        return raw =>
        {
            if (memory is null)
            {
                memory = new(WhileReading);
                memory.Release();
            }

            memory.Look();
            return cut(raw);
        };
    }

    /// <summary>The same values, looking after each.</summary>
    internal IEnumerable<T> Watch<T>(IEnumerable<T> values)
    {
        foreach (var value in values)
        {
            Look();
            yield return value;
        }
    }

    /// <inheritdoc cref="Watch{T}(IEnumerable{T})"/>
    internal async IAsyncEnumerable<T> Watch<T>(IAsyncEnumerable<T> values)
    {
        await foreach (var value in values)
        {
            Look();
            yield return value;
        }
    }
}
