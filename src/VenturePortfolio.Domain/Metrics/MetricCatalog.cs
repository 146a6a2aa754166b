using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace VenturePortfolio;

/// <summary>Every metric, in reporting order. One file and one line here make a new one.</summary>
public static class MetricCatalog
{
    public static IReadOnlyList<Metric> All { get; } =
    [
        FundSizeMultiple.Metric,
        CoFinanceRatio.Metric,
        HongKongCapitalRatio.Metric,
        HongKongShare.Metric,
        GuidanceShare.Metric,
        PrivateMobilisation.Oecd,
        PrivateMobilisation.Mdb,
        PrivateMobilisation.Chinese,
        AttributedMobilisation.Metric,
        DrawnLeverage.Metric,
        DrawParityGap.Metric,
        DeployedLeverage.Metric,
        LookThroughDeals.Deployed,
        DealCoInvestment.Metric,
        LookThroughMultiplier.Metric,
        FollowOn.Metric,
        ConversionCompliance.Progress,
        LookThroughDeals.Converting,
        .. OfficialDefinitions.All,
        UsSsbciLoanOrInvestment.Metric,
        UsSsbciPlusConcurrent.Metric,
        UsSsbciNewFinancing.Metric,
        JobsCreatedOrRetained.Metric,
        PaidInToCommitted.Metric,
        DistributionsToPaidIn.Metric,
        ResidualToPaidIn.Metric,
        TotalValueToPaidIn.Metric,
        InvestorAmounts.PaidIn,
        InvestorAmounts.Distributed,
        InvestorAmounts.ResidualValue,
        InvestedCapitalMultiple.Metric,
        GrossMultiples.Realised,
        GrossMultiples.Unrealised,
        NetIrr.Metric,
        PointToPoint.OneYear,
        PointToPoint.ThreeYears,
        PointToPoint.FiveYears,
        GrossIrr.Metric,
        GrossPointToPoint.OneYear,
        GrossPointToPoint.ThreeYears,
        GrossPointToPoint.FiveYears,
        .. PeriodReturn.All,
        WithoutLine.TotalValue,
        WithoutLine.NetIrr,
        MarketEquivalent.KaplanSchoar,
        MarketEquivalent.DirectAlpha,
        GrossMarketEquivalent.KaplanSchoar,
        GrossMarketEquivalent.DirectAlpha,
        GraduationProgress.Certificate,
        GraduationProgress.Financing,
        GraduationProgress.Revenue,
        GraduationProgress.Exit,
        GraduationProgress.Graduation,
        GraduationShare.Certificate,
        GraduationShare.Financing,
        GraduationShare.Revenue,
        GraduationShare.Exit,
        GraduationShare.Graduation,
        GraduationShare.Rate,
        Punctuality.OnTime,
        Punctuality.Slippage,
        Survival.OneYear,
        Survival.ThreeYears,
        Survival.FiveYears,
        TimeToFirstRound.Metric,
        IncubationLimits.Entry,
        IncubationLimits.Length,
        IncubationLimits.EntryShare,
        IncubationLimits.LengthShare,
        ConversionOfAchievements.Count,
        ConversionOfAchievements.Share,
    ];

    private static FrozenDictionary<string, Metric> ByKey { get; } = All.ToFrozenDictionary(metric => metric.Key, StringComparer.Ordinal);

    /// <summary>The metric of a key known to be good; an unknown one throws.</summary>
    public static Metric Of(string key) =>
        TryOf(key, out var metric) ? metric : throw new ArgumentException($"No metric '{key}'.", nameof(key));

    public static bool TryOf(string? key, [NotNullWhen(true)] out Metric? metric)
    {
        metric = key is null ? null : ByKey.GetValueOrDefault(key);
        return metric is not null;
    }

    /// <summary>The metrics that apply to a kind of subject, in reporting order.</summary>
    public static IEnumerable<Metric> For(MetricSubject subject) => All.Where(metric => metric.Subject == subject);
}
