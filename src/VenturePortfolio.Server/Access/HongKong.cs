using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>The calendar everything here is dated by.</summary>
public static class HongKong
{
    /// <summary>UTC+8 without daylight saving since 1979: written as an offset, because some machines carry no zone data.</summary>
    private static readonly Offset Standard = Offset.FromHours(8);

    public static LocalDate Today(IClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return clock.GetCurrentInstant().WithOffset(Standard).Date;
    }
}
