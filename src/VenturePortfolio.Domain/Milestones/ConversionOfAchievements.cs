namespace VenturePortfolio;

/// <summary>
/// Achievements of publicly funded research that became a business (科技成果轉化): links with evidence that stand. What is eligible
/// stands in 財教〔2021〕176號 Art. 2; only such achievements can be registered.
/// Absent: NO_STARTUP.
/// </summary>
public static class ConversionOfAchievements
{
    private const string Source = "財教〔2021〕176號 Art. 2: what counts as an achievement; links reported by incubators";

    /// <summary>Distinct achievements one startup converts. Count.</summary>
    public static Metric Count { get; } = IncubationMetric.Of(
        "CONVERSIONS",
        new("Achievements converted", "轉化科技成果數", "转化科技成果数"),
        MetricSubject.Startup,
        MetricUnit.Count,
        Source,
        (pool, _) => CountOf(pool.Members[0].Startup));

    /// <summary>Startups with a conversion, over startups ever admitted.</summary>
    public static Metric Share { get; } = IncubationMetric.Of(
        "CONVERSION-SHARE",
        new("Share that converts an achievement", "轉化科技成果企業佔比", "转化科技成果企业占比"),
        MetricSubject.Incubator,
        MetricUnit.Ratio,
        Source,
        (pool, _) => ShareOf(pool));

    private static Measure ShareOf(StartupPool pool)
    {
        var share = IncubationMetric.Share(pool, member => member.Startup.Conversions.Count > 0);
        return share with { Evidence = new EvidenceLater(() => share.Evidence.Concat(pool.Members.SelectMany(member => member.Startup.Conversions).Select(Row))) };
    }

    private static Measure CountOf(StartupHistory startup)
    {
        var count = startup.Conversions.Select(row => row.Achievement).Distinct().Count();
        return new Measure
        {
            Value = count,
            Numerator = count,
            Denominator = 1,
            Asked = 1,
            // A second link to the same achievement is shown, and counts for nothing.
            Evidence = [.. startup.Conversions.GroupBy(row => row.Achievement).SelectMany(rows => rows.Select((row, at) => Row(row).Counting(at == 0 ? 1 : 0, 0)))],
        };
    }

    private static EvidenceRow Row(AchievementConversion row) => new(EvidenceSource.Conversion, row.Id, row.EffectiveOn) { RecordedAt = row.RecordedAt };
}
