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
/// <param name="EffectiveOn">The day, or the day in its month, that the rate is of.</param>
/// <param name="RecordedAt">When the tracker was told; a later record for the same day and series is a
/// correction.</param>
/// <param name="PerUsdE8">Currency units per US dollar times 10^8, positive: CNY 6.3693 is 636930000.</param>
/// <param name="Source">Who published it, as printed with converted figures.</param>
public sealed record FxQuote(
    Currency Currency, LocalDate EffectiveOn, Instant RecordedAt, long PerUsdE8, FxSeries Series, string Source)
{
    /// <summary>Positive; anything else throws.</summary>
    public long PerUsdE8 { get; } = PerUsdE8 > 0 ? PerUsdE8 : throw new ArgumentOutOfRangeException(nameof(PerUsdE8));

    /// <summary>Days after <see cref="EffectiveOn"/> on which the rate may still be used, inclusive.</summary>
    public int AgeMaxDays => Series == FxSeries.Daily ? 7 : 45;
}

/// <summary>
/// Money in another currency, with the rates that made it: none when nothing was converted, else one or two.
/// </summary>
public sealed record FxConversion(Money Money, IReadOnlyList<FxQuote> Rates);

/// <summary>On which day's rate each amount of a figure is converted. Printed with the figure.</summary>
public enum FxBasis
{
    /// <summary>Each commitment at its own date.</summary>
    CommitmentDate,

    /// <summary>Each flow at its own date; a residual value at the as-of date.</summary>
    TransactionDate,

    /// <summary>Everything at the as-of date.</summary>
    AsOf,
}

/// <summary>The printed names of <see cref="FxBasis"/>.</summary>
public static class FxBasisText
{
    public static string Print(this FxBasis basis) => basis switch
    {
        FxBasis.CommitmentDate => "commitment-date",
        FxBasis.TransactionDate => "transaction-date",
        _ => "as-of",
    };
}
