using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

public class PerformanceTests
{
    private static readonly FxTable NoFx = FxTable.Empty;

    [Theory]
    [InlineData("DPI", "0.75")]
    [InlineData("RVPI", "0.67")]
    [InlineData("TVPI", "1.42")]
    [InlineData("PIC", "0.90")]
    public void The_GIPS_style_example_holds_to_its_printed_digits(string key, string printed)
    {
        // acadifi.com: committed 800, paid-in 720, distributed 540, NAV 480.
        var fund = Fund(Currency.Usd).Commits(HongKongPrivate, 800, On(2020, 1, 1))
            .Calls(720, On(2020, 2, 1)).Distributes(540, On(2023, 2, 1)).ReportsNav(480, On(2024, 12, 31));

        Assert.Equal(Oracle.Number(printed), decimal.Round(Compute(key, fund).Value!.Value, 2));
        Assert.Equal((720m, 540m, 480m), (Compute("PAID_IN", fund).Value, Compute("DISTRIBUTED", fund).Value, Compute("RESIDUAL_VALUE", fund).Value));
    }

    [Fact]
    public void The_INSEAD_multiples_hold()
    {
        // INSEAD note 02/2019-6472 through pyxirr's tests.
        var first = Fund(Currency.Usd).Calls(10, On(2020, 1, 1)).Calls(20, On(2021, 1, 1))
            .Distributes(15, On(2022, 1, 1)).Distributes(30, On(2023, 1, 1)).ReportsNav(15, On(2024, 12, 31));
        var second = Fund(Currency.Usd).Calls(25, On(2020, 1, 1)).Distributes(15, On(2021, 1, 1))
            .ReportsNav(20, On(2024, 12, 31));

        Assert.Equal(1.5m, Compute("DPI", first).Value);
        Assert.Equal(2.0m, Compute("TVPI", first).Value);
        Assert.Equal(1.4m, Compute("TVPI", second).Value);
    }

    [Theory]
    [InlineData("-12 0 0 40", "0.494")]
    [InlineData("-12 -10 -4 40 0 15 5", "0.324")]
    public void The_INSEAD_rates_hold_to_their_printed_digits(string yearly, string printed)
    {
        var flows = yearly.Split(' ').Select((amount, year) =>
            new XirrFlow(On(2001, 1, 1).PlusDays(365 * year), int.Parse(amount)));

        Assert.Equal(Oracle.Number(printed), decimal.Round(Xirr.Solve(flows, null).Rate!.Value, 3));
    }

    [Fact]
    public void Same_day_flows_are_netted_for_the_rate_and_not_for_the_multiples()
    {
        // domain.md 4.3: netting changes TVPI. Paid 100 and 50, got 50 back on the day of the second call.
        var fund = Fund(Currency.Usd).Calls(100, On(2023, 12, 31)).Calls(50, On(2024, 6, 30))
            .Distributes(50, On(2024, 6, 30)).ReportsNav(110, On(2024, 12, 30));

        // 365 days from the call to the value: exactly 10 %.
        var pool = Pool(On(2024, 12, 30), NoFx, null, Currency.Usd, fund);
        Assert.Equal(0.1m, MetricCatalog.Of("NET_IRR").Compute(pool).Value);
        Assert.Equal(1.0666666667m, MetricCatalog.Of("TVPI").Compute(pool).Value);
    }

    [Fact]
    public void A_value_before_the_as_of_date_is_rolled_forward_and_flagged()
    {
        var fund = Fund(Currency.Usd).Calls(100, On(2020, 1, 1)).ReportsNav(120, On(2024, 6, 30))
            .Calls(10, On(2024, 7, 1)).Distributes(40, On(2024, 8, 1));

        var measure = Compute("RVPI", fund);

        // (120 + 10 - 40) / 110.
        Assert.Equal(0.8181818182m, measure.Value);
        Assert.Equal(["NAV_ROLLED_FORWARD", "NAV_STALE"], measure.Flags);
        Assert.Equal(On(2024, 6, 30), measure.NavAsOf);
    }

    [Fact]
    public void A_flow_on_the_day_of_the_value_is_already_in_it()
    {
        var fund = Fund(Currency.Usd).Calls(100, On(2020, 1, 1)).Distributes(40, On(2024, 12, 31))
            .ReportsNav(60, On(2024, 12, 31));

        Assert.Equal(1m, Compute("TVPI", fund).Value);
        Assert.Empty(Compute("RVPI", fund).Flags);
    }

    [Fact]
    public void Without_any_reported_value_there_is_no_residual_and_no_rate()
    {
        var fund = Fund(Currency.Usd).Calls(100, On(2020, 1, 1)).Distributes(40, On(2024, 12, 31));

        Assert.All(new[] { "RVPI", "TVPI", "NET_IRR" },
            key => Assert.Equal("NO_REPORTED_NAV", Compute(key, fund).StatusKey));
        Assert.Equal(0.4m, Compute("DPI", fund).Value);
    }

    [Fact]
    public void A_value_used_up_by_later_distributions_must_be_reported_anew()
    {
        var fund = Fund(Currency.Usd).Calls(100, On(2020, 1, 1)).ReportsNav(30, On(2024, 9, 30))
            .Distributes(40, On(2024, 10, 1));

        Assert.All(new[] { "RVPI", "TVPI", "NET_IRR" },
            key => Assert.Equal("NAV_EXHAUSTED", Compute(key, fund).StatusKey));
    }

    [Fact]
    public void A_stated_value_of_zero_and_nothing_back_is_a_total_loss()
    {
        var measure = Compute("NET_IRR", Fund(Currency.Usd).Calls(100, On(2020, 1, 1)).ReportsNav(0, On(2024, 12, 31)));

        Assert.Equal((-1m, "TOTAL_LOSS"), (measure.Value, measure.StatusKey));
    }

    [Fact]
    public void A_fund_that_nobody_paid_into_has_no_multiples()
    {
        var fund = Fund(Currency.Usd).Commits(Guidance, 5, On(2020, 1, 1));

        Assert.All(new[] { "DPI", "RVPI", "TVPI", "NET_IRR" },
            key => Assert.Equal("NO_PAID_IN", Compute(key, fund).StatusKey));
        Assert.Equal(0m, Compute("PIC", fund).Value);
    }

    [Fact]
    public void A_young_fund_has_a_flagged_rate()
    {
        var measure = Compute("NET_IRR",
            Fund(Currency.Usd).Calls(100, On(2024, 7, 1)).ReportsNav(110, On(2024, 12, 31)));

        Assert.Equal(["UNDER_ONE_YEAR"], measure.Flags);
        Assert.Equal(XirrStatus.Ok, measure.Status);
    }

    [Fact]
    public void The_rate_of_a_pool_is_that_of_its_pooled_flows()
    {
        // Hand-checkable: 100 -> 110 and 300 -> 390 over 365 days pool to 400 -> 500, 25 %, no mean.
        var one = Fund(Currency.Usd).Calls(100, On(2024, 1, 1)).ReportsNav(110, On(2024, 12, 31));
        var two = Fund(Currency.Usd).Calls(300, On(2024, 1, 1)).ReportsNav(390, On(2024, 12, 31));

        Assert.Equal(0.25m, MetricCatalog.Of("NET_IRR")
            .Compute(Pool(On(2024, 12, 31), NoFx, null, Currency.Usd, one, two)).Value);
    }

    [Fact]
    public void Each_flow_is_converted_at_its_own_date_and_the_value_at_the_as_of_date()
    {
        var fx = FxTable.KnownAt(
            [Daily(Currency.Hkd, On(2020, 1, 1), 8m), Daily(Currency.Hkd, On(2024, 12, 31), 4m)], Ever);
        var fund = Fund(Currency.Hkd).Calls(80, On(2020, 1, 1)).ReportsNav(80, On(2024, 12, 31));

        // 80/8 paid, 80/4 held: 2.0 at the flows' dates, 1.0 in the fund's own currency or at one date.
        Assert.Equal(2m, MetricCatalog.Of("TVPI").Compute(Pool(On(2024, 12, 31), fx, null, Currency.Usd, fund)).Value);
        Assert.Equal(1m, MetricCatalog.Of("TVPI")
            .Compute(Pool(On(2024, 12, 31), fx, FxBasis.AsOf, Currency.Usd, fund)).Value);
        Assert.Equal(1m, Compute("TVPI", fund, Currency.Hkd).Value);
    }

    private static Measure Compute(string key, FundBuilder fund, Currency? currency = null) =>
        MetricCatalog.Of(key).Compute(Pool(On(2024, 12, 31), NoFx, null, currency ?? Currency.Usd, fund));
}
