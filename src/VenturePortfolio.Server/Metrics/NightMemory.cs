namespace VenturePortfolio.Server;

/// <summary>
/// Keeps a night within the memory it may have: the collector lets a heap of long-lived rows grow to two or three times what is alive before it
/// looks at all of it, which is right for a server and too much for tens of millions of rows. Costs as much as is alive: a second per gigabyte.
/// </summary>
internal static class NightMemory
{
    private const int FlowsBetween = 500_000;

    /// <summary>Gives back what the stage before left behind.</summary>
    internal static void Release() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>The same cut, releasing every so many flows what reading them left behind: once before the first, too.</summary>
    internal static Func<FundFacts, FundHistory> Releasing(Func<FundFacts, FundHistory> cut)
    {
        var flows = FlowsBetween;
        return raw =>
        {
            flows += raw.CashFlows.Count;
            if (flows >= FlowsBetween)
            {
                flows = 0;
                Release();
            }

            return cut(raw);
        };
    }
}
