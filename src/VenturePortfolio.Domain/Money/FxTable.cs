using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio;

/// <summary>
/// The rates known at one instant. Converts by the latest rate effective on or before the date and not too old, through
/// the US dollar, in integer arithmetic, rounded once half-even to the target's minor unit. A month's average stands in
/// only where no day's rate is young enough.
/// </summary>
public sealed class FxTable
{
    private static readonly IReadOnlyList<FxQuote> NoQuotes = [];

    /// <summary>In order of date, one quote per day.</summary>
    private readonly Dictionary<(Currency Currency, FxSeries Series), FxQuote[]> _quotes;

    /// <summary>To the end of 2069.</summary>
    private const int DaysKept = 36_525;

    private static readonly LocalDate FirstDay = new(1970, 1, 1);
    private static readonly FxPath Nowhere = new(0, 0, NoQuotes);

    // Sums ask for the same few thousand days again and again. Threads that come first may find the same twice; no harm.
    private ImmutableDictionary<(Currency From, Currency To), FxPath?[]> _paths = ImmutableDictionary<(Currency, Currency), FxPath?[]>.Empty;

    private FxTable(Dictionary<(Currency Currency, FxSeries Series), FxQuote[]> quotes) => _quotes = quotes;

    /// <summary>A table without rates: it converts nothing but a currency into itself.</summary>
    public static FxTable Empty { get; } = new([]);

    /// <summary>
    /// The rates recorded no later than <paramref name="knownAt"/>. Of several for the same currency, day and series
    /// the last recorded counts (among equals the higher rate, then the source, so that input order never matters).
    /// </summary>
    public static FxTable KnownAt(IEnumerable<FxQuote> quotes, Instant knownAt) => new(quotes
        .Where(quote => quote.RecordedAt <= knownAt)
        .GroupBy(quote => (quote.Currency, quote.EffectiveOn, quote.Series))
        .Select(group => group.OrderBy(quote => quote.RecordedAt).ThenBy(quote => quote.PerUsdE8)
            .ThenBy(quote => quote.Source, StringComparer.Ordinal).Last())
        .GroupBy(quote => (quote.Currency, quote.Series))
        .ToDictionary(group => group.Key, group => group.OrderBy(quote => quote.EffectiveOn).ToArray()));

    /// <summary>
    /// The money in another currency at the rates of a day. Absent with FX_MISSING ("FX HKD/CNY 2026-11-20") when a
    /// rate is missing or too old, and with OUT_OF_RANGE when the result is not a <see cref="long"/> of minor units.
    /// </summary>
    public OrAbsent<FxConversion> Convert(Money money, Currency to, LocalDate on)
    {
        if (money.Currency == to)
        {
            return new FxConversion(money, NoQuotes);
        }

        if (PathOf((money.Currency, to, on)) is not { } path)
        {
            return new Absent(AbsentCode.FxMissing, $"FX {money.Currency}/{to} {LocalDatePattern.Iso.Format(on)}");
        }

        return ThroughUsd(money, path.FromPerUsdE8, to, path.ToPerUsdE8) is { } minor
            ? new FxConversion(new Money(minor, to), path.Quotes)
            : new Absent(AbsentCode.OutOfRange, $"{money} in {to}");
    }

    /// <summary>Whether any rate of a currency is known; always true of the US dollar, which all are quoted against.</summary>
    public bool Quotes(Currency currency) =>
        currency == Currency.Usd || _quotes.ContainsKey((currency, FxSeries.Daily)) || _quotes.ContainsKey((currency, FxSeries.MonthlyAverage));

    private FxPath? PathOf((Currency From, Currency To, LocalDate On) key)
    {
        var day = Period.DaysBetween(FirstDay, key.On);
        if (day is < 0 or >= DaysKept)
        {
            return Found(key);
        }

        if (!_paths.TryGetValue((key.From, key.To), out var days))
        {
            _paths = _paths.SetItem((key.From, key.To), days = new FxPath?[DaysKept]);
        }

        var path = days[day] ??= Found(key) ?? Nowhere;
        return ReferenceEquals(path, Nowhere) ? null : path;
    }

    /// <summary>Null where a rate is missing or too old.</summary>
    private FxPath? Found((Currency From, Currency To, LocalDate On) key)
    {
        const long one = 100_000_000;
        var from = key.From == Currency.Usd ? null : QuoteOn(key.From, key.On);
        var to = key.To == Currency.Usd ? null : QuoteOn(key.To, key.On);
        return (from is null && key.From != Currency.Usd) || (to is null && key.To != Currency.Usd)
            ? null
            : new(from?.PerUsdE8 ?? one, to?.PerUsdE8 ?? one, [.. new[] { from, to }.OfType<FxQuote>()]);
    }

    /// <summary>amount x (to per USD) / (from per USD), rounded once. Null when it does not fit.</summary>
    private static long? ThroughUsd(Money money, long fromPerUsdE8, Currency to, long toPerUsdE8)
    {
        var shift = to.MinorDigits - money.Currency.MinorDigits;
        // At most 9.2e18 x 9.2e18 x 10^4 could pass 1.7e38: then it is out of any money's range, not an error.
        try
        {
            var numerator = (Int128)money.Minor * toPerUsdE8 * PowerOfTen(Math.Max(shift, 0));
            var denominator = (Int128)fromPerUsdE8 * PowerOfTen(Math.Max(-shift, 0));
            var rounded = HalfEven.Divide(numerator, denominator);
            return rounded >= long.MinValue && rounded <= long.MaxValue ? (long)rounded : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static long PowerOfTen(int exponent)
    {
        long power = 1;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }

    private FxQuote? QuoteOn(Currency currency, LocalDate on) =>
        QuoteOn(currency, FxSeries.Daily, on) ?? QuoteOn(currency, FxSeries.MonthlyAverage, on);

    private FxQuote? QuoteOn(Currency currency, FxSeries series, LocalDate on)
    {
        if (!_quotes.TryGetValue((currency, series), out var quotes))
        {
            return null;
        }

        int low = 0, high = quotes.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = quotes[middle].EffectiveOn <= on ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && Period.DaysBetween(quotes[low - 1].EffectiveOn, on) <= quotes[low - 1].AgeMaxDays
            ? quotes[low - 1]
            : null;
    }

    private sealed record FxPath(long FromPerUsdE8, long ToPerUsdE8, IReadOnlyList<FxQuote> Quotes);
}
