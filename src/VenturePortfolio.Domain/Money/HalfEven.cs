using System.Numerics;

namespace VenturePortfolio;

/// <summary>
/// Division rounded to the nearest, exact halves to the even neighbour (IEEE 754 roundTiesToEven, "bankers'").
/// </summary>
public static class HalfEven
{
    /// <summary>The quotient as a whole number. The denominator is positive.</summary>
    public static Int128 Divide(Int128 numerator, Int128 denominator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(denominator, (Int128)0);
        var (quotient, remainder) = Int128.DivRem(numerator, denominator);
        var size = Int128.Abs(remainder);
        // size > rest instead of 2 x size > denominator: doubling could overflow.
        var rest = denominator - size;
        var away = size > rest || (size == rest && Int128.IsOddInteger(quotient));
        return away ? quotient + (numerator < 0 ? -1 : 1) : quotient;
    }

    /// <summary>
    /// The quotient to a number of decimal places; null when it does not fit a <see cref="decimal"/>.
    /// </summary>
    public static decimal? Divide(Int128 numerator, Int128 denominator, int places)
    {
        var negative = (numerator < 0) != (denominator < 0);
        var scaled = BigInteger.Abs((BigInteger)numerator) * BigInteger.Pow(10, places);
        var divisor = BigInteger.Abs((BigInteger)denominator);
        var (quotient, remainder) = BigInteger.DivRem(scaled, divisor);
        var twice = remainder * 2;
        if (twice > divisor || (twice == divisor && !quotient.IsEven))
        {
            quotient++;
        }

        if (quotient.GetBitLength() > 96)
        {
            return null;
        }

        var low = (ulong)(quotient & ulong.MaxValue);
        var high = (uint)(quotient >> 64);
        return unchecked(new decimal(
            (int)(uint)low, (int)(uint)(low >> 32), (int)high, negative && !quotient.IsZero, (byte)places));
    }
}
