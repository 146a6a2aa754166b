namespace VenturePortfolio;

/// <summary>An exact number: numerator over a positive denominator. Compared by cross-multiplication, never rounded.</summary>
public readonly record struct Fraction(Int128 Numerator, Int128 Denominator)
{
    /// <summary>0.005 is 5/1000: exactly what the decimal says.</summary>
    public static Fraction Of(decimal value)
    {
        Int128 scale = 1;
        for (var place = 0; place < value.Scale; place++)
        {
            scale *= 10;
        }

        return new((Int128)(value * (decimal)scale), scale);
    }

    public static Fraction operator *(Fraction left, Int128 right) => new(checked(left.Numerator * right), left.Denominator);

    public static Fraction operator -(Fraction left, Fraction right) => left.Denominator == right.Denominator
        ? new(checked(left.Numerator - right.Numerator), left.Denominator)
        : new(
            checked((left.Numerator * right.Denominator) - (right.Numerator * left.Denominator)),
            checked(left.Denominator * right.Denominator));

    /// <summary>A whole number.</summary>
    public static Fraction Whole(Int128 value) => new(value, 1);

    /// <summary>Negative, zero or positive as this is less than, equal to or greater than the other.</summary>
    public int Against(Fraction other) => Int128.Sign((this - other).Numerator);

    /// <summary>The same number with the smallest terms.</summary>
    public Fraction Reduced()
    {
        var (divisor, rest) = (Denominator, Int128.Abs(Numerator));
        while (rest != 0)
        {
            (divisor, rest) = (rest, divisor % rest);
        }

        return divisor <= 1 ? this : new(Numerator / divisor, Denominator / divisor);
    }

    /// <summary>An amount of what is due, both in minor units where what is due is a whole number of them.</summary>
    public static Fraction Reached(Int128 amount, Fraction due) =>
        due.Reduced() is var plain && plain.Denominator == 1 ? new(amount, plain.Numerator) : new(checked(amount * plain.Denominator), plain.Numerator);

    /// <summary>The smaller of the two.</summary>
    public static Fraction Min(Fraction left, Fraction right) => left.Against(right) <= 0 ? left : right;
}
