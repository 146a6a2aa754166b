using CsCheck;
using Xunit;

namespace VenturePortfolio.Domain.Tests;

public class MoneyTests
{
    [Theory]
    [InlineData("0", "CNY", 0)]
    [InlineData("12.34", "CNY", 1234)]
    [InlineData("12.3", "CNY", 1230)]
    [InlineData("-0.05", "CNY", -5)]
    [InlineData("1234", "JPY", 1234)]
    [InlineData("1.234", "KWD", 1234)]
    [InlineData("0.0001", "CLF", 1)]
    [InlineData("10000000000000.00", "CNY", 1_000_000_000_000_000)]
    public void Plain_decimals_become_minor_units(string text, string currency, long minor) =>
        Assert.Equal(minor, Money.Parse(text, Currency.Of(currency)).Value.Minor);

    [Theory]
    [InlineData(null, "AMOUNT_MALFORMED")]
    [InlineData("", "AMOUNT_MALFORMED")]
    [InlineData("NaN", "AMOUNT_MALFORMED")]
    [InlineData("Infinity", "AMOUNT_MALFORMED")]
    [InlineData("-Infinity", "AMOUNT_MALFORMED")]
    [InlineData("1e400", "AMOUNT_MALFORMED")]
    [InlineData("1E2", "AMOUNT_MALFORMED")]
    [InlineData("0x10", "AMOUNT_MALFORMED")]
    [InlineData("1,000", "AMOUNT_MALFORMED")]
    [InlineData("+1", "AMOUNT_MALFORMED")]
    [InlineData(" 1", "AMOUNT_MALFORMED")]
    [InlineData("1 ", "AMOUNT_MALFORMED")]
    [InlineData("1.", "AMOUNT_MALFORMED")]
    [InlineData(".5", "AMOUNT_MALFORMED")]
    [InlineData("-", "AMOUNT_MALFORMED")]
    [InlineData("1.2.3", "AMOUNT_MALFORMED")]
    [InlineData("--1", "AMOUNT_MALFORMED")]
    [InlineData("１２", "AMOUNT_MALFORMED")]
    [InlineData("12.345", "AMOUNT_SCALE")]
    [InlineData("12.340", "AMOUNT_SCALE")]
    [InlineData("0.1234567890123456789012345678901234567890", "AMOUNT_SCALE")]
    [InlineData("10000000000000.01", "AMOUNT_TOO_LARGE")]
    [InlineData("10000000000000000000000000000", "AMOUNT_TOO_LARGE")]
    [InlineData("-10000000000000.01", "AMOUNT_TOO_LARGE")]
    public void Anything_else_is_refused_with_its_code(string? text, string code)
    {
        var error = Assert.Single(Money.Parse(text, Currency.Cny, "input.amount").Errors);

        Assert.Equal((code, "input.amount"), (error.Code, error.Path));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.00")]
    [InlineData("-0")]
    [InlineData("-1")]
    public void Zero_and_negative_amounts_are_refused_where_the_kind_gives_the_sign(string text) =>
        Assert.Equal("AMOUNT_NOT_POSITIVE", Money.ParsePositive(text, Currency.Cny).Errors.Single().Code);

    [Fact]
    public void A_megabyte_of_digits_is_refused_without_an_echo()
    {
        var error = Money.Parse(new string('9', 1_000_000), Currency.Cny).Errors.Single();

        Assert.InRange(error.Message.Length, 1, 200);
    }

    [Fact]
    public void Currencies_do_not_mix()
    {
        var yuan = new Money(1, Currency.Cny);
        var dollar = new Money(1, Currency.Hkd);

        Assert.Throws<InvalidOperationException>(() => yuan + dollar);
        Assert.Throws<InvalidOperationException>(() => yuan - dollar);
    }

    [Fact]
    public void Overflow_throws_and_never_wraps()
    {
        var most = new Money(long.MaxValue, Currency.Cny);

        Assert.Throws<OverflowException>(() => most + new Money(1, Currency.Cny));
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue, Currency.Cny));
    }

    [Theory]
    [InlineData(-5, "CNY", "-0.05")]
    [InlineData(0, "CNY", "0.00")]
    [InlineData(1234, "JPY", "1234")]
    [InlineData(long.MinValue, "KWD", "-9223372036854775.808")]
    public void Amount_has_exactly_the_decimals_of_its_currency(long minor, string currency, string printed) =>
        Assert.Equal(printed, new Money(minor, Currency.Of(currency)).Amount);

    [Fact]
    public void What_is_printed_is_read_back() =>
        Gen.Select(Gen.Long[-Money.MinorMax, Money.MinorMax], AnyOf([.. Currency.All]))
            .Sample((minor, currency) =>
            {
                var money = new Money(minor, currency);
                Assert.Equal(money, Money.Parse(money.Amount, currency).Value);
            });

    private static Gen<Currency> AnyOf(Currency[] currencies) =>
        Gen.Int[0, currencies.Length - 1].Select(i => currencies[i]);
}
