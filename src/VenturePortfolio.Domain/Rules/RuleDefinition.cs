using NodaTime;

namespace VenturePortfolio;

/// <summary>Which body of rules a rule belongs to.</summary>
public enum RulePack
{
    /// <summary>國家科技成果轉化引導基金: rules of the guidance fund for its sub-funds.</summary>
    Nfttc,

    /// <summary>財預〔2015〕210號: government investment funds in general.</summary>
    Cn210,

    /// <summary>Innovation and Technology Venture Fund of Hong Kong, Enhanced Scheme.</summary>
    Itvf,
}

/// <summary>
/// A rule's data: what it says, where it stands, from when to when, and its numbers. Its logic is in <see cref="RuleCatalog"/>,
/// under the same code.
/// </summary>
public sealed record RuleDefinition
{
    /// <summary>Of the row that holds it.</summary>
    public required Guid Id { get; init; }

    /// <summary>NF-01; stable.</summary>
    public required string Code { get; init; }

    /// <summary>From 1. A changed reading is a new revision; verdicts name the one they used.</summary>
    public required int Revision { get; init; }

    public required RulePack Pack { get; init; }

    /// <summary>First day on which it was in force, inclusive.</summary>
    public required LocalDate EffectiveFrom { get; init; }

    /// <summary>Last day, inclusive; null while it is in force.</summary>
    public LocalDate? EffectiveTo { get; init; }

    /// <summary>False: the text was not seen word for word. Then it never fails a fund: a breach is a warning.</summary>
    public required bool IsVerified { get; init; }

    /// <summary>True: breaking it is a warning, not an error, even where the text was seen.</summary>
    public required bool IsWarning { get; init; }

    /// <summary>Applies only to the funds that it is switched on for.</summary>
    public required bool IsPerFund { get; init; }

    /// <summary>Its numbers by name, exactly as written.</summary>
    public IReadOnlyDictionary<string, decimal> Parameters { get; init; } = new Dictionary<string, decimal>(StringComparer.Ordinal);

    /// <summary>Whether it was in force on a day.</summary>
    public bool IsInForceOn(LocalDate day) => EffectiveFrom <= day && (EffectiveTo is not { } last || day <= last);

    /// <summary>The number of a name known to be there; the test of the catalogue holds data and logic together.</summary>
    internal Fraction Number(string name) => Fraction.Of(Parameters[name]);

    internal int Count(string name) => (int)Parameters[name];
}
