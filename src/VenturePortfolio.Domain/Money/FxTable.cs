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

        var from = money.Currency == Currency.Usd ? null : QuoteOn(money.Currency, on);
        var target = to == Currency.Usd ? null : QuoteOn(to, on);
        if ((from is null && money.Currency != Currency.Usd) || (target is null && to != Currency.Usd))
        {
            return new Absent(AbsentCode.FxMissing, $"FX {money.Currency}/{to} {LocalDatePattern.Iso.Format(on)}");
        }

        const long one = 100_000_000;
        return ThroughUsd(money, from?.PerUsdE8 ?? one, to, target?.PerUsdE8 ?? one) is { } minor
            ? new FxConversion(new Money(minor, to), [.. new[] { from, target }.OfType<FxQuote>()])
            : new Absent(AbsentCode.OutOfRange, $"{money} in {to}");
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
}
