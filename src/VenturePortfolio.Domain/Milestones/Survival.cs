using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// Of the startups admitted at least so many years ago, those not closed by that anniversary of their first admission; sold and
/// listed ones live on. The denominator leaves out those admitted more recently.
/// Absent: COHORT_TOO_YOUNG where a whole year of admissions has not reached the anniversary yet, or nobody has.
/// Source: Torch statistics T12, survival at 1, 3 and 5 years (general knowledge); counted from admission, so that failures in incubation count.
/// </summary>
public static class Survival
{
    public static Metric OneYear { get; } = Of(1, new("Survival at 1 year", "一年存活率", "一年存活率"));

    public static Metric ThreeYears { get; } = Of(3, new("Survival at 3 years", "三年存活率", "三年存活率"));

    public static Metric FiveYears { get; } = Of(5, new("Survival at 5 years", "五年存活率", "五年存活率"));

    private static Metric Of(int years, MetricTitle title) => IncubationMetric.Of(
        $"SURVIVAL-{years}Y",
        title,
        MetricSubject.Incubator,
        MetricUnit.Ratio,
        "Torch statistics T12 (general knowledge), counted from admission",
        (pool, history) => Measured(pool, history.AsOf, years),
        isVerified: false);

    private static Measure Measured(StartupPool pool, LocalDate asOf, int years)
    {
        if (pool.CohortYear is { } year && new LocalDate(year, 12, 31).PlusYears(years) is var complete && complete > asOf)
        {
            return new Measure { Absent = TooYoung($"the admissions of {year} are all {years} years old on {IncubationMetric.Iso(complete)} only") };
        }

        var old = pool.Members.Where(member => member.AdmittedOn!.Value.PlusYears(years) <= asOf).ToList();
        var alive = old.Where(member => Lives(member, years)).ToHashSet();
        return IncubationMetric.Ratio(alive.Count, old.Count, TooYoung($"nobody was admitted {years} years before {IncubationMetric.Iso(asOf)}")) with
        {
            Evidence = new EvidenceLater(() => old.Select(member => EvidenceRow.Of(member.Stays[0]).Counting(alive.Contains(member) ? 1 : 0, 1))),
            Outcome = new(MeasureOutcome.Ok, $"{alive.Count} of {old.Count} admitted at least {years} years before"),
        };
    }

    private static bool Lives(PoolMember member, int years) => Closed(member) is not { } closed || closed > member.AdmittedOn!.Value.PlusYears(years);

    private static LocalDate? Closed(PoolMember member) => member.Startup.FirstReached("EXIT-CLOSE")?.Reached!.EffectiveOn;

    private static Absent TooYoung(string detail) => new("COHORT_TOO_YOUNG", detail);
}
