using Xunit;

namespace VenturePortfolio.Domain.Tests;

public class CurrencyTests
{
    [Theory]
    [InlineData("CNY", 2)]
    [InlineData("HKD", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KRW", 0)]
    [InlineData("KWD", 3)]
    [InlineData("CLF", 4)]
    public void Minor_digits_are_those_of_ISO_4217(string code, int digits) =>
        Assert.Equal(digits, Currency.Of(code).MinorDigits);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cny")]
    [InlineData("RMB")]
    [InlineData("XAU")]
    [InlineData("XXX")]
    public void Unknown_codes_are_no_currency(string? code) => Assert.False(Currency.TryOf(code, out _));

    [Fact]
    public void Default_is_no_currency() => Assert.Equal("XXX", default(Currency).Code);

    [Fact]
    public void Every_code_is_three_letters_once()
    {
        Assert.All(Currency.All, currency => Assert.Matches("^[A-Z]{3}$", currency.Code));
        Assert.Equal(Currency.All.Count, Currency.All.Select(currency => currency.Code).Distinct().Count());
    }
}
