using NodaTime;

namespace VenturePortfolio;

/// <summary>What was paid or received on one day, taken together exactly: minor units from the investor's side, never zero.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
internal readonly record struct NettedDay(int Day, Int128 Minor)
{
    private static readonly LocalDate Epoch = new(1970, 1, 1);

    /// <summary>The days on which something remains, rising. Flows that come in the order of their days need no sorting.</summary>
    internal static NettedDay[] Of(IEnumerable<XirrFlow> flows, TerminalValue? terminal)
    {
        var days = new List<NettedDay>(flows.TryGetNonEnumeratedCount(out var count) ? count + 1 : 16);
        var isRising = true;
        foreach (var flow in flows)
        {
            Append(flow.On, flow.Minor);
        }

        if (terminal is not null)
        {
            Append(terminal.On, terminal.Minor);
        }

        if (!isRising)
        {
            days.Sort((one, other) => one.Day.CompareTo(other.Day));
        }

        return Netted(days);

        void Append(LocalDate on, Int128 minor)
        {
            var day = Number(on);
            isRising &= days.Count == 0 || days[^1].Day <= day;
            days.Add(new(day, minor));
        }
    }

    internal static int Number(LocalDate on) => Period.DaysBetween(Epoch, on);

    private static NettedDay[] Netted(List<NettedDay> rising)
    {
        var kept = 0;
        for (var next = 0; next < rising.Count;)
        {
            var (day, sum) = rising[next++];
            while (next < rising.Count && rising[next].Day == day)
            {
                sum += rising[next++].Minor;
            }

            if (sum != 0)
            {
                rising[kept++] = new(day, sum);
            }
        }

        rising.RemoveRange(kept, rising.Count - kept);
        return [.. rising];
    }
}
