using NodaTime;

namespace VenturePortfolio;

/// <summary>All rows of one startup, uncut by any date and in any order. Metrics never see this, only its cut.</summary>
public sealed record StartupFacts
{
    public required StartupId Startup { get; init; }

    /// <summary>Code of its sector: decides how long it may stay.</summary>
    public required string Sector { get; init; }

    /// <summary>Null: not known.</summary>
    public LocalDate? FoundedOn { get; init; }

    /// <summary>Demonstration data that describes nobody.</summary>
    public bool IsInvented { get; init; }

    public IReadOnlyList<IncubationEvent> Incubations { get; init; } = [];

    public IReadOnlyList<PlannedMilestone> Milestones { get; init; } = [];

    public IReadOnlyList<ReachedMilestone> Reports { get; init; } = [];

    public IReadOnlyList<FinancingRound> Rounds { get; init; } = [];

    public IReadOnlyList<RevenueFact> Revenues { get; init; } = [];

    public IReadOnlyList<AchievementConversion> Conversions { get; init; } = [];
}

/// <summary>What happened to a stay (在孵).</summary>
public enum IncubationKind
{
    Admitted,
    Graduated,
    Left,
}

/// <param name="ReversesId">The event this one takes back, repeating it; null for an ordinary one.</param>
public sealed record IncubationEvent(
    Guid Id, IncubatorId Incubator, IncubationKind Kind, LocalDate EffectiveOn, Instant RecordedAt, Guid? ReversesId = null);

/// <summary>Something to be reached.</summary>
/// <param name="Kind">Key of the milestone kind.</param>
/// <param name="DueOn">Null: no date was promised.</param>
public sealed record PlannedMilestone(Guid Id, string Kind, LocalDate? DueOn, Instant RecordedAt);

/// <summary>One statement that a milestone was reached.</summary>
/// <param name="EffectiveOn">The day it happened.</param>
/// <param name="SupersedesId">The earlier statement it corrects.</param>
public sealed record ReachedMilestone(Guid Id, Guid Milestone, LocalDate EffectiveOn, Instant RecordedAt, Guid? SupersedesId = null)
{
    /// <summary>How far the statement was checked.</summary>
    public Verification Verification { get; init; }
}

/// <summary>Revenue of a period.</summary>
/// <param name="EffectiveOn">Last day of the period, inclusive.</param>
/// <param name="Value">Major units of the currency, as reported to four decimals.</param>
public sealed record RevenueFact(Guid Id, LocalDate PeriodStart, LocalDate EffectiveOn, decimal Value, Currency Currency, Instant RecordedAt);

/// <summary>A startup converts an achievement (科技成果轉化) from a day on.</summary>
/// <param name="ReversesId">The link this one takes back, repeating it; null for an ordinary one.</param>
public sealed record AchievementConversion(
    Guid Id, AchievementId Achievement, LocalDate EffectiveOn, Instant RecordedAt, Guid? ReversesId = null);
