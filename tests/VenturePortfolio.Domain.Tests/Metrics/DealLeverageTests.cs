using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>LV-8, LV-9 and LV-10 of domain.md 3.3; the invented funds are reckoned by hand beside each.</summary>
public class DealLeverageTests
{
    /// <summary>A fifth of what is paid in is guidance money.</summary>
    private static FundBuilder FifthGuidance() => Fund(Currency.Cny)
        .Calls(20, On(2024, 1, 1), Guidance).Calls(80, On(2024, 1, 1), HongKongPrivate);

    [Fact]
    public void Rounds_taken_part_in_are_held_against_the_amounts_invested()
    {
        var fund = FifthGuidance()
            .Buys(Round(Startup(), 100, On(2024, 3, 1)), 10)
            .Buys(Round(Startup(), 60, On(2024, 4, 1)), 20);

        // 160 / 30, and 160 / (30 x 0.2).
        Assert.Equal(5.3333333333m, Compute("LV-8", fund).Value);
        Assert.Equal(26.6666666667m, Compute("LV-9", fund).Value);
    }

    [Fact]
    public void A_round_of_two_funds_counts_once_and_is_credited_by_amounts()
    {
        var round = Round(Startup(), 100, On(2024, 3, 1));
        var (small, large) = (FifthGuidance().Buys(round, 10), FifthGuidance().Buys(round, 30));

        var pool = Compute("LV-8", small, large);

        Assert.Equal(2.5m, pool.Value); // 100 / 40
        Assert.Equal(10m, Compute("LV-8", small).Value);
        Assert.Equal([2_500, 7_500], pool.Trail.Where(row => row.NumeratorMinor > 0).Select(row => (long)row.NumeratorMinor));
        Assert.Equal(12.5m, Compute("LV-9", small, large).Value); // 100 / (40 x 0.2)
    }

    [Fact]
    public void Money_that_followed_is_counted_apart_and_within_36_months_of_entry()
    {
        var startup = Startup();
        var fund = FifthGuidance()
            .Buys(Round(startup, 50, On(2024, 3, 1)), 10)
            .Buys(Round(startup, 90, On(2025, 3, 1)), 30) // takes part again: 60 of others
            .Sees(Round(startup, 200, On(2027, 3, 1)))    // exactly 36 months after
            .Sees(Round(startup, 900, On(2027, 3, 2)));

        var measure = MetricCatalog.Of("LV-10").Compute(Pool(On(2028, 1, 1), FxTable.Empty, null, Currency.Cny, fund));

        Assert.Equal(32.5m, measure.Value); // (60 + 200) / (40 x 0.2)
        Assert.Equal(3.5m, MetricCatalog.Of("LV-8").Compute(Pool(On(2028, 1, 1), FxTable.Empty, null, Currency.Cny, fund)).Value); // 140 / 40
    }

    [Fact]
    public void Nobody_followed_is_zero_and_no_deal_is_absent()
    {
        Assert.Equal(0m, Compute("LV-10", FifthGuidance().Buys(Round(Startup(), 50, On(2024, 3, 1)), 10)).Value);
        Assert.Equal("NO_INVESTMENT", Compute("LV-10", FifthGuidance()).Absent?.Why);
        Assert.Equal("NO_ROUND", Compute("LV-8", FifthGuidance()).Absent?.Why);
    }

    /// <summary>info.gov.hk 2020-12-28, government-world.com 2021, bitrockpartners.com 2022, info.gov.hk 2023-04-14, as domain.md 3.4 has them.</summary>
    [Theory]
    [InlineData(100, 500, "5.0")]
    [InlineData(120, 670, "5.6")]
    [InlineData(200, 1_700, "8.5")]
    [InlineData(207, 2_100, "10.1")]
    public void Published_sums_of_the_ITVF_give_its_published_ratios(int government, int attracted, string published)
    {
        var fund = FifthGuidance().Buys(
            Round(Startup(), government + attracted, On(2024, 3, 1), null, (HongKongPublic, government), (HongKongPrivate, attracted)), government);

        Assert.Equal(published, Compute("HK_ITVF_ATTRACTED", fund).Value!.Value.ToString("F1", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Same_round_and_later_round_money_pull_the_two_ITVF_ratios_apart()
    {
        var startup = Startup();
        var fund = FifthGuidance()
            .Buys(Round(startup, 300, On(2024, 3, 1), null, (HongKongPublic, 100), (HongKongPrivate, 200)), 100)
            .Sees(Round(startup, 600, On(2025, 3, 1), null, (HongKongPrivate, 600)));

        Assert.Equal(2m, Compute("HK_ITVF_MATCH", fund).Value);
        Assert.Equal(8m, Compute("HK_ITVF_ATTRACTED", fund).Value);
        Assert.Equal(3m, Compute("LV-8", fund).Value);
        Assert.Equal(30m, Compute("LV-10", fund).Value); // 600 / (100 x 0.2)
    }

    [Fact]
    public void Who_took_part_in_a_round_must_be_told()
    {
        Assert.Equal("ROUND_UNDISCLOSED", Compute("HK_ITVF_MATCH", FifthGuidance().Buys(Round(Startup(), 50, On(2024, 3, 1)), 10)).Absent?.Why);
        Assert.Equal("ROUND_UNDISCLOSED", Compute("HK_ITVF_MATCH", FifthGuidance()
            .Buys(Round(Startup(), 50, On(2024, 3, 1), null, (HongKongPublic, 10), (Undisclosed, 40)), 10)).Absent?.Why);
    }

    private static Measure Compute(string key, params IEnumerable<FundBuilder> funds) =>
        MetricCatalog.Of(key).Compute(Pool(On(2026, 1, 1), FxTable.Empty, null, Currency.Cny, funds));
}
