namespace VenturePortfolio;

/// <summary>On which day's rate each amount of a figure is converted. Printed with the figure.</summary>
public enum FxBasis
{
    /// <summary>Each commitment at its own date.</summary>
    CommitmentDate,

    /// <summary>Each flow at its own date; a residual value at the as-of date.</summary>
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
}
