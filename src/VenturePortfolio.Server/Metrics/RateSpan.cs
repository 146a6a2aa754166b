using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>The exchange rates of one currency, series and source that a figure used: told in one line, because a figure may use one per flow.</summary>
/// <param name="Currency">Units of it per US dollar.</param>
/// <param name="Series">DAILY or MONTHLY_AVERAGE.</param>
/// <param name="Source">Who published them.</param>
/// <param name="Count">Distinct rates.</param>
/// <param name="First">Day of the earliest.</param>
/// <param name="Last">Day of the latest.</param>
/// <param name="Lowest">The lowest of them; the rate itself where there is one.</param>
/// <param name="Highest">The highest of them.</param>
public sealed record RateSpan(string Currency, string Series, string Source, int Count, string First, string Last, decimal Lowest, decimal Highest)
{
    private const decimal E8 = 100_000_000;

    /// <summary>Units per US dollar.</summary>
    public static decimal PerUsd(FxQuote quote) => quote.PerUsdE8 / E8;

    public static IReadOnlyList<RateSpan> Of(IEnumerable<FxQuote> rates) =>
        [.. rates.GroupBy(rate => (rate.Currency.Code, Series: rate.Series.Key(), rate.Source))
            .OrderBy(rates => rates.Key.Code, StringComparer.Ordinal).ThenBy(rates => rates.Key.Series, StringComparer.Ordinal).ThenBy(rates => rates.Key.Source, StringComparer.Ordinal)
            .Select(rates => new RateSpan(
                rates.Key.Code, rates.Key.Series, rates.Key.Source, rates.Count(), Iso(rates.Min(rate => rate.EffectiveOn)), Iso(rates.Max(rate => rate.EffectiveOn)),
                rates.Min(PerUsd), rates.Max(PerUsd)))];

    /// <summary>Null for none.</summary>
    public static string? Json(IEnumerable<FxQuote> rates) => Of(rates) is { Count: > 0 } spans ? JsonSerializer.Serialize(spans) : null;

    public static IReadOnlyList<RateSpan> OfStored(string? json) => json is null ? [] : JsonSerializer.Deserialize<List<RateSpan>>(json)!;

    /// <summary>"CNY/USD 7.2990 2024-12-31 DAILY (source)", or of several "CNY/USD 6.9000..7.2990 2023-01-05..2024-12-31 DAILY x 7 (source)".</summary>
    public override string ToString() => Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Currency}/USD {Lowest} {First} {Series} ({Source})")
        : string.Create(CultureInfo.InvariantCulture, $"{Currency}/USD {Lowest}..{Highest} {First}..{Last} {Series} x {Count} ({Source})");

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
