namespace VenturePortfolio;

/// <summary>On which side of a mobilisation ratio a method counts a contributor.</summary>
public enum ContributorSide
{
    Public,

    Private,

    /// <summary>Neither: the method leaves this money out of both sides.</summary>
    Excluded,
}

/// <summary>
/// Who counts as private under one method of measurement. Schools differ (state-owned enterprises are private to the
/// MDBs and official to the OECD), so it is data, and its version is part of every figure that used it.
/// </summary>
/// <param name="Method">Stable text: OECD, MDB, CN.</param>
/// <param name="Version">From 1.</param>
/// <param name="Sides">By the key of the investor class.</param>
public sealed record ClassMapping(string Method, int Version, IReadOnlyDictionary<string, ContributorSide> Sides)
{
    /// <summary>False: of some class it is not known word for word on which side the method counts it; readers are told so beside the figure.</summary>
    public bool IsVerified { get; init; } = true;

    /// <summary>"OECD@1", printed and stored with a figure.</summary>
    public string Identity => $"{Method}@{Version}";

    /// <summary>Null where the class is not disclosed or the method says nothing of it.</summary>
    public ContributorSide? SideOf(InvestorClass of) =>
        of.IsDisclosed && Sides.TryGetValue(of.Key, out var side) ? side : null;
}
