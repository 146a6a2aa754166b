using System.Numerics;
using NodaTime;

namespace VenturePortfolio.Domain.Tests;

/// <summary>
/// The rate of return of a series with one change of sign, by bisection on integers of 54 digits scaled by 2^180: an implementation of its own, without
/// floating point. Unknown is the discount of one day, d; the present value is then a polynomial in d with whole exponents, and r = d^-365 - 1.
/// </summary>
internal static class BigRate
{
    private const int Bits = 180;

    private static readonly BigInteger One = BigInteger.One << Bits;

    /// <summary>Null where the rate does not lie between -99.99 % and one million percent.</summary>
    internal static double? Of(IReadOnlyList<XirrFlow> flows)
    {
        var sorted = flows.OrderBy(flow => flow.On).ToList();
        var gaps = sorted.Select((flow, at) => at == 0 ? 0 : Period.DaysBetween(sorted[at - 1].On, flow.On)).ToArray();
        // Discounts of a day at 1,000,000 % and at -99.99 %, a little beyond.
        var (low, high) = (One * 974 / 1_000, One * 1_026 / 1_000);
        var sign = PresentValue(sorted, gaps, low).Sign;
        if (sign == 0 || sign == PresentValue(sorted, gaps, high).Sign)
        {
            return null;
        }

        // To 10^-21: each step halves a width of 0.05. More would not show in what is compared.
        for (var step = 0; step < 66; step++)
        {
            var middle = (low + high) >> 1;
            (low, high) = PresentValue(sorted, gaps, middle).Sign == sign ? (middle, high) : (low, middle);
        }

        var year = Power(low, 365);
        return (double)(((One << Bits) / year) - One) / (double)One;
    }

    private static BigInteger PresentValue(List<XirrFlow> flows, int[] gaps, BigInteger day)
    {
        var (sum, discount) = (BigInteger.Zero, One);
        for (var at = 0; at < flows.Count; at++)
        {
            discount = discount * Power(day, gaps[at]) >> Bits;
            sum += (BigInteger)flows[at].Minor * discount;
        }

        return sum;
    }

    private static BigInteger Power(BigInteger value, int exponent)
    {
        var power = One;
        for (; exponent > 0; exponent >>= 1, value = value * value >> Bits)
        {
            if ((exponent & 1) == 1)
            {
                power = power * value >> Bits;
            }
        }

        return power;
    }
}
