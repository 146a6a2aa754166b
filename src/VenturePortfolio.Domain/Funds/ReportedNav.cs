using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// The fund's net asset value as its manager reported it, at the end of a day. Of several the one with the latest
/// (<see cref="AsOf"/>, <see cref="RecordedAt"/>, <see cref="Id"/>) counts, so the latest correction wins.
/// </summary>
/// <param name="Amount">Zero or more; zero says the fund is empty, which is not the same as no report.</param>
public sealed record ReportedNav(Guid Id, Money Amount, LocalDate AsOf, Instant RecordedAt)
{
    /// <summary>
    /// Whether more than one quarter old: quarter-end to quarter-end is not stale although 30 September plus three
    /// months is 30 December. Source: common valuation practice, domain.md 4.3.
    /// </summary>
    public bool IsStaleOn(LocalDate asOf) => IsStale(AsOf, asOf);

    /// <summary>The same of any value stated for a day.</summary>
    internal static bool IsStale(LocalDate valuedOn, LocalDate asOf)
    {
        var quarterLater = valuedOn.PlusMonths(3);
        var atMonthEnd = valuedOn.Day == valuedOn.Calendar.GetDaysInMonth(valuedOn.Year, valuedOn.Month);
        return asOf > (atMonthEnd ? quarterLater.With(DateAdjusters.EndOfMonth) : quarterLater);
    }
}
