using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// Whether milestones are reached when they were promised. The denominator is every milestone with a due date on or before
/// asOf, reached or not; milestones without a date, and those not due yet, are in neither.
/// Absent: NO_MILESTONE_DUE.
/// Source: this project's definition; the due date is the incubator's own.
/// </summary>
public static class Punctuality
{
    private const string Source = "This project: milestones due by asOf, against the days they were reported to have been reached";

    /// <summary>Reached on or before the due date, over due. Fraction.</summary>
    public static Metric OnTime { get; } = IncubationMetric.Of(
        "ON-TIME",
        new("Milestones reached on time", "里程碑準時率", "里程碑准时率"),
        MetricSubject.StartupOrIncubator,
        MetricUnit.Ratio,
        Source,
        (pool, history) => Measured(pool, history.AsOf, IsOnTime, "on time", of => IsOnTime(of) ? 1 : 0));

    /// <summary>
    /// Mean days late of the milestones due, negative when early; one not reached yet counts the days since it was due, so that the
    /// worst are not left out. The list is the evidence.
    /// </summary>
    public static Metric Slippage { get; } = IncubationMetric.Of(
        "SLIPPAGE-DAYS",
        new("Mean slippage of milestones", "里程碑平均延誤日數", "里程碑平均延误天数"),
        MetricSubject.StartupOrIncubator,
        MetricUnit.Days,
        Source,
        (pool, history) => Measured(pool, history.AsOf, of => of.IsReached, "reached", of => of.Row.Days!.Value));

    private static bool IsOnTime(DueMilestone due) => due is { IsReached: true, Row.Days: <= 0 };

    private static Measure Measured(
        StartupPool pool, LocalDate asOf, Func<DueMilestone, bool> told, string word, Func<DueMilestone, long> numerator)
    {
        var due = pool.Members.SelectMany(member => member.Startup.Milestones)
            .Where(milestone => milestone.DueOn <= asOf)
            .Select(milestone => Due(milestone, asOf))
            .ToList();
        return IncubationMetric.Ratio(due.Sum(numerator), due.Count, new(AbsentCode.NoMilestoneDue, $"no milestone was due by {IncubationMetric.Iso(asOf)}")) with
        {
            Evidence = [.. due.Select(of => of.Row.Counting(numerator(of), 1))],
            Outcome = new(MeasureOutcome.Ok, $"{due.Count(told)} of {due.Count} due {word}"),
        };
    }

    private static DueMilestone Due(MilestoneState milestone, LocalDate asOf)
    {
        var (due, reached) = (milestone.DueOn!.Value, milestone.Reached);
        var days = Period.DaysBetween(due, reached?.EffectiveOn ?? asOf);
        return new(
            reached is null
                ? new(EvidenceSource.Milestone, milestone.Id, due, Days: days) { RecordedAt = milestone.RecordedAt }
                : EvidenceRow.Of(reached, days),
            reached is not null);
    }

    private sealed record DueMilestone(EvidenceRow Row, bool IsReached);
}
