using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// The closed set of events in an investor's pledge 認繳. Amounts are positive; the sign is a function of the kind.
/// </summary>
public sealed class CommitmentKind
{
    /// <summary>The pledge at a close.</summary>
    public static readonly CommitmentKind Initial = new("INITIAL", 1);

    public static readonly CommitmentKind Increase = new("INCREASE", 1);

    public static readonly CommitmentKind Reduction = new("REDUCTION", -1);

    /// <summary>Leaves; the amount is what was still pledged.</summary>
    public static readonly CommitmentKind Withdrawal = new("WITHDRAWAL", -1);

    private CommitmentKind(string key, int sign) => (Key, Sign) = (key, sign);

    public static IReadOnlyList<CommitmentKind> All { get; } = [Initial, Increase, Reduction, Withdrawal];

    public string Key { get; }

    /// <summary>+1 raises the pledge, -1 lowers it.</summary>
    public int Sign { get; }

    /// <summary>The kind of a key known to be good; an unknown one throws.</summary>
    public static CommitmentKind Of(string key) =>
        TryOf(key, out var kind) ? kind : throw new ArgumentException($"No commitment kind '{key}'.", nameof(key));

    public static bool TryOf(string? key, [NotNullWhen(true)] out CommitmentKind? kind)
    {
        kind = All.FirstOrDefault(candidate => string.Equals(candidate.Key, key, StringComparison.Ordinal));
        return kind is not null;
    }

    public override string ToString() => Key;
}

/// <summary>
/// One dated event in what an investor pledged. A reduction or withdrawal is a negative event with its own date.
/// </summary>
public sealed record Commitment
{
    public required CommitmentId Id { get; init; }

    public required InvestorId Investor { get; init; }

    public required CommitmentKind Kind { get; init; }

    /// <summary>Always positive.</summary>
    public required Money Amount { get; init; }

    /// <summary>The close, or the date of the change.</summary>
    public required LocalDate EffectiveOn { get; init; }

    public required Instant RecordedAt { get; init; }

    /// <summary>True: it stands in the tranche that bears losses first 劣後. False: in another, or the fund has no tranches.</summary>
    public bool IsRiskiest { get; init; }

    /// <summary>The event this one takes back, repeating it; null for an ordinary event.</summary>
    public CommitmentId? ReversesId { get; init; }

    /// <summary>+1 or -1: the kind's sign, flipped by a reversal.</summary>
    public int Effect => ReversesId is null ? Kind.Sign : -Kind.Sign;

    /// <summary>Whether this reversal repeats that event in all that counts.</summary>
    internal bool TakesBack(Commitment entry) =>
        ReversesId == entry.Id && entry.ReversesId is null && Kind == entry.Kind && Amount == entry.Amount
        && EffectiveOn == entry.EffectiveOn && Investor == entry.Investor;
}
