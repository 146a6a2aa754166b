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
        (pool, history) => Measured(pool, history.AsOf, IsOnTime, (count, all) => $"{count} of {all} due on time", of => IsOnTime(of) ? 1 : 0));

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
        (pool, history) => Measured(pool, history.AsOf, of => of.IsReached, (count, all) => $"{count} of {all} due reached", of => of.Days));

    private static bool IsOnTime(DueMilestone due) => due is { IsReached: true, Days: <= 0 };

    private static Measure Measured(
        StartupPool pool, LocalDate asOf, Func<DueMilestone, bool> told, Func<int, int, string> words, Func<DueMilestone, long> numerator)
    {
        // Asked for twice rather than kept: of all startups together they are millions.
        var due = pool.Members.SelectMany(member => member.Startup.Milestones)
            .Where(milestone => milestone.DueOn <= asOf)
            .Select(milestone => Due(milestone, asOf));
        var (sum, count, toldOf) = (0L, 0, 0);
        foreach (var of in due)
        {
            (sum, count, toldOf) = (sum + numerator(of), count + 1, toldOf + (told(of) ? 1 : 0));
        }

        return IncubationMetric.Ratio(sum, count, new(AbsentCode.NoMilestoneDue, $"no milestone was due by {IncubationMetric.Iso(asOf)}")) with
        {
            Evidence = new EvidenceLater(() => due.Select(of => of.Row.Counting(numerator(of), 1))),
            Outcome = new(MeasureOutcome.Ok, words(toldOf, count)),
        };
    }

    private static DueMilestone Due(MilestoneState milestone, LocalDate asOf) =>
        new(milestone, Period.DaysBetween(milestone.DueOn!.Value, milestone.Reached?.EffectiveOn ?? asOf));

    private readonly record struct DueMilestone(MilestoneState Milestone, int Days)
    {
        internal bool IsReached => Milestone.Reached is not null;

        internal EvidenceRow Row => Milestone.Reached is { } reached
            ? EvidenceRow.Of(reached, Days)
            : new(EvidenceSource.Milestone, Milestone.Id, Milestone.DueOn!.Value, Days: Days) { RecordedAt = Milestone.RecordedAt };
    }
}
