using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// The limits on incubatees (在孵企業): at most 24 months old at entry, and at most 48 months in incubation, 60 in biomedicine,
/// modern agriculture and integrated circuits (of these our list of sectors tells biomedicine apart). Months are calendar
/// months, a limit day past a month's end is its last day, and "not over" (不超過) includes the day itself.
/// Absent: NO_STARTUP, NOT_ADMITTED, FOUNDING_UNKNOWN.
/// Source: 國科發區〔2018〕300號 Art. 9 (general knowledge; 24 and 48 months matched in Shenzhen's rule of 2025).
/// </summary>
public static class IncubationLimits
{
    private const string Source = IncubationMetric.Rule300 + " Art. 9";
    private const int EntryMonths = 24;
    private const int StayMonths = 48;
    private const int LongStayMonths = 60;

    private static readonly string[] LongStaySectors = ["BIOMEDICINE"];

    /// <summary>Days from founding to first admission, over the days to the limit. At most 1 is within it.</summary>
    public static Metric Entry { get; } = IncubationMetric.Of(
        "ENTRY-AGE",
        new("Age at entry, of 24 months", "入孵時成立時間（佔24個月上限）", "入孵时成立时间（占24个月上限）"),
        MetricSubject.Startup,
        MetricUnit.Ratio,
        Source,
        (pool, _) => Measured(EntryOf(pool.Members[0])),
        isVerified: false);

    /// <summary>Days of the last stay so far, over the days to its limit. At most 1 is within it.</summary>
    public static Metric Length { get; } = IncubationMetric.Of(
        "STAY-LENGTH",
        new("Length of stay, of 48 or 60 months", "在孵時間（佔48或60個月上限）", "在孵时间（占48或60个月上限）"),
        MetricSubject.Startup,
        MetricUnit.Ratio,
        Source,
        (pool, history) => Measured(StayOf(pool.Members[0], history.AsOf)),
        isVerified: false);

    /// <summary>Startups within the limit at first admission, over those ever admitted whose founding day is known.</summary>
    public static Metric EntryShare { get; } = IncubationMetric.Of(
        "ENTRY-AGE-SHARE",
        new("Share within 24 months at entry", "入孵時成立不超過24個月佔比", "入孵时成立不超过24个月占比"),
        MetricSubject.Incubator,
        MetricUnit.Ratio,
        Source,
        (pool, _) => IncubationMetric.Share(pool, member => Within(EntryOf(member))),
        isVerified: false);

    /// <summary>Startups whose last stay is or was within the limit, over those ever admitted.</summary>
    public static Metric LengthShare { get; } = IncubationMetric.Of(
        "STAY-LENGTH-SHARE",
        new("Share within the limit of stay", "在孵時間不超過上限佔比", "在孵时间不超过上限占比"),
        MetricSubject.Incubator,
        MetricUnit.Ratio,
        Source,
        (pool, history) => IncubationMetric.Share(pool, member => Within(StayOf(member, history.AsOf))),
        isVerified: false);

    private static OrAbsent<Span> EntryOf(PoolMember member) => (member.AdmittedOn, member.Startup.FoundedOn) switch
    {
        (null, _) => NotAdmitted,
        (_, null) => new Absent("FOUNDING_UNKNOWN", "the day of founding is not on record"),
        var (admitted, founded) => Span.Between(founded.Value, admitted.Value, EntryMonths, member.Stays[0]),
    };

    private static OrAbsent<Span> StayOf(PoolMember member, LocalDate asOf)
    {
        if (member.Stays.Count == 0)
        {
            return NotAdmitted;
        }

        var last = member.Stays[^1];
        var months = LongStaySectors.Contains(member.Startup.Sector, StringComparer.Ordinal) ? LongStayMonths : StayMonths;
        return Span.Between(last.AdmittedOn, last.EndedOn ?? asOf, months, last);
    }

    private static Absent NotAdmitted { get; } = new("NOT_ADMITTED", "the startup was never admitted to an incubator");

    private static OrAbsent<bool> Within(OrAbsent<Span> span) => span.IsPresent ? span.Value.IsWithin : span.Absent!;

    private static Measure Measured(OrAbsent<Span> of) => of.Absent is { } absent
        ? new Measure { Absent = absent }
        : IncubationMetric.Ratio(of.Value.Days, of.Value.Limit, NotAdmitted) with
        {
            Asked = of.Value.Limit,
            Evidence = [EvidenceRow.Of(of.Value.Stay, days: of.Value.Days).Counting(of.Value.Days, 0)],
            Outcome = new(
                of.Value.IsWithin ? MeasureOutcome.WithinLimit : MeasureOutcome.OverLimit,
                $"{of.Value.Days} days, limit {IncubationMetric.Iso(of.Value.LastDay)}"),
        };

    private sealed record Span(int Days, int Limit, LocalDate LastDay, Stay Stay)
    {
        internal bool IsWithin => Days <= Limit;

        internal static Span Between(LocalDate from, LocalDate to, int months, Stay stay)
        {
            var last = from.PlusMonths(months);
            return new(Period.DaysBetween(from, to), Period.DaysBetween(from, last), last, stay);
        }
    }
}
