namespace VenturePortfolio.Server;

/// <summary>The currency bases a report can be asked on, as they are typed. Source: domain.md 3.3, four bases chosen per report.</summary>
public static class FxBasisChoice
{
    /// <summary>Each definition's own.</summary>
    public const string Own = "OWN";

    public const string Constant = "CONSTANT";

    public static IReadOnlyList<string> All { get; } = [Own, "TRANSACTION_DATE", "COMMITMENT_DATE", "AS_OF", Constant];

    /// <summary>Null for <see cref="Own"/>, and where nothing was chosen.</summary>
    public static FxBasis? Of(string? chosen) => chosen switch
    {
        "TRANSACTION_DATE" => FxBasis.TransactionDate,
        "COMMITMENT_DATE" => FxBasis.CommitmentDate,
        "AS_OF" => FxBasis.AsOf,
        Constant => FxBasis.Constant,
        _ => null,
    };
}
