using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// A closed financing of a startup 融資輪次, whoever took part. Dated by the day its cash was received, so that a signed round
/// that never paid is none.
/// </summary>
public sealed record FinancingRound
{
    public required FinancingRoundId Id { get; init; }

    public required StartupId Startup { get; init; }

    /// <summary>Of all investors together; positive.</summary>
    public required Money Total { get; init; }

    public required LocalDate EffectiveOn { get; init; }

    public required Instant RecordedAt { get; init; }

    /// <summary>The round this one takes back, repeating it; null for an ordinary round.</summary>
    public FinancingRoundId? ReversesId { get; init; }

    /// <summary>The company went public: money of the market, not of angels or venture capital.</summary>
    public bool IsListing { get; init; }

    /// <summary>ANGEL, SEED, PRE_A, A and so on, as reported; null where it was not read.</summary>
    public string? Stage { get; init; }

    /// <summary>How much came from which class of investor; empty where nobody told.</summary>
    public IReadOnlyList<RoundPart> Parts { get; init; } = [];

    /// <summary>Whether this reversal repeats that round in all that counts.</summary>
    internal bool TakesBack(FinancingRound entry) =>
        ReversesId == entry.Id && entry.ReversesId is null && Startup == entry.Startup && Total == entry.Total && EffectiveOn == entry.EffectiveOn;
}

/// <summary>What one class of investors put into a round. A value within its round's list: a night keeps millions.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="Amount">Positive.</param>
public readonly record struct RoundPart(Guid Id, InvestorClass Class, Money Amount, Instant RecordedAt);
