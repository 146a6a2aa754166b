using System.Numerics;
using CsCheck;
using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

public class FxTableTests
{
    private static readonly LocalDate Day = On(2026, 11, 20);

    [Fact]
    public void Hong_Kong_dollars_become_yuan_through_the_US_dollar()
    {
        // 240 million HKD x 6.3693 / 7.7990 = 196,003,590.2039.. (domain.md 3.4 prints 196.003590 million).
        var converted = Table(Daily(Currency.Cny, Day, 6.3693m), Daily(Currency.Hkd, Day, 7.7990m))
            .Convert(Money(240_000_000, Currency.Hkd), Currency.Cny, Day).Value;

        Assert.Equal("196003590.20", converted.Money.Amount);
        Assert.Equal(["HKD", "CNY"], converted.Rates.Select(rate => rate.Currency.Code));
    }

    [Fact]
    public void The_US_dollar_needs_no_rate_of_its_own()
    {
        var table = Table(Daily(Currency.Cny, Day, 7m));

        Assert.Equal("7.00", table.Convert(Money(1, Currency.Usd), Currency.Cny, Day).Value.Money.Amount);
        Assert.Equal("0.14", table.Convert(Money(1, Currency.Cny), Currency.Usd, Day).Value.Money.Amount);
    }

    [Fact]
    public void A_currency_becomes_itself_without_any_rate()
    {
        var converted = FxTable.Empty.Convert(Money(5, Currency.Cny), Currency.Cny, Day).Value;

        Assert.Equal("5.00", converted.Money.Amount);
        Assert.Empty(converted.Rates);
    }

    [Theory]
    [InlineData(100, 50)]
    [InlineData(300, 150)]
    [InlineData(1, 0)]
    [InlineData(3, 2)]
    [InlineData(5, 2)]
    [InlineData(-1, 0)]
    [InlineData(-3, -2)]
    public void Exact_halves_go_to_the_even_neighbour(long minor, long expected) =>
        Assert.Equal(expected, Table(Daily(Currency.Cny, Day, 2m))
            .Convert(new Money(minor, Currency.Cny), Currency.Usd, Day).Value.Money.Minor);

    [Fact]
    public void A_daily_rate_serves_seven_days_and_no_longer()
    {
        var table = Table(Daily(Currency.Hkd, Day, 7.8m), Daily(Currency.Cny, Day.PlusDays(30), 7m));

        Assert.True(table.Convert(Money(1, Currency.Hkd), Currency.Usd, Day.PlusDays(7)).IsPresent);
        Assert.False(table.Convert(Money(1, Currency.Hkd), Currency.Usd, Day.PlusDays(8)).IsPresent);
        Assert.False(table.Convert(Money(1, Currency.Hkd), Currency.Usd, Day.PlusDays(-1)).IsPresent);
    }

    [Fact]
    public void A_monthly_average_serves_forty_five_days_and_no_longer()
    {
        var table = Table(Monthly(Currency.Hkd, Day, 7.8m));

        Assert.True(table.Convert(Money(1, Currency.Hkd), Currency.Usd, Day.PlusDays(45)).IsPresent);
        Assert.False(table.Convert(Money(1, Currency.Hkd), Currency.Usd, Day.PlusDays(46)).IsPresent);
    }

    [Fact]
    public void A_monthly_average_stands_in_only_where_no_daily_rate_is_young_enough()
    {
        var table = Table(Monthly(Currency.Hkd, On(2026, 11, 1), 7.5m), Daily(Currency.Hkd, On(2026, 10, 30), 7.8m));

        Assert.Equal(FxSeries.Daily, RateOn(table, On(2026, 11, 6)).Series);
        Assert.Equal(FxSeries.MonthlyAverage, RateOn(table, On(2026, 11, 7)).Series);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        var absent = FxTable.Empty.Convert(Money(1, Currency.Hkd), Currency.Cny, Day).Absent!;

        Assert.Equal(("FX_MISSING", "FX HKD/CNY 2026-11-20"), (absent.Why, absent.Detail));
    }

    [Fact]
    public void A_correction_counts_only_once_known()
    {
        FxQuote[] quotes =
        [
            Daily(Currency.Hkd, Day, 7.9m, Noon(Day.PlusDays(3))), Daily(Currency.Hkd, Day, 7.8m, Noon(Day)),
        ];

        Assert.Equal(780_000_000, RateOn(FxTable.KnownAt(quotes, Noon(Day.PlusDays(2))), Day).PerUsdE8);
        Assert.Equal(790_000_000, RateOn(FxTable.KnownAt(quotes, Noon(Day.PlusDays(3))), Day).PerUsdE8);
    }

    [Fact]
    public void What_fits_no_money_is_absent_and_no_exception()
    {
        var table = Table(new FxQuote(Currency.Cny, Day, Noon(Day), long.MaxValue, FxSeries.Daily, "test"));

        var absent = table.Convert(new Money(long.MaxValue, Currency.Usd), Currency.Cny, Day).Absent!;

        Assert.Equal("OUT_OF_RANGE", absent.Why);
    }

    [Fact]
    public void Conversion_equals_exact_rational_arithmetic()
    {
        var currencies = new[] { "CNY", "HKD", "JPY", "KWD", "CLF", "USD" }.Select(Currency.Of).ToArray();
        Gen.Select(Gen.Long[-Domain(), Domain()], AnyOf(currencies), AnyOf(currencies),
            Gen.Long[1_000_000, 10_000_000_000_000], Gen.Long[1_000_000, 10_000_000_000_000])
            .Where((_, from, to, _, _) => from != to)
            .Sample((minor, from, to, fromRate, toRate) =>
            {
                FxQuote[] quotes =
                [
                    new(from, Day, Noon(Day), fromRate, FxSeries.Daily, "test"),
                    new(to, Day, Noon(Day), toRate, FxSeries.Daily, "test"),
                ];
                const long one = 100_000_000;
                var expected = Exact(minor, from, to,
                    from == Currency.Usd ? one : fromRate, to == Currency.Usd ? one : toRate);

                var converted = FxTable.KnownAt(quotes, Ever).Convert(new Money(minor, from), to, Day);

                Assert.Equal(
                    expected >= long.MinValue && expected <= long.MaxValue ? expected : null,
                    converted.IsPresent ? (BigInteger)converted.Value.Money.Minor : (BigInteger?)null);
            });
    }

    private static long Domain() => VenturePortfolio.Money.MinorMax;

    /// <summary>Nearest whole by comparing doubled distances, in unbounded integers.</summary>
    private static BigInteger Exact(long minor, Currency from, Currency to, long fromRate, long toRate)
    {
        var numerator = (BigInteger)minor * toRate * BigInteger.Pow(10, to.MinorDigits);
        var denominator = (BigInteger)fromRate * BigInteger.Pow(10, from.MinorDigits);
        var floor = BigInteger.Divide(numerator - BigInteger.Remainder(numerator, denominator), denominator);
        if (numerator < 0 && floor * denominator != numerator)
        {
            floor--;
        }

        var twiceOver = (numerator - (floor * denominator)) * 2;
        return twiceOver > denominator || (twiceOver == denominator && !floor.IsEven) ? floor + 1 : floor;
    }

    private static FxTable Table(params FxQuote[] quotes) => FxTable.KnownAt(quotes, Ever);

    private static FxQuote RateOn(FxTable table, LocalDate on) =>
        table.Convert(Money(1, Currency.Hkd), Currency.Usd, on).Value.Rates.Single();

    private static Gen<Currency> AnyOf(Currency[] currencies) =>
        Gen.Int[0, currencies.Length - 1].Select(i => currencies[i]);
}
