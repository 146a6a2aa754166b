namespace VenturePortfolio.Server;

/// <summary>Investments in rounds by the startup they were made in. Sorted rather than looked up: a night keeps millions.</summary>
/// <param name="all">With their sub-funds; null for a fund the reader may not know. Those in no round are left out.</param>
public sealed class RoundStakes(IEnumerable<(SubFundId? Fund, Investment Of)> all)
{
    private readonly (SubFundId? Fund, Investment Of)[] rows = Sorted([.. all.Where(row => row.Of.Round is not null)]);

    public IEnumerable<(SubFundId? Fund, Investment Of)> In(StartupId startup)
    {
        int low = 0, high = rows.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = rows[middle].Of.Startup.Value.CompareTo(startup.Value) < 0 ? (middle + 1, high) : (low, middle);
        }

        for (; low < rows.Length && rows[low].Of.Startup == startup; low++)
        {
            yield return rows[low];
        }
    }

    // In place, and in an order of their own within a startup: no row may depend on how they were read.
    private static (SubFundId? Fund, Investment Of)[] Sorted((SubFundId? Fund, Investment Of)[] rows)
    {
        Array.Sort(rows, (one, other) => one.Of.Startup.Value.CompareTo(other.Of.Startup.Value) is not 0 and var by ? by : one.Of.Id.Value.CompareTo(other.Of.Id.Value));
        return rows;
    }
}
