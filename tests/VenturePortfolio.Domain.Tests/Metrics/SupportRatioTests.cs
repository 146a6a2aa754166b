using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>
/// Sums of the US Treasury's published SSBCI transactions 2010-2017, public funds rounded per row to cents.
/// </summary>
public class SupportRatioTests
{
    private static readonly SupportTotals Treasury = new()
    {
        Currency = Currency.Usd,
        PublicFundsMinor = 115_931_819_579,
        LoanOrInvestmentMinor = 737_090_196_026,
        ConcurrentPrivateMinor = 96_381_313_228,
        SubsequentPrivateMinor = 240_591_037_222,
        JobsCreatedE4 = 791_925_500,
        JobsRetainedE4 = 1_614_757_000,
    };

    [Theory]
    [InlineData("US_SSBCI_LOAN_OR_INVESTMENT", "6.36")]
    [InlineData("US_SSBCI_PLUS_CONCURRENT", "7.19")]
    [InlineData("US_SSBCI_NEW_FINANCING", "9.26")]
    public void Ratios_by_definition_are_the_published_ones(string key, string published)
    {
        var measure = MetricCatalog.Of(key).Compute(History(Treasury));

        Assert.Equal(Oracle.Number(published), decimal.Round(measure.Value!.Value, 2));
        Assert.Equal((Currency.Usd, FxBasis.None), (measure.Currency, measure.FxBasis));
    }

    [Fact]
    public void New_financing_is_exact_to_the_cent() => Assert.Equal(
        (Int128)1_074_062_546_476,
        MetricCatalog.Of("US_SSBCI_NEW_FINANCING").Compute(History(Treasury)).Numerator);

    [Fact]
    public void Jobs_are_exact_to_four_decimals()
    {
        var measure = MetricCatalog.Of("JOBS").Compute(History(Treasury));

        // 79,192.55 created + 161,475.70 retained; published: more than 240,000.
        Assert.Equal(240_668.25m, measure.Value);
        Assert.Null(measure.Currency);
    }

    [Fact]
    public void A_programme_without_public_funds_has_no_ratio()
    {
        var measure = MetricCatalog.Of("US_SSBCI_NEW_FINANCING")
            .Compute(History(Treasury with { PublicFundsMinor = 0 }));

        Assert.Equal(("NO_PUBLIC_FUNDS", null), (measure.Absent!.Why, measure.Value));
    }

    [Fact]
    public void Programme_metrics_are_listed_apart_from_fund_metrics() => Assert.Equal(
        ["US_SSBCI_LOAN_OR_INVESTMENT", "US_SSBCI_PLUS_CONCURRENT", "US_SSBCI_NEW_FINANCING", "JOBS"],
        MetricCatalog.For(MetricSubject.SupportProgramme).Select(metric => metric.Key));

    private static PortfolioHistory History(SupportTotals totals) => new()
    {
        AsOf = On(2017, 12, 31), Support = totals, ReportCurrency = Currency.Usd, Fx = FxTable.Empty,
    };
}
