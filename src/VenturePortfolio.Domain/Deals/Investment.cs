using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// A sub-fund's part in a startup, most often in a financing round. What was paid for it stands in the ledger as flows that name
/// it.
/// </summary>
public sealed record Investment
{
    public required InvestmentId Id { get; init; }

    public required StartupId Startup { get; init; }

    /// <summary>Null where it was no part of a round: shares bought from a holder, a loan turned into shares.</summary>
    public FinancingRoundId? Round { get; init; }

    /// <summary>Positive.</summary>
    public required Money Amount { get; init; }

    public required LocalDate EffectiveOn { get; init; }

    public required Instant RecordedAt { get; init; }

    /// <summary>The investment this one takes back, repeating it; null for an ordinary one.</summary>
    public InvestmentId? ReversesId { get; init; }

    /// <summary>Whether this reversal repeats that investment in all that counts.</summary>
    internal bool TakesBack(Investment entry) =>
        ReversesId == entry.Id && entry.ReversesId is null && Startup == entry.Startup && Amount == entry.Amount && EffectiveOn == entry.EffectiveOn;
}
