namespace VenturePortfolio.Server;

/// <summary>
/// One transaction of the US State Small Business Credit Initiative as the Treasury published it. Amounts in US cents,
/// rounded half-even per row from the file's decimals.
/// </summary>
/// <param name="RowNumber">The file's own first column; with the file's hash the natural key.</param>
/// <param name="Programme">Code of the programme type.</param>
/// <param name="IndustryCode">NAICS; null when the file has none.</param>
/// <param name="PublicFundsUnrounded">US dollars, as they stand in the file.</param>
/// <param name="Rounded">Whether any of the four amounts did.</param>
/// <param name="RecycledFunds">Whether funds that had come back were used again in it.</param>
public sealed record SsbciRow(
    int RowNumber, string Programme, string Region, string? IndustryCode, long LoanOrInvestment, long PublicFunds, long ConcurrentPrivate,
    long SubsequentPrivate, decimal JobsCreated, decimal JobsRetained, decimal PublicFundsUnrounded, bool Rounded, bool RecycledFunds);
