using System.Globalization;

namespace VenturePortfolio;

/// <summary>
/// Rates of return are kept to ten decimals, so that any processor gives the same. The exact binary value is rounded, a half away from zero,
/// and no digit is lost on the way to <see cref="decimal"/>.
/// </summary>
internal static class TenDecimals
{
    private const double Scale = 1e10;

    /// <summary>Below it a double holds every half, so that the distance from a whole number is exact.</summary>
    private const double HalvesMax = 1L << 51;

    internal static decimal Of(double rate)
    {
        var scaled = rate * Scale;
        var whole = Math.Round(scaled);
        // The product is rounded by less than its distance from a half, unless it seems to be one: then only all digits tell.
        return Math.Abs(scaled) < HalvesMax && Math.Abs(scaled - whole) != 0.5 ? OfWhole((long)whole) : OfDigits(rate);
    }

    private static decimal OfWhole(long units)
    {
        var size = Math.Abs(units);
        return new(unchecked((int)size), (int)(size >> 32), 0, units < 0, 10);
    }

    private static decimal OfDigits(double rate) =>
        decimal.Parse(rate.ToString("F10", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + 0m;
}
