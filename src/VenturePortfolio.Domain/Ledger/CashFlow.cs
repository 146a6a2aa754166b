using NodaTime;

namespace VenturePortfolio;

public readonly record struct CashFlowId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>
/// One row of a sub-fund's append-only ledger. A correction is a reversal, which repeats the entry with
/// <see cref="ReversesSeq"/> set and thereby flips its effect, plus a new entry.
/// </summary>
public sealed record CashFlow
{
    public required CashFlowId Id { get; init; }

    /// <summary>Gap-free order of recording within the sub-fund, from 1.</summary>
    public required long Seq { get; init; }

    public required CashFlowKind Kind { get; init; }

    /// <summary>Always positive.</summary>
    public required Money Amount { get; init; }

    /// <summary>
    /// Signed change of the unfunded commitment, minor units of the amount's currency, before a reversal flips it.
    /// </summary>
    public required long UnfundedEffectMinor { get; init; }

    public required LocalDate EffectiveOn { get; init; }

    public required Instant RecordedAt { get; init; }

    /// <summary>Whose money, for investor-side kinds; null where the source does not say.</summary>
    public InvestorId? Investor { get; init; }

    /// <summary>Which holding, for company-side kinds; null where the source does not say.</summary>
    public InvestmentId? Investment { get; init; }

    /// <summary>The entry this one takes back; null for an ordinary entry.</summary>
    public long? ReversesSeq { get; init; }

    /// <summary>+1 for an entry, -1 for a reversal.</summary>
    public int Effect => ReversesSeq is null ? 1 : -1;

    /// <summary>Whether this reversal repeats that entry in all that counts.</summary>
    internal bool TakesBack(CashFlow entry) =>
        ReversesSeq == entry.Seq && entry.ReversesSeq is null && Kind == entry.Kind && Amount == entry.Amount
        && EffectiveOn == entry.EffectiveOn && Investor == entry.Investor;
}
