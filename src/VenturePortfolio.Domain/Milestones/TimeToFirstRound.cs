using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// Days from first admission to the first financing round closed on or after it; rounds before it say nothing about the
/// incubator. Of many startups the mean over those that have one; the figure says of how many.
/// Absent: NOT_ADMITTED, NO_ROUND.
/// Source: this project's definition.
/// </summary>
public static class TimeToFirstRound
{
    public static Metric Metric { get; } = IncubationMetric.Of(
        "FIRST-ROUND-DAYS",
        new("Days from admission to first round", "入孵至首輪融資日數", "入孵至首轮融资天数"),
        MetricSubject.StartupOrIncubator,
        MetricUnit.Days,
        "This project: first admission to the first standing round closed on or after it",
        (pool, _) => Measured(pool));

    private static Measure Measured(StartupPool pool)
    {
        var admitted = pool.Members.Where(member => member.AdmittedOn is not null).ToList();
        var first = admitted.Select(member => First(member, member.AdmittedOn!.Value)).OfType<EvidenceRow>().ToList();
        var none = admitted.Count == 0
            ? new Absent("NOT_ADMITTED", "the startup was never admitted to an incubator")
            : new Absent(AbsentCode.NoRound, "no round was closed since admission");
        return IncubationMetric.Ratio(first.Sum(row => (long)row.Days!.Value), first.Count, none) with
        {
            Evidence = first,
            Outcome = new(MeasureOutcome.Ok, $"{first.Count} of {admitted.Count} admitted had a round"),
        };
    }

    private static EvidenceRow? First(PoolMember member, LocalDate admitted) =>
        member.Startup.Rounds.FirstOrDefault(round => round.EffectiveOn >= admitted) is { } round
            ? Counted(round, Period.DaysBetween(admitted, round.EffectiveOn))
            : null;

    private static EvidenceRow Counted(FinancingRound round, int days) => new(EvidenceSource.FinancingRound, round.Id.Value, round.EffectiveOn, Days: days)
    {
        RecordedAt = round.RecordedAt, Original = round.Total, Numerator = days, Denominator = 1,
    };
}
