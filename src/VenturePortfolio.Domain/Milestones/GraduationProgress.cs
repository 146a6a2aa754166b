namespace VenturePortfolio;

/// <summary>
/// Progress of one startup towards graduation (畢業企業), per ground: what is reached over the threshold, MET with its day or
/// NOT_MET. Of certificates and exits the level of verification is told beside, and flagged SELF_REPORTED where nobody checked. Fractions: 1 is the threshold itself, and "over" (超過) needs more.
/// Absent: NO_STARTUP; FX_MISSING or OUT_OF_RANGE where that decides; for graduation itself, where no ground is met and one cannot be judged.
/// Source: 國科發區〔2018〕300號 Art. 10, at least one of (a) to (d); the text of the article was not seen word for word.
/// </summary>
public static class GraduationProgress
{
    private const string Source = IncubationMetric.Rule300 + " Art. 10";

    /// <summary>(a) 1 once the certificate is reported, else 0.</summary>
    public static Metric Certificate { get; } = Of("GRAD-HNTE", new(
        "Graduation by HNTE certificate", "畢業條件：高新技術企業認定", "毕业条件：高新技术企业认定"), (startup, history) => GraduationGround.Certificate(startup, history.Fx));

    /// <summary>(b) Angel and venture capital cumulated, of RMB 5 m; each round at the rates of its own day.</summary>
    public static Metric Financing { get; } = Of("GRAD-FINANCING", new(
        "Graduation by financing over RMB 5 m", "畢業條件：累計獲投資超過500萬元", "毕业条件：累计获投资超过500万元"),
        (startup, history) => GraduationGround.Financing(startup, history.Fx), FxBasis.TransactionDate);

    /// <summary>(c) Revenue of the best two consecutive years, of RMB 10 m; each period at the rates of its last day.</summary>
    public static Metric Revenue { get; } = Of("GRAD-REVENUE", new(
        "Graduation by revenue over RMB 10 m in two years", "畢業條件：連續兩年營業收入累計超過1000萬元", "毕业条件：连续两年营业收入累计超过1000万元"),
        (startup, history) => GraduationGround.Revenue(startup, history.Fx), FxBasis.TransactionDate);

    /// <summary>(d) 1 once a merger, acquisition or listing is reported, else 0.</summary>
    public static Metric Exit { get; } = Of("GRAD-EXIT", new(
        "Graduation by merger, acquisition or listing", "畢業條件：被兼併、收購或上市掛牌", "毕业条件：被兼并、收购或上市挂牌"), (startup, history) => GraduationGround.Exit(startup, history.Fx));

    /// <summary>1 when any ground is met, else 0. SELF_REPORTED where no ground is met by more than what somebody says.</summary>
    public static Metric Graduation { get; } = Of("GRADUATION", new(
        "Qualifies to graduate", "符合畢業條件", "符合毕业条件"), (startup, history) => Any(startup, history.Fx), FxBasis.TransactionDate);

    /// <summary>The ground met first, as a test that is passed or not.</summary>
    internal static GraduationGround Any(StartupHistory startup, FxTable fx)
    {
        var grounds = GraduationGround.All(startup, fx);
        return grounds.Where(ground => ground.MetOn is not null).MinBy(ground => ground.MetOn) is { } met
            ? met with { Numerator = 1, Denominator = 1, Evidence = Passed(met), Level = LevelOf([.. grounds.Where(ground => ground.MetOn is not null)]) }
            : new(0, 1, null, [], [.. grounds.SelectMany(ground => ground.Rates)], grounds.FirstOrDefault(ground => ground.Missing is not null)?.Missing);
    }

    /// <summary>Of the best proven ground; null where money makes one.</summary>
    private static Verification? LevelOf(IReadOnlyList<GraduationGround> met) => met.Any(ground => ground.Level is null) ? null : met.Max(ground => ground.Level);

    /// <summary>The row that decided counts as one; those before it are shown.</summary>
    private static IReadOnlyList<EvidenceRow> Passed(GraduationGround met)
    {
        var rows = met.Evidence.ToList();
        var decided = rows.FindIndex(row => row.EffectiveOn == met.MetOn);
        return [.. rows.Select((row, at) => row.Counting(at == (decided < 0 ? rows.Count - 1 : decided) ? 1 : 0, 0))];
    }

    private static Metric Of(
        string key, MetricTitle title, Func<StartupHistory, PortfolioHistory, GraduationGround> ground, FxBasis basis = FxBasis.None) =>
        IncubationMetric.Of(
            key,
            title,
            MetricSubject.Startup,
            MetricUnit.Ratio,
            Source,
            (pool, history) => Measured(ground(pool.Members[0].Startup, history)),
            isVerified: false,
            basis) with { Revision = 2 };

    private static Measure Measured(GraduationGround ground) => ground.Missing is { } missing
        ? new Measure { Absent = missing, Rates = ground.Rates }
        : IncubationMetric.Ratio(ground.Numerator, ground.Denominator, new(AbsentCode.OutOfRange, "no threshold")) with
        {
            Asked = ground.Denominator,
            Currency = ground.Denominator > 1 ? VenturePortfolio.Currency.Cny : null,
            Evidence = ground.Evidence,
            Rates = ground.Rates,
            Flags = ground.IsSelfReported ? [MeasureFlag.SelfReported] : [],
            Outcome = ground.MetOn is { } on
                ? new(MeasureOutcome.Met, ground.Level is { } level ? $"met on {IncubationMetric.Iso(on)}, {level.Print()}" : $"met on {IncubationMetric.Iso(on)}", on)
                : new(MeasureOutcome.NotMet),
        };
}
