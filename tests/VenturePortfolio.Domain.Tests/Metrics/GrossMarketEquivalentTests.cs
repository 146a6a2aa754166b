using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Returns of deals against an index: the published example of domain.md 4.4 on the side of the companies, and bisection on integers (<see cref="BigRate"/>).</summary>
public sealed class GrossMarketEquivalentTests
{
    private static readonly LocalDate[] Days = [On(2021, 12, 31), On(2022, 12, 31), On(2023, 12, 31)];

    private static readonly BenchmarkIndex Index = Levels((Days[0], 100), (Days[1], 115), (Days[2], 130));

    /// <summary>pyxirr, after INSEAD note 02/2019-6472: -25, 15, and 20 left; index 100, 115, 130.</summary>
    private static FundBuilder Deal() => Fund(Currency.Cny)
        .Buys(Round(Startup(), 100, Days[0]), 25).Sells(0, 15, Days[1]).Values(0, 20, Days[2]);

    [Fact]
    public void The_published_example_of_KS_PME_is_that_of_the_deal()
    {
        var measure = Measured("GROSS_KS_PME", Deal(), Index);

        Assert.Equal(1.14m, Math.Round(measure.Value!.Value, 2));
        Assert.Equal((3696, 3250), (measure.Numerator, measure.Denominator)); // 15 x 130 / 115 + 20; 25 x 130 / 100
        Assert.Equal(["INVESTMENT", "PROCEEDS", "VALUATION"], measure.Parts.Select(part => part.Key));
    }

    [Fact]
    public void Its_direct_alpha_brings_the_grown_flows_to_zero()
    {
        var expected = BigRate.Of([new(Days[0], -3250), new(Days[1], 1696), new(Days[2], 2000)]);

        Assert.Equal(expected!.Value, (double)Measured("GROSS_DIRECT_ALPHA", Deal(), Index).Value!.Value, 1e-9);
    }

    [Fact] // By hand: 100 becomes 169 in two years of 365 days, the index 121 from 100: 1.69 / 1.21 is 1.3 / 1.1 squared
    public void Of_one_cost_and_one_value_it_is_the_root_of_what_it_beat_the_index_by()
    {
        var fund = Fund(Currency.Cny).Buys(Round(Startup(), 500, On(2022, 1, 1)), 100).Values(0, 169, On(2024, 1, 1));
        var index = Levels((On(2022, 1, 1), 100), (On(2024, 1, 1), 121));

        Assert.Equal(0.1818181818m, Measured("GROSS_DIRECT_ALPHA", fund, index, On(2024, 1, 1)).Value);
        Assert.Equal(1.3966942149m, Measured("GROSS_KS_PME", fund, index, On(2024, 1, 1)).Value); // 169 / 121
    }

    [Fact]
    public void Against_an_index_that_stands_still_they_are_MOIC_and_the_gross_rate_of_return()
    {
        var still = Levels((Days[0], 100), (Days[1], 100), (Days[2], 100));

        Assert.Equal(Measured("MOIC", Deal(), null).Value, Measured("GROSS_KS_PME", Deal(), still).Value);
        Assert.Equal(Measured("GROSS_IRR", Deal(), null).Value, Measured("GROSS_DIRECT_ALPHA", Deal(), still).Value);
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        Assert.Equal("NO_INDEX", Measured("GROSS_KS_PME", Deal(), null).StatusKey);
        Assert.Equal("INDEX_MISSING", Measured("GROSS_DIRECT_ALPHA", Deal(), Levels((Days[2], 130))).StatusKey);
        Assert.Equal("NO_INVESTMENT", Measured("GROSS_DIRECT_ALPHA", Fund(Currency.Cny), Index).StatusKey);
        Assert.Equal("NO_INVESTMENT", Measured("GROSS_KS_PME", Fund(Currency.Cny), Index).StatusKey);
        Assert.Equal("HOLDING_UNKNOWN", Measured("GROSS_KS_PME", Fund(Currency.Cny).Invests(100, Days[0]), Index).StatusKey);
    }

    private static BenchmarkIndex Levels(params (LocalDate On, int Level)[] levels) =>
        BenchmarkIndex.KnownAt("TEST", Currency.Cny, levels.Select(level => new IndexLevel(level.On, Noon(level.On), level.Level * 100_000_000L)), Ever);

    private static Measure Measured(string key, FundBuilder fund, BenchmarkIndex? index, LocalDate? asOf = null) => MetricCatalog.Of(key).Compute(new PortfolioHistory
    {
        AsOf = asOf ?? Days[2], Funds = [fund.Cut(asOf ?? Days[2])], ReportCurrency = Currency.Cny, Fx = FxTable.Empty, Index = index,
    });
}
