using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>The side of the companies: before fees and carry, and whatever a subscription line does to the investors' side.</summary>
public class GrossPerformanceTests
{
    /// <summary>domain.md 4.4, subscription line: deal -100 on 2022-01-01, +130 on 2024-01-01.</summary>
    private static FundBuilder Deal() => Fund(Currency.Cny)
        .Buys(Round(Startup(), 100, On(2022, 1, 1)), 100).Sells(0, 130, On(2024, 1, 1)).Values(0, 0, On(2024, 1, 1));

    [Fact]
    public void A_deal_has_its_rate_and_multiple_without_the_line()
    {
        Assert.Equal(0.140175m, decimal.Round(Compute("GROSS_IRR", Deal()).Value!.Value, 6));
        Assert.Equal((1.3m, 1.3m, 0m), (Compute("MOIC", Deal()).Value, Compute("GROSS_DPI", Deal()).Value, Compute("GROSS_RVPI", Deal()).Value));
    }

    [Fact]
    public void The_line_raises_the_investors_rate_and_lowers_their_multiple()
    {
        // One year at 5 %: the investors pay 105 on 2023-01-01.
        var fund = Deal().Calls(105, On(2023, 1, 1), HongKongPrivate).Distributes(130, On(2024, 1, 1), HongKongPrivate).ReportsNav(0, On(2024, 1, 1));

        Assert.Equal(0.238095m, decimal.Round(Compute("NET_IRR", fund).Value!.Value, 6));
        Assert.Equal(1.2381m, decimal.Round(Compute("TVPI", fund).Value!.Value, 4));
    }

    [Fact]
    public void What_is_held_stands_at_its_last_value_and_new_holdings_at_cost()
    {
        var fund = Fund(Currency.Cny).Buys(Round(Startup(), 500, On(2024, 1, 1)), 100).Buys(Round(Startup(), 90, On(2025, 12, 1)), 40)
            .Values(0, 150, On(2024, 12, 31)).Values(0, 210, On(2025, 12, 31));

        var measure = Compute("MOIC", fund);

        Assert.Equal(1.7857142857m, measure.Value); // (210 + 40) / 140
        Assert.Equal((0m, 1.7857142857m), (Compute("GROSS_DPI", fund).Value, Compute("GROSS_RVPI", fund).Value));
        Assert.Equal(["VALUED_AT_COST"], measure.Flags);
    }

    [Theory] // By hand, as domain.md 4.3 no. 5 rolls a net asset value: bought for 100, worth 150 at the end of October, then more paid in or money back
    [InlineData(0, 60, "1.5", "0.9")]                   // (60 + 150 - 60) / 100: part of it sold at its value gains nothing
    [InlineData(0, 150, "1.5", "0")]                    // Sold for its value: nothing is left
    [InlineData(0, 240, "2.4", "0")]                    // Sold for more: the gain counts once, and what is left is nothing, not a debt
    [InlineData(50, 0, "1.3333333333", "1.3333333333")] // (150 + 50) / 150
    public void What_moved_after_the_last_value_changes_it(int paid, int back, string multiple, string left)
    {
        var fund = Fund(Currency.Cny).Buys(Round(Startup(), 500, On(2024, 1, 1)), 100).Values(0, 150, On(2025, 10, 31));
        _ = paid > 0 ? fund.BuysMore(0, paid, On(2025, 11, 15)) : fund.Sells(0, back, On(2025, 11, 15));

        var measure = Compute("MOIC", fund);

        Assert.Equal((Oracle.Number(multiple), Oracle.Number(left)), (measure.Value, Compute("GROSS_RVPI", fund).Value));
        Assert.Equal(["VALUE_ROLLED_FORWARD"], measure.Flags);
        Assert.Equal(measure.Numerator, measure.Trail.Aggregate(default(Int128), (sum, row) => sum + row.NumeratorMinor));
    }

    [Fact]
    public void Not_valued_yet_it_stands_at_what_was_paid_less_what_came_back()
    {
        var fund = Fund(Currency.Cny).Buys(Round(Startup(), 500, On(2025, 11, 1)), 100).Sells(0, 30, On(2025, 12, 1));

        Assert.Equal((1m, 0.7m), (Compute("MOIC", fund).Value, Compute("GROSS_RVPI", fund).Value));
        Assert.Equal(["VALUED_AT_COST"], Compute("MOIC", fund).Flags);
        Assert.Equal((1.3m, 0m), (Compute("MOIC", fund.Sells(0, 100, On(2025, 12, 20))).Value, Compute("GROSS_RVPI", fund).Value)); // Sold before anybody valued it
    }

    [Fact]
    public void An_old_value_is_flagged_and_a_nameless_payment_leaves_the_figure_absent()
    {
        Assert.Equal(["VALUATION_STALE"], Compute("MOIC", Fund(Currency.Cny).Buys(Round(Startup(), 500, On(2024, 1, 1)), 100).Values(0, 150, On(2025, 6, 30))).Flags);
        Assert.Equal("HOLDING_UNKNOWN", Compute("MOIC", Fund(Currency.Cny).Invests(100, On(2024, 1, 1))).Absent?.Why);
        Assert.Equal("NO_INVESTMENT", Compute("GROSS_IRR", Fund(Currency.Cny)).Absent?.Why);
    }

    private static Measure Compute(string key, FundBuilder fund) =>
        MetricCatalog.Of(key).Compute(Pool(On(2026, 1, 1), FxTable.Empty, null, Currency.Cny, fund));
}
