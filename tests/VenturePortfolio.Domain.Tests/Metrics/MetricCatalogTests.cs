using System.Reflection;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

public class MetricCatalogTests
{
    [Fact]
    public void Every_defined_metric_is_listed()
    {
        var defined = typeof(Metric).Assembly.GetTypes()
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(property => property.PropertyType == typeof(Metric))
            .Select(property => (Metric)property.GetValue(null)!);

        Assert.Equal(
            defined.Select(metric => metric.Key).Order(StringComparer.Ordinal),
            MetricCatalog.All.Select(metric => metric.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_metric_says_what_it_counts_above_and_below() => Assert.Equal(
        MetricCatalog.All.Select(metric => metric.Key).Order(StringComparer.Ordinal), MetricTerms.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Reporting_order_is_stable() => Assert.Equal(
        [
            "LV-1", "LV-2", "LV-3", "LV-3-SHARE", "GUIDANCE-SHARE",
            "LV-4-OECD", "LV-4-MDB", "LV-4-CN", "LV-5", "LV-6", "LV-6-PARITY", "LV-7", "LV-7-DEALS", "LV-8", "LV-9", "LV-10", "LV-11", "CN_CONVERSION_DEALS",
            "CN_AMPLIFY", "CN_CONVERSION_MULTIPLE", "EU_ESIF_LEVERAGE", "EU_FR_LEVERAGE", "OECD_MPF_CIV", "MDB_PIM", "MDB_PDM", "EU_MULTIPLIER", "HK_ITVF_MATCH", "HK_ITVF_ATTRACTED",
            "US_SSBCI_LOAN_OR_INVESTMENT", "US_SSBCI_PLUS_CONCURRENT", "US_SSBCI_NEW_FINANCING", "JOBS",
            "PIC", "DPI", "RVPI", "TVPI", "PAID_IN", "DISTRIBUTED", "RESIDUAL_VALUE", "MOIC", "GROSS_DPI", "GROSS_RVPI", "NET_IRR", "NET_IRR_1Y", "NET_IRR_3Y", "NET_IRR_5Y", "GROSS_IRR", "GROSS_IRR_1Y", "GROSS_IRR_3Y", "GROSS_IRR_5Y", "NET_IRR_PERIOD", "NET_RETURN_PERIOD", "GROSS_IRR_PERIOD", "GROSS_RETURN_PERIOD", "TVPI_EX_LINE", "NET_IRR_EX_LINE", "KS_PME", "DIRECT_ALPHA", "GROSS_KS_PME", "GROSS_DIRECT_ALPHA",
            "GRAD-HNTE", "GRAD-FINANCING", "GRAD-REVENUE", "GRAD-EXIT", "GRADUATION",
            "GRAD-HNTE-SHARE", "GRAD-FINANCING-SHARE", "GRAD-REVENUE-SHARE", "GRAD-EXIT-SHARE", "GRADUATION-SHARE", "GRADUATION-RATE",
            "ON-TIME", "SLIPPAGE-DAYS", "SURVIVAL-1Y", "SURVIVAL-3Y", "SURVIVAL-5Y", "FIRST-ROUND-DAYS",
            "ENTRY-AGE", "STAY-LENGTH", "ENTRY-AGE-SHARE", "STAY-LENGTH-SHARE", "CONVERSIONS", "CONVERSION-SHARE",
        ],
        MetricCatalog.All.Select(metric => metric.Key));

    [Fact]
    public void Every_metric_has_a_storable_key_three_titles_and_a_source() => Assert.All(MetricCatalog.All, metric =>
    {
        Assert.Matches("^[A-Z][A-Z0-9_-]{0,63}$", metric.Key);
        Assert.NotEmpty(metric.Source);
        Assert.NotEqual(metric.Title.En, metric.Title.In("zh-Hant"));
        Assert.NotEqual(metric.Title.En, metric.Title.In("zh-Hans"));
        Assert.True(metric.Revision >= 1);
        Assert.Same(metric, MetricCatalog.Of(metric.Key));
    });

    [Fact]
    public void Nothing_known_gives_reasons_and_no_exception()
    {
        var nothing = Pool(On(2026, 1, 1), FxTable.Empty, null, Currency.Cny);
        var emptyFund = Pool(On(2026, 1, 1), FxTable.Empty, null, Currency.Cny, Fund(Currency.Cny));

        Assert.All(MetricCatalog.All, metric =>
        {
            Assert.NotNull(metric.Compute(nothing).Absent);
            Assert.Null(metric.Compute(nothing).Value);
            Assert.NotNull(metric.Compute(emptyFund).Absent);
        });
    }
}
