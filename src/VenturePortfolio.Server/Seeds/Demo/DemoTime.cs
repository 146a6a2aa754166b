using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>When the invented facts became known.</summary>
internal static class DemoTime
{
    /// <summary>Nothing invented happens later: the demo has an end, and real time goes on after it.</summary>
    internal static readonly LocalDate LastOn = new(2026, 9, 30);

    private static readonly Instant RecordedMax = Instant.FromUtc(2026, 11, 13, 9, 0);

    /// <summary>Some office minute in Hong Kong, so many days later.</summary>
    internal static Instant Recorded(LocalDate on, int daysLater, DemoRandom random) => Instant.Min(
        RecordedMax,
        on.PlusDays(daysLater).At(new LocalTime(9, 0)).WithOffset(Offset.FromHours(8)).ToInstant() + Duration.FromMinutes(random.Between(0, 540)));

    internal static LocalDate EndOfQuarter(LocalDate on) =>
        new LocalDate(on.Year, ((on.Month - 1) / 3 * 3) + 1, 1).PlusMonths(3).PlusDays(-1);
}
