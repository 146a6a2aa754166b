using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// A dated amount from the investor's side: paid is negative, received positive. Minor units of one currency.
/// </summary>
public sealed record XirrFlow(LocalDate On, Int128 Minor);

/// <summary>
/// The stated residual value at the end of a day. Stating zero (a total loss) differs from stating none.
/// </summary>
public sealed record TerminalValue(LocalDate On, Int128 Minor);
