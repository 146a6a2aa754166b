namespace VenturePortfolio;

/// <summary>On which day's rate each amount of a figure is converted. Printed with the figure.</summary>
public enum FxBasis
{
    /// <summary>
    /// Each commitment at its own date, and flows between an investor and the fund at that of the investor's first commitment to it; a residual value at the
    /// as-of date. What is part of no commitment and would have to be converted makes a figure absent: NO_COMMITMENT_DATE.
    /// </summary>
    CommitmentDate,

    /// <summary>Each flow, commitment and round at its own date; a residual value at the as-of date.</summary>
    TransactionDate,

    /// <summary>Everything at the as-of date.</summary>
    AsOf,

    /// <summary>Everything at one fixed day, so that a chart over many days shows no rates moving.</summary>
    Constant,

    /// <summary>The figure converts nothing.</summary>
    None,
}

/// <summary>The printed names of <see cref="FxBasis"/>.</summary>
public static class FxBasisText
{
    public static string Print(this FxBasis basis) => basis switch
    {
        FxBasis.CommitmentDate => "commitment-date",
        FxBasis.TransactionDate => "transaction-date",
        FxBasis.AsOf => "as-of",
        FxBasis.Constant => "constant",
        _ => "none",
    };

    /// <summary>What <see cref="Print"/> made.</summary>
    /// <exception cref="InvalidOperationException">It did not.</exception>
    public static FxBasis Parse(string printed) => Enum.GetValues<FxBasis>().First(basis => string.Equals(basis.Print(), printed, StringComparison.Ordinal));
}
