using NodaTime;

namespace VenturePortfolio;

/// <summary>What a rule says of a fund on a day.</summary>
public enum VerdictStatus
{
    /// <summary>Kept.</summary>
    Pass,

    /// <summary>A duty that is fulfilled.</summary>
    Met,

    /// <summary>A duty not yet fulfilled, which will be in time at the present pace.</summary>
    OnTrack,

    /// <summary>Not yet fulfilled and late at the present pace, or close to a limit.</summary>
    AtRisk,

    /// <summary>Not kept, by a rule whose text was not seen or that only warns; or the text is silent on the case.</summary>
    Warn,

    /// <summary>Not kept.</summary>
    Breach,

    /// <summary>A duty that cannot be fulfilled any more, whatever is done.</summary>
    Unattainable,

    /// <summary>The rule does not bind this fund; the reason says why.</summary>
    NotApplicable,

    /// <summary>A fact is missing; the reason says which.</summary>
    Unknown,
}

/// <summary>Stored and printed keys.</summary>
public static class VerdictStatusText
{
    public static string Key(this VerdictStatus status) => status switch
    {
        VerdictStatus.Pass => "PASS",
        VerdictStatus.Met => "MET",
        VerdictStatus.OnTrack => "ON_TRACK",
        VerdictStatus.AtRisk => "AT_RISK",
        VerdictStatus.Warn => "WARN",
        VerdictStatus.Breach => "BREACH",
        VerdictStatus.Unattainable => "UNATTAINABLE",
        VerdictStatus.NotApplicable => "NOT_APPLICABLE",
        _ => "UNKNOWN",
    };
}

/// <summary>A row that a verdict rests on.</summary>
/// <param name="Source">Table of the row.</param>
/// <param name="Amount">As recorded; null where the row has none.</param>
public sealed record VerdictEvidence(string Source, Guid RowId, LocalDate EffectiveOn, Instant RecordedAt, Money? Amount);

/// <summary>A rule's answer, with what it was measured by.</summary>
public sealed record Verdict
{
    public required VerdictStatus Status { get; init; }

    /// <summary>Why not applicable or unknown, or what is not kept; null for a plain pass.</summary>
    public Absent? Reason { get; init; }

    /// <summary>What was judged: a share of the fund, or what is reached of what is due. Minor units where a currency is given, days for terms. Null: nothing to measure.</summary>
    public Fraction? Progress { get; init; }

    /// <summary>Room left before the limit, negative by how much it is passed; minor units, or days for terms.</summary>
    public Fraction? Headroom { get; init; }

    /// <summary>Of progress and headroom; null where they are no money.</summary>
    public Currency? Currency { get; init; }

    /// <summary>When a limit is passed or a duty fulfilled at the present pace, or a deadline ends; null when it cannot be said.</summary>
    public LocalDate? Forecast { get; init; }

    public IReadOnlyList<VerdictEvidence> Evidence { get; init; } = [];

    internal static Verdict Unknown(string why, string detail) => Unknown(new Absent(why, detail));

    internal static Verdict Unknown(Absent reason) => new() { Status = VerdictStatus.Unknown, Reason = reason };

    internal static Verdict NotApplicable(string why, string detail) =>
        new() { Status = VerdictStatus.NotApplicable, Reason = new Absent(why, detail) };
}
