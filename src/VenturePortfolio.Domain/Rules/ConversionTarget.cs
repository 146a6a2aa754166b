namespace VenturePortfolio;

/// <summary>Which of the two conversion tests asks for more.</summary>
public enum BindingTest
{
    /// <summary>NF-03: a multiple of the guidance money.</summary>
    Multiple,

    /// <summary>NF-04: a share of the fund.</summary>
    Share,

    Both,
}

/// <summary>
/// What a fund must put into enterprises that convert achievements: E* = max(multiple · G, share · S), in minor units.
/// Source: 財教〔2021〕176號 Art. 10.
/// </summary>
public sealed record ConversionTarget(Fraction Required, BindingTest Binds)
{
    /// <param name="multiple">3.</param>
    /// <param name="share">0.50.</param>
    public static ConversionTarget Of(Int128 guidance, Int128 size, decimal multiple, decimal share)
    {
        var (byMultiple, byShare) = (Fraction.Of(multiple) * guidance, Fraction.Of(share) * size);
        return byMultiple.Against(byShare) switch
        {
            > 0 => new(byMultiple, BindingTest.Multiple),
            < 0 => new(byShare, BindingTest.Share),
            _ => new(byShare, BindingTest.Both),
        };
    }
}
