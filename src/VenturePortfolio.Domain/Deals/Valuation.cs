using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// The fair value of one holding at the end of a day (IPEV). Of several the one with the latest (<see cref="AsOf"/>,
/// <see cref="RecordedAt"/>, <see cref="Id"/>) counts.
/// </summary>
/// <param name="Value">Zero or more; zero says it is written off or sold.</param>
public sealed record Valuation(Guid Id, InvestmentId Investment, Money Value, LocalDate AsOf, Instant RecordedAt);
