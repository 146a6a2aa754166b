using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// How many of the startups ever admitted meet a ground of graduation: startups that do, over startups ever admitted that can
/// be judged. PARTIAL where some cannot. And the graduation rate of Torch statistics.
/// Absent: NO_STARTUP; the first reason where none can be judged.
/// Source: 國科發區〔2018〕300號 Art. 10 (general knowledge, unverified); Torch statistics, indicator of graduates.
/// </summary>
public static class GraduationShare
{
    /// <summary>(a)</summary>
    public static Metric Certificate { get; } = Of("GRAD-HNTE-SHARE", new(
        "Share with HNTE certificate", "高新技術企業佔比", "高新技术企业占比"), GraduationGround.Certificate);

    /// <summary>(b)</summary>
    public static Metric Financing { get; } = Of("GRAD-FINANCING-SHARE", new(
        "Share financed over RMB 5 m", "累計獲投資超過500萬元佔比", "累计获投资超过500万元占比"),
        GraduationGround.Financing, FxBasis.TransactionDate);

    /// <summary>(c)</summary>
    public static Metric Revenue { get; } = Of("GRAD-REVENUE-SHARE", new(
        "Share with revenue over RMB 10 m in two years", "連續兩年營業收入累計超過1000萬元佔比", "连续两年营业收入累计超过1000万元占比"),
        GraduationGround.Revenue, FxBasis.TransactionDate);

    /// <summary>(d)</summary>
    public static Metric Exit { get; } = Of("GRAD-EXIT-SHARE", new(
        "Share merged, acquired or listed", "被兼併、收購或上市掛牌佔比", "被兼并、收购或上市挂牌占比"), GraduationGround.Exit);

    /// <summary>Any of the four.</summary>
    public static Metric Graduation { get; } = Of("GRADUATION-SHARE", new(
        "Share that qualifies to graduate", "符合畢業條件企業佔比", "符合毕业条件企业占比"),
        (startup, fx) => GraduationProgress.Any(startup, fx), FxBasis.TransactionDate);

    /// <summary>
    /// Stays graduated in the calendar year of asOf, up to asOf, over stays at its beginning plus admissions in it. Before the year's last day
    /// flagged YEAR_TO_DATE: no rate of a year yet. Absent: NO_STAY_IN_YEAR.
    /// </summary>
    public static Metric Rate { get; } = IncubationMetric.Of(
        "GRADUATION-RATE",
        new("Graduation rate of the year", "當年畢業率", "当年毕业率"),
        MetricSubject.Incubator,
        MetricUnit.Ratio,
        "Torch statistics T02: graduates in the year over incubatees at its start plus those new in it (general knowledge)",
        (pool, history) => RateOf(pool, history.AsOf),
        isVerified: false) with { Revision = 2 };

    private static Metric Of(
        string key, MetricTitle title, Func<StartupHistory, FxTable, GraduationGround> ground, FxBasis basis = FxBasis.None) =>
        IncubationMetric.Of(
            key,
            title,
            MetricSubject.Incubator,
            MetricUnit.Ratio,
            IncubationMetric.Rule300 + " Art. 10",
            (pool, history) => Told(
                IncubationMetric.Share(pool, member => ground(member.Startup, history.Fx).IsMet),
                pool.Members.Count(member => ground(member.Startup, history.Fx).IsSelfReported)),
            isVerified: false,
            basis) with { Revision = 2 };

    /// <param name="selfReported">Of those that pass, who do so by what nobody checked.</param>
    private static Measure Told(Measure share, int selfReported) => selfReported == 0 || share.Outcome is not { } outcome ? share : share with
    {
        Flags = [MeasureFlag.SelfReported],
        Outcome = outcome with { Detail = $"{outcome.Detail}; self-reported only: {selfReported}" },
    };

    private static Measure RateOf(StartupPool pool, LocalDate asOf)
    {
        var start = new LocalDate(asOf.Year, 1, 1);
        var stays = pool.Members.SelectMany(member => member.Stays).Where(stay => stay.EndedOn is null || stay.EndedOn >= start).ToList();
        var graduated = stays.Where(stay => stay.IsGraduated).ToList();
        var before = stays.Count(stay => stay.AdmittedOn < start);
        return IncubationMetric.Ratio(graduated.Count, stays.Count, new("NO_STAY_IN_YEAR", $"nobody stayed in {asOf.Year}")) with
        {
            Evidence = new EvidenceLater(() => stays.Select(stay => EvidenceRow.Of(stay, stay.IsGraduated ? stay.EndedOn : null).Counting(stay.IsGraduated ? 1 : 0, 1))),
            Flags = asOf < new LocalDate(asOf.Year, 12, 31) ? [MeasureFlag.YearToDate] : [],
            Outcome = new(MeasureOutcome.Ok, $"{graduated.Count} of {before} at the start of {asOf.Year} and {stays.Count - before} new in it"),
        };
    }
}
