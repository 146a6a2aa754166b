using Xunit;

namespace VenturePortfolio.Domain.Tests;

public class HalfEvenTests
{
    [Theory]
    [InlineData(1, 8, 2, "0.12")]
    [InlineData(3, 8, 2, "0.38")]
    [InlineData(-1, 8, 2, "-0.12")]
    [InlineData(1, 3, 10, "0.3333333333")]
    [InlineData(2, 3, 10, "0.6666666667")]
    [InlineData(-1, 1000, 2, "0.00")]
    public void Quotients_are_rounded_half_even(long numerator, long denominator, int places, string expected) =>
        Assert.Equal(expected, HalfEven.Divide(numerator, denominator, places)!.Value.ToString());

    [Fact]
    public void What_fits_no_decimal_is_null() => Assert.Null(HalfEven.Divide(Int128.MaxValue, 1, 10));
}
