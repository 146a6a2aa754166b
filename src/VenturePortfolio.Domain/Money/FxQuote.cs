using NodaTime;

namespace VenturePortfolio;

/// <summary>How a rate was made, which decides how long it may stand in for a later day.</summary>
public enum FxSeries
{
    /// <summary>A rate of one day; usable for 7 days.</summary>
    Daily,

    /// <summary>The average of a month, dated in that month; usable for 45 days.</summary>
    MonthlyAverage,
}

/// <summary>One published rate: units of a currency per US dollar. Cross rates are never stored.</summary>
/// <param name="Currency">Not USD, which is 1 by definition.</param>
/// <param name="EffectiveOn">The day that the rate is of; for a month's average the first day of the month.</param>
/// <param name="RecordedAt">When the tracker was told; a later record for the same day and series is a
/// correction.</param>
/// <param name="PerUsdE8">Currency units per US dollar times 10^8, positive: CNY 6.3693 is 636930000.</param>
/// <param name="Source">Who published it, as printed with converted figures.</param>
public sealed record FxQuote(
    Currency Currency, LocalDate EffectiveOn, Instant RecordedAt, long PerUsdE8, FxSeries Series, string Source)
{
    /// <summary>Positive; anything else throws.</summary>
    public long PerUsdE8 { get; } = PerUsdE8 > 0 ? PerUsdE8 : throw new ArgumentOutOfRangeException(nameof(PerUsdE8));

    /// <summary>Whether it is of an earlier day, or month, than it stands in for.</summary>
    internal bool IsEarlierThan(LocalDate on) => Series == FxSeries.Daily ? EffectiveOn < on : (EffectiveOn.Year, EffectiveOn.Month) != (on.Year, on.Month);

    /// <summary>Days after <see cref="EffectiveOn"/> on which the rate may still be used, inclusive.</summary>
    public int AgeMaxDays => Series == FxSeries.Daily ? 7 : 45;
}

/// <summary>The stored keys of <see cref="FxSeries"/>.</summary>
public static class FxSeriesText
{
    public static string Key(this FxSeries series) => series == FxSeries.Daily ? "DAILY" : "MONTHLY_AVERAGE";

    /// <summary>The series of a key known to be good; an unknown one throws.</summary>
    public static FxSeries Of(string key) => key switch
    {
        "DAILY" => FxSeries.Daily,
        "MONTHLY_AVERAGE" => FxSeries.MonthlyAverage,
        _ => throw new ArgumentException($"No FX series '{key}'.", nameof(key)),
    };
}
