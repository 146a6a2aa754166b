using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// Of the startups admitted at least so many years ago, those alive on that anniversary of their first admission, over those known to be alive or closed by
/// then. Alive: closed later, sold or listed at any time, or a sign of life on or after the anniversary (a stay, a milestone, a round, revenue, a link). Of whom nothing is
/// on record since is in neither term; how many they are is told, and the figure PARTIAL: silence is no proof of life.
/// Absent: COHORT_TOO_YOUNG where a whole year of admissions has not reached the anniversary yet, or nobody has; NO_SIGN_OF_LIFE where nothing is known of any.
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
        isVerified: false) with { Revision = 2 };

    private static Measure Measured(StartupPool pool, LocalDate asOf, int years)
    {
        if (pool.CohortYear is { } year && new LocalDate(year, 12, 31).PlusYears(years) is var complete && complete > asOf)
        {
            return new Measure { Absent = TooYoung($"the admissions of {year} are all {years} years old on {IncubationMetric.Iso(complete)} only") };
        }

        var old = pool.Members.Where(member => member.AdmittedOn!.Value.PlusYears(years) <= asOf).ToList();
        var told = old.ToDictionary(member => member, member => Lives(member, member.AdmittedOn!.Value.PlusYears(years)));
        var (alive, closed) = (told.Values.Count(lives => lives is true), told.Values.Count(lives => lives is false));
        var unknown = old.Count - alive - closed;
        return IncubationMetric.Ratio(alive, alive + closed, old.Count > 0
            ? new("NO_SIGN_OF_LIFE", $"of none of {old.Count} is anything on record since they were {years} years in")
            : TooYoung($"nobody was admitted {years} years before {IncubationMetric.Iso(asOf)}")) with
        {
            Evidence = new EvidenceLater(() => old.Where(member => told[member] is not null)
                .Select(member => EvidenceRow.Of(member.Stays[0]).Counting(told[member] is true ? 1 : 0, 1))),
            Outcome = new(
                unknown > 0 ? MeasureOutcome.Partial : MeasureOutcome.Ok,
                $"{alive} alive, {closed} closed, {unknown} unknown of {old.Count} admitted at least {years} years before"),
        };
    }

    /// <summary>Null: nothing is on record since.</summary>
    private static bool? Lives(PoolMember member, LocalDate anniversary)
    {
        if (Closed(member) is { } closed)
        {
            return closed > anniversary;
        }

        var of = member.Startup;
        return of.FirstReached("EXIT-MA", "EXIT-IPO") is not null
            || of.Stays.Any(stay => stay.EndedOn is null || stay.EndedOn >= anniversary)
            || of.LastHeardOn >= anniversary ? true : null;
    }

    private static LocalDate? Closed(PoolMember member) => member.Startup.FirstReached("EXIT-CLOSE")?.Reached!.EffectiveOn;

    private static Absent TooYoung(string detail) => new("COHORT_TOO_YOUNG", detail);
}
