namespace VenturePortfolio;

/// <summary>
/// Money in another currency, with the rates that made it: none when nothing was converted, else one or two.
/// </summary>
public sealed record FxConversion(Money Money, IReadOnlyList<FxQuote> Rates);
