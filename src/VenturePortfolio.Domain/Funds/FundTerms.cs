using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// The terms of a sub-fund from a day on; the rule that applies to a fund depends on its approval date.
/// </summary>
public sealed record FundTerms
{
    /// <summary>Breaks ties between terms of the same day recorded at the same instant.</summary>
    public required Guid Id { get; init; }

    public required LocalDate EffectiveOn { get; init; }

    public required Instant RecordedAt { get; init; }

    /// <summary>The currency the fund reports in.</summary>
    public required Currency Currency { get; init; }

    /// <summary>Null while not approved or not published; so are the other dates.</summary>
    public LocalDate? ApprovedOn { get; init; }

    public LocalDate? RegisteredOn { get; init; }

    /// <summary>Last day of the investment period.</summary>
    public LocalDate? InvestmentPeriodEndOn { get; init; }

    /// <summary>The part of the fund left for investments after fees and reserves, above 0 and at most 1; null where the terms do not say.</summary>
    public decimal? InvestableShare { get; init; }

    /// <summary>
    /// False: what flows, is invested, valued and reported of this fund is not entered here, so that having no rows says nothing. Null: nothing was
    /// declared; then the ledger is kept, and no rows mean that nothing happened.
    /// </summary>
    public bool? LedgerKept { get; init; }

    /// <summary>Last day of the term.</summary>
    public LocalDate? TermEndOn { get; init; }
}
