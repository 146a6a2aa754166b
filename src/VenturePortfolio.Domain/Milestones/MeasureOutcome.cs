using NodaTime;

namespace VenturePortfolio;

/// <summary>What is to be said beside a value: whether a test is met and since when, and what its denominator is.</summary>
/// <param name="Key">One of the constants here.</param>
/// <param name="Detail">English words for readers: "met on 2025-06-30", "3 of 5 due".</param>
/// <param name="On">The day the test was first met; null where it is not, and where there is no test.</param>
public sealed record MeasureOutcome(string Key, string? Detail = null, LocalDate? On = null)
{
    public const string Ok = "OK";

    public const string Met = "MET";

    public const string NotMet = "NOT_MET";

    public const string WithinLimit = "WITHIN_LIMIT";

    public const string OverLimit = "OVER_LIMIT";

    /// <summary>Some startups could not be judged; the figure is that of the others.</summary>
    public const string Partial = "PARTIAL";
}

/// <summary>Which kind of row a figure of milestones stands on.</summary>
public enum EvidenceSource
{
    Milestone,
    MilestoneReport,
    FinancingRound,
    Revenue,
    Incubation,
    Conversion,
}

/// <summary>One row a figure of milestones stands on.</summary>
/// <param name="EffectiveOn">The day it is about; for a milestone not reached the day it was due.</param>
/// <param name="AmountMinor">Its part in the numerator, in minor units of the figure's currency; null where it is no money.</param>
/// <param name="Days">Its part in a sum of days: of a milestone how late it was, negative when early; null elsewhere.</param>
public sealed record EvidenceRow(EvidenceSource Source, Guid RowId, LocalDate EffectiveOn, long? AmountMinor = null, int? Days = null);
