namespace VenturePortfolio;

/// <summary>
/// f(x) = sum of c e^(-t x) over distinct rising times t from 0 in days/365, for x from 0: present value as a function
/// of the log rate. Rates below zero are those of the <see cref="Reversed"/> series. The only place where money becomes
/// <see cref="double"/>.
/// </summary>
internal sealed class DiscountedSeries
{
    private readonly double[] _years;
    private readonly double[] _amounts;

    private DiscountedSeries(double[] years, double[] amounts, Int128 gain)
    {
        (_years, _amounts, Gain) = (years, amounts, gain);
        for (var i = amounts.Length - 1; i > 0; i--)
        {
            if (amounts[i] > 0 != amounts[i - 1] > 0)
            {
                SignChanges++;
                GapAtSignChange = years[i] - years[i - 1];
            }
        }
    }

    /// <summary>f(0), exact.</summary>
    internal Int128 Gain { get; }

    internal int SignChanges { get; }

    /// <summary>Sign of f beyond every root: the first flow decides.</summary>
    internal int SignAtInfinity => Math.Sign(_amounts[0]);

    /// <summary>Distinct dates.</summary>
    internal int Count => _amounts.Length;

    /// <summary>Years between the first and the last flow.</summary>
    internal double Span => _years[^1];

    /// <summary>Years across the first change of sign; 0 without one.</summary>
    internal double GapAtSignChange { get; }

    /// <summary>From here on the first flow outweighs all others together, so no root lies beyond.</summary>
    internal double RootBound
    {
        get
        {
            var others = _amounts.Skip(1).Sum(Math.Abs) / Math.Abs(_amounts[0]);
            return 1 + (Math.Log(Math.Max(others, 1)) / _years[1]);
        }
    }

    internal static DiscountedSeries Of(ReadOnlySpan<NettedDay> netted)
    {
        var (years, amounts, gain) = (new double[netted.Length], new double[netted.Length], (Int128)0);
        for (var i = 0; i < netted.Length; i++)
        {
            years[i] = (netted[i].Day - netted[0].Day) / 365.0;
            amounts[i] = (double)netted[i].Minor;
            gain += netted[i].Minor;
        }

        return new(years, amounts, gain);
    }

    /// <summary>The series seen from its last date: its roots are the negated roots of this one.</summary>
    internal DiscountedSeries Reversed()
    {
        var (years, amounts) = (new double[Count], new double[Count]);
        for (var i = 0; i < Count; i++)
        {
            years[i] = Span - _years[^(i + 1)];
            amounts[i] = _amounts[^(i + 1)];
        }

        return new(years, amounts, Gain);
    }

    /// <summary>
    /// Moments of receipts and payments at a log rate of zero or more: no exponent is positive, nothing overflows.
    /// </summary>
    internal PresentValue At(double x)
    {
        double p0 = 0, p1 = 0, p2 = 0, n0 = 0, n1 = 0, n2 = 0;
        for (var i = 0; i < _years.Length; i++)
        {
            var t = _years[i];
            var value = Math.Abs(_amounts[i]) * Math.Exp(-t * x);
            if (_amounts[i] > 0)
            {
                p0 += value;
                p1 += value * t;
                p2 += value * t * t;
            }
            else
            {
                n0 += value;
                n1 += value * t;
                n2 += value * t * t;
            }
        }

        // Units in the last place: one per addition, and |t x| from the rounding of each exponent, in proportion to t.
        var noise = 2.3e-16 * (((_years.Length + 4) * (p0 + n0)) + (x * (p1 + n1)));
        var certainSign = x == 0 ? Int128.Sign(Gain) : Math.Abs(p0 - n0) <= noise ? 0 : Math.Sign(p0 - n0);
        return new PresentValue(x, p0, p1, p2, n0, n1, n2, noise, certainSign);
    }
}
