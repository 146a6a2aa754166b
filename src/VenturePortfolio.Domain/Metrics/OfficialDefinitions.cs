namespace VenturePortfolio;

/// <summary>
/// Figures under the names in which authorities publish them. Where one reckons as a figure of ours does, it is that figure
/// under its own name, basis and source, so that a report can show it beside the others and lead over to them.
/// </summary>
public static class OfficialDefinitions
{
    /// <summary>放大倍數: size of the sub-fund per unit of guidance money. Source: Chinese practice, domain.md 3.1 and 3.4.</summary>
    public static Metric Amplification { get; } = FundSizeMultiple.Metric with
    {
        Key = "CN_AMPLIFY",
        Title = new("Amplification (CN)", "放大倍數（國家口徑）", "放大倍数（国家口径）"),
        Source = "Sub-fund total size / guidance-fund contribution, commitments; Chinese usage",
    };

    /// <summary>All resources raised per unit of the European contribution. Source: fi-compass glossary.</summary>
    public static Metric EsifLeverage { get; } = FundSizeMultiple.Metric with
    {
        Key = "EU_ESIF_LEVERAGE",
        Title = new("Leverage (EU ESIF)", "槓桿率（歐盟 ESIF）", "杠杆率（欧盟 ESIF）"),
        Source = "fi-compass glossary: (ESIF + additional public + private) / nominal ESIF; guidance money in the place of ESIF",
    };

    /// <summary>Finance that reached final recipients per unit of the Union's contribution. Source: Financial Regulation 2012, art. 223.</summary>
    public static Metric FinancialRegulationLeverage { get; } = DeployedLeverage.Metric with
    {
        Key = "EU_FR_LEVERAGE",
        Title = new("Leverage effect (EU Financial Regulation)", "槓桿效應（歐盟財務條例）", "杠杆效应（欧盟财务条例）"),
        Source = "Financial Regulation art. 223 (2012): finance to eligible final recipients / Union contribution; guidance paid in in its place",
    };

    /// <summary>Private money attributed to one official investor. Source: OECD DAC; the split in tranches was not seen word for word.</summary>
    public static Metric OecdMobilised { get; } = AttributedMobilisation.Metric with
    {
        Key = "OECD_MPF_CIV",
        Title = new("Mobilised private finance, shares in funds (OECD)", "動員的私人資本（OECD，基金份額）", "动员的私人资本（OECD，基金份额）"),
    };

    private static readonly Metric IndirectAtMost = AttributedMobilisation.Under("MDB");

    /// <summary>
    /// Private indirect mobilisation: private co-financing in funds where no mandate or fee proves a direct role, pro rata to
    /// official commitments. What was mobilised directly is to be taken out first and is not on record (<see cref="MdbDirect"/>): the amount is the
    /// most it can be, and says so (<see cref="MeasureFlag.AtMost"/>). Source: MDB joint methodology; the pro rata split was not seen word for word.
    /// </summary>
    public static Metric MdbIndirect { get; } = IndirectAtMost with
    {
        Revision = 4,
        Compute = history => IndirectAtMost.Compute(history) is { Value: not null } measure
            ? measure with { Flags = [.. measure.Flags.Append(MeasureFlag.AtMost).Order(StringComparer.Ordinal)] }
            : IndirectAtMost.Compute(history),
        Key = "MDB_PIM",
        Title = new("Private indirect mobilisation (MDB)", "間接動員的私人資本（MDB）", "间接动员的私人资本（MDB）"),
        Source = "MDB reference guide 2018: private co-financing without a direct role, sponsors included, pro rata to official commitments; direct mobilisation is not on record and not taken out",
    };

    /// <summary>Private direct mobilisation: asks for evidence of an active and direct role, which nobody recorded. Always absent, and says so.</summary>
    public static Metric MdbDirect { get; } = Unmeasured(
        "MDB_PDM", new("Private direct mobilisation (MDB)", "直接動員的私人資本（MDB）", "直接动员的私人资本（MDB）"), MetricUnit.Amount,
        "MDB reference guide 2018: private co-financing with evidence of an active and direct role",
        "that somebody had an active and direct role in another's financing is not on record");

    /// <summary>Investment of final recipients per unit of the Union's contribution. Always absent, and says so.</summary>
    public static Metric EuMultiplier { get; } = Unmeasured(
        "EU_MULTIPLIER", new("Multiplier effect (EU)", "乘數效應（歐盟）", "乘数效应（欧盟）"), MetricUnit.Ratio,
        "Financial Regulation 2018 art. 2(38): investment by eligible final recipients / Union contribution",
        "what final recipients themselves invested is not on record");

    private static Metric Unmeasured(string key, MetricTitle title, MetricUnit unit, string source, string why) => new()
    {
        Key = key,
        Title = title,
        Subject = MetricSubject.SubFund,
        // It reads no ledger either: absent for its own reason everywhere.
        IsOfCommitments = true,
        Unit = unit,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = source,
        IsVerified = false,
        Compute = history => new Measure { Absent = new Absent(AbsentCode.FactNotRecorded, why), FxBasis = history.FxBasisOverride ?? FxBasis.TransactionDate },
    };

    /// <summary>In reporting order.</summary>
    public static IReadOnlyList<Metric> All { get; } =
        [Amplification, ConversionCompliance.Multiple, EsifLeverage, FinancialRegulationLeverage, OecdMobilised, MdbIndirect, MdbDirect, EuMultiplier, GovernmentRounds.Match, GovernmentRounds.Attracted];
}
