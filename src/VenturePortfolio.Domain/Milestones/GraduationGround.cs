using NodaTime;

namespace VenturePortfolio;

/// <summary>How far a startup is on one of the four grounds of graduation (畢業), of which one suffices.</summary>
/// <param name="Numerator">Reached: minor units of renminbi for grounds of money, else 0 or 1.</param>
/// <param name="Denominator">The threshold, in the same unit. "Over" (超過) means more: reaching it exactly is not enough.</param>
/// <param name="MetOn">The first day the ground was met; null where it is not.</param>
/// <param name="Missing">Why it cannot be said whether it is met; null where it can.</param>
internal sealed record GraduationGround(
    Int128 Numerator, Int128 Denominator, LocalDate? MetOn, IReadOnlyList<EvidenceRow> Evidence, IReadOnlyList<FxQuote> Rates, Absent? Missing)
{
    /// <summary>
    /// How far the milestone it stands on was checked; null for grounds of money, whose rows have no level. The text asks for no level, so a
    /// ground that somebody only says is met is met, and the reader is told. Source: domain.md 2.1 IN-10, 5.1.
    /// </summary>
    internal Verification? Level { get; init; }

    /// <summary>Met, and nobody checked it.</summary>
    internal bool IsSelfReported => MetOn is not null && Level is Verification.SelfReported;

    /// <summary>More than RMB 5 m, in minor units.</summary>
    private const long FinancingOver = 500_000_000;

    /// <summary>More than RMB 10 m over two consecutive years, in minor units.</summary>
    private const long RevenueOver = 1_000_000_000;

    internal static GraduationGround Certificate(StartupHistory startup, FxTable fx) => All(startup, fx)[0];

    internal static GraduationGround Financing(StartupHistory startup, FxTable fx) => All(startup, fx)[1];

    internal static GraduationGround Revenue(StartupHistory startup, FxTable fx) => All(startup, fx)[2];

    internal static GraduationGround Exit(StartupHistory startup, FxTable fx) => All(startup, fx)[3];

    /// <summary>(a) Recognised as a high and new technology enterprise: the certificate is reported.</summary>
    private static GraduationGround OfCertificate(StartupHistory startup) => Reached(startup, "CERT-HNTE");

    /// <summary>(d) Merged, acquired or listed, at home or abroad: the milestone is reported.</summary>
    private static GraduationGround OfExit(StartupHistory startup) => Reached(startup, "EXIT-MA", "EXIT-IPO");

    /// <summary>
    /// (b) Angel and venture capital cumulated: every standing round but the listing itself, each converted at the rates of the day
    /// its cash was received.
    /// </summary>
    private static GraduationGround OfFinancing(StartupHistory startup, FxTable fx)
    {
        var sum = new GroundSum(fx, FinancingOver);
        foreach (var round in startup.Rounds.Where(round => !round.IsListing))
        {
            if (sum.Convert(round.Total, round.EffectiveOn) is { } minor)
            {
                sum.Add(round, minor);
            }
        }

        return sum.Ground(sum.Cumulated, sum.MetOn, sum.Evidence);
    }

    /// <summary>
    /// (c) The best two consecutive calendar years of revenue, each figure converted at the rates of its period's last day. A year is
    /// made of the periods that end in it and are no longer than a year; of overlapping ones the longest counts. A year
    /// nobody told about adds nothing.
    /// </summary>
    private static GraduationGround OfRevenue(StartupHistory startup, FxTable fx)
    {
        var sum = new GroundSum(fx, RevenueOver);
        var years = startup.Revenues.Where(row => row.EffectiveOn < row.PeriodStart.PlusYears(1))
            .GroupBy(row => row.EffectiveOn.Year)
            .ToDictionary(year => year.Key, year => sum.Year(Apart(year)));
        (Int128 Best, LocalDate? MetOn, IReadOnlyList<EvidenceRow> Rows) found = (0, null, []);
        foreach (var (year, of) in years.OrderBy(year => year.Key))
        {
            var before = years.GetValueOrDefault(year - 1);
            var both = of.Minor + (before?.Minor ?? 0);
            if (both > found.Best)
            {
                found = (both, found.MetOn, [.. before?.Rows ?? [], .. of.Rows]);
            }

            found.MetOn ??= both > RevenueOver ? of.Rows.Max(row => row.EffectiveOn) : null;
        }

        return sum.Ground(found.Best, found.MetOn, found.Rows);
    }

    /// <summary>All four, in the order of the text.</summary>
    internal static IReadOnlyList<GraduationGround> All(StartupHistory startup, FxTable fx)
    {
        if (startup.Judged is { } judged && ReferenceEquals(judged.Fx, fx))
        {
            return judged.Grounds;
        }

        if (startup.IsCondensed)
        {
            throw new InvalidOperationException("A condensed history keeps its grounds as judged by the rates it was condensed with.");
        }

        IReadOnlyList<GraduationGround> all = [OfCertificate(startup), OfFinancing(startup, fx), OfRevenue(startup, fx), OfExit(startup)];
        startup.Judged = (fx, all);
        return all;
    }

    /// <summary>Whether it is met, or why that cannot be said.</summary>
    internal OrAbsent<bool> IsMet => MetOn is not null ? true : Missing is not null ? Missing : false;

    /// <summary>Whether and when it was met, how far that was checked, and what was missing; no more.</summary>
    internal GraduationGround Condensed() => MetOn is null && Missing is null ? NotMet : new(0, 1, MetOn, [], [], Missing) { Level = Level };

    private static GraduationGround NotMet { get; } = new(0, 1, null, [], [], null);

    private static GraduationGround Reached(StartupHistory startup, params string[] kinds) => startup.FirstReached(kinds)?.Reached is { } report
        ? new(1, 1, report.EffectiveOn, [EvidenceRow.Of(report).Counting(1, 0)], [], null) { Level = startup.BestProven(kinds) }
        : new(0, 1, null, [], [], null);

    private static List<RevenueFact> Apart(IEnumerable<RevenueFact> rows)
    {
        var chosen = new List<RevenueFact>();
        foreach (var row in rows.OrderByDescending(row => Period.DaysBetween(row.PeriodStart, row.EffectiveOn)).ThenBy(row => row.EffectiveOn))
        {
            if (chosen.TrueForAll(other => row.EffectiveOn < other.PeriodStart || row.PeriodStart > other.EffectiveOn))
            {
                chosen.Add(row);
            }
        }

        return [.. chosen.OrderBy(row => row.EffectiveOn)];
    }
}
