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

    /// <summary>Some startups could not be judged, or too little is told of some rounds; the figure is that of the others.</summary>
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
public sealed record EvidenceRow(EvidenceSource Source, Guid RowId, LocalDate EffectiveOn, long? AmountMinor = null, int? Days = null)
{
    public required Instant RecordedAt { get; init; }

    /// <summary>Its part in the figure's exact numerator; zero where it only shows why.</summary>
    public Int128 Numerator { get; init; }

    /// <summary>Its part in the figure's exact denominator.</summary>
    public Int128 Denominator { get; init; }

    /// <summary>As recorded, where it is money.</summary>
    public Money? Original { get; init; }

    internal EvidenceRow Counting(Int128 numerator, Int128 denominator) => this with { Numerator = numerator, Denominator = denominator };

    internal static EvidenceRow Of(Stay stay, LocalDate? on = null, int? days = null) =>
        new(EvidenceSource.Incubation, stay.AdmissionRow, on ?? stay.AdmittedOn, Days: days) { RecordedAt = stay.RecordedAt };

    internal static EvidenceRow Of(ReachedMilestone report, int? days = null) =>
        new(EvidenceSource.MilestoneReport, report.Id, report.EffectiveOn, Days: days) { RecordedAt = report.RecordedAt };

    internal TrailRow Trail => new(
        Source switch
        {
            EvidenceSource.Milestone => TrailSource.Milestone,
            EvidenceSource.MilestoneReport => TrailSource.MilestoneReport,
            EvidenceSource.FinancingRound => TrailSource.FinancingRound,
            EvidenceSource.Revenue => TrailSource.Revenue,
            EvidenceSource.Incubation => TrailSource.Incubation,
            _ => TrailSource.Conversion,
        },
        Part, RowId, EffectiveOn, RecordedAt, Original, Numerator, Denominator);

    private string Part => Source switch
    {
        EvidenceSource.Milestone => "MILESTONE",
        EvidenceSource.MilestoneReport => "MILESTONE_REPORT",
        EvidenceSource.FinancingRound => "FINANCING_ROUND",
        EvidenceSource.Revenue => "REVENUE",
        EvidenceSource.Incubation => "INCUBATION",
        _ => "CONVERSION",
    };
}
