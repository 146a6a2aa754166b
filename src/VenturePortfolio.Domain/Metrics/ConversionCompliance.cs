using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// What went into enterprises that convert publicly funded achievements (科技成果轉化), at cost, against what the guidance fund's rule asks for. Each row
/// counts at the rate of its own day; a note counts when its money came, not again when it converts. Which enterprises convert is what incubators have linked (<see cref="AchievementConversion"/>).
/// Of funds approved before it was in force, or of no day on record, the figure is told all the same and flagged NOT_IN_FORCE_AT_APPROVAL.
/// Absent: GUIDANCE_UNDISCLOSED, NO_GUIDANCE_COMMITMENT, CONVERSIONS_UNRECORDED, FX_MISSING.
/// Source: 財教〔2021〕176號 Art. 10; domain.md 1.3 and 3.3 LV-11.
/// </summary>
public static class ConversionCompliance
{
    private const string Source = "財教〔2021〕176號 Art. 10, binding funds approved since 2021-10-24";

    /// <summary>Before it no such threshold is known. Source: domain.md 1.1, L3.</summary>
    private static readonly LocalDate InForceFrom = new(2021, 10, 24);

    /// <summary>
    /// LV-11: the smaller of E/(3 G) and E/(0.5 S), fund by fund; 1 is what the rule asks for. Both terms are doubled, so that half a fund is
    /// exact: 2 E over the larger of 6 G and S. Of a pool 2 E of all over the sum of what each must reach.
    /// </summary>
    public static Metric Progress { get; } = new()
    {
        Key = "LV-11",
        Title = new("Conversion compliance", "科技成果轉化投資達標率", "科技成果转化投资达标率"),
        Subject = MetricSubject.SubFund,
        OfDealsInstead = "CN_CONVERSION_DEALS",
        Unit = MetricUnit.Ratio,
        Revision = 3,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = $"{Source}: min(E / 3G, E / 0.5S), both terms doubled",
        Compute = history => Computed(history, (tally, fund) =>
        {
            var (guidance, size) = Pledged(tally, fund);
            var byShare = size >= 6 * guidance;
            foreach (var row in fund.Commitments.Where(row => byShare || fund.ClassOf(row.Investor).IsGuidance))
            {
                var of = TallyRow.Of(row, fund.ClassOf(row.Investor));
                tally.Count(of, 0, (byShare ? 1 : 6) * row.Effect * (tally.InReportCurrency(of) ?? 0));
            }
        }, numerator: 2),
    };

    /// <summary>CN_CONVERSION_MULTIPLE: E per unit of guidance money; the rule asks for at least 3.</summary>
    public static Metric Multiple { get; } = new()
    {
        Key = "CN_CONVERSION_MULTIPLE",
        Title = new("Conversion multiple (CN)", "成果轉化投資倍數（國家口徑）", "成果转化投资倍数（国家口径）"),
        Subject = MetricSubject.SubFund,
        OfDealsInstead = "CN_CONVERSION_DEALS",
        Unit = MetricUnit.Ratio,
        Revision = 3,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = $"{Source}: invested in enterprises that convert publicly funded achievements / guidance-fund contribution; at least 3",
        Compute = history => Computed(history, (tally, fund) =>
        {
            foreach (var row in fund.Commitments.Where(row => fund.ClassOf(row.Investor).IsGuidance))
            {
                var of = TallyRow.Of(row, fund.ClassOf(row.Investor));
                tally.Count(of, 0, row.Effect * (tally.InReportCurrency(of) ?? 0));
            }
        }, numerator: 1),
    };

    internal static Absent Unrecorded { get; } = new("CONVERSIONS_UNRECORDED", "of no enterprise held is it on record whether it converts a publicly funded achievement");

    private static Measure Computed(PortfolioHistory history, Action<Tally, FundHistory> due, int numerator)
    {
        var tally = history.Tally(FxBasis.TransactionDate);
        if (history.Funds.Any(fund => fund.Terms?.ApprovedOn is not { } approved || approved < InForceFrom))
        {
            tally.Flag(MeasureFlag.NotInForceAtApproval);
        }

        if (Disclosure.GuidanceCommitment(history) is { } undisclosed)
        {
            return tally.Finish(new Measure { Absent = undisclosed });
        }

        var held = history.Funds.SelectMany(fund => fund.Investments).ToList();
        if (held.Count > 0 && !held.Exists(row => history.Converting.Contains(row.Startup)))
        {
            return tally.Finish(new Measure { Absent = Unrecorded });
        }

        foreach (var fund in history.Funds)
        {
            foreach (var row in fund.Costs.Where(row => history.Converting.Contains(row.Startup)))
            {
                var of = TallyRow.Of(row, "CONVERSION_COST");
                tally.Count(of, numerator * (tally.InReportCurrency(of) ?? 0), 0);
            }

            due(tally, fund);
        }

        return tally.Ratio(Disclosure.NoGuidanceCommitment);
    }

    /// <summary>G and S of one fund, in the report currency.</summary>
    private static (Int128 Guidance, Int128 Size) Pledged(Tally tally, FundHistory fund) => fund.Commitments.Aggregate(
        (Guidance: Int128.Zero, Size: Int128.Zero),
        (sum, row) =>
        {
            var minor = row.Effect * (tally.InReportCurrency(TallyRow.Of(row, fund.ClassOf(row.Investor))) ?? 0);
            return (sum.Guidance + (fund.ClassOf(row.Investor).IsGuidance ? minor : 0), sum.Size + minor);
        });
}
