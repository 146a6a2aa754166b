using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

public class DisclosureTests
{
    /// <summary>
    /// 國投(廣東), S = 15.0 bn, G = 3.0 bn, 2021-12: bjkjjr.org.cn/industry/2151 and The Paper (domain.md 1.4).
    /// </summary>
    private static FundBuilder Guotou() => Fund(Currency.Cny)
        .Commits(Guidance, 3_000_000_000, On(2021, 12, 1))
        .Commits(Undisclosed, 12_000_000_000, On(2021, 12, 1));

    [Theory]
    [InlineData("LV-1", "5")]
    [InlineData("LV-2", "4")]
    [InlineData("GUIDANCE-SHARE", "0.2")]
    public void Undisclosed_money_hides_nothing_where_the_guidance_money_is_known(string key, string value) =>
        Assert.Equal(Oracle.Number(value), Compute(key, Guotou()).Value);

    [Theory]
    [InlineData("LV-3")]
    [InlineData("LV-3-SHARE")]
    public void Undisclosed_money_may_be_Hong_Kong_capital(string key) =>
        Assert.Equal("HONG_KONG_UNDISCLOSED", Compute(key, Guotou()).Absent!.Why);

    [Theory]
    [InlineData("LV-1")]
    [InlineData("LV-2")]
    [InlineData("LV-3")]
    [InlineData("GUIDANCE-SHARE")]
    public void Undisclosed_money_alone_hides_the_guidance_part(string key) => Assert.Equal("GUIDANCE_UNDISCLOSED",
        Compute(key, Fund(Currency.Cny).Commits(Undisclosed, 911_000_000, On(2020, 1, 24))).Absent!.Why);

    [Fact]
    public void Known_money_without_guidance_is_no_guidance_and_not_a_secret()
    {
        var fund = Fund(Currency.Cny).Commits(HongKongPrivate, 5, On(2020, 1, 1))
            .Calls(5, On(2020, 1, 2), HongKongPrivate);

        Assert.Equal("NO_GUIDANCE_COMMITMENT", Compute("LV-1", fund).Absent!.Why);
        Assert.Equal("NO_GUIDANCE_PAID_IN", Compute("LV-6", fund).Absent!.Why);
        Assert.Equal("NO_GUIDANCE_COMMITMENT", Compute("LV-6-PARITY", fund).Absent!.Why);
        Assert.Equal(0m, Compute("GUIDANCE-SHARE", fund).Value);
    }

    [Fact]
    public void A_withdrawn_undisclosed_investor_hides_nothing()
    {
        var fund = Fund(Currency.Cny).Commits(HongKongPrivate, 5, On(2020, 1, 1)).Commits(Guidance, 5, On(2020, 1, 1))
            .Commits(Undisclosed, 7, On(2020, 1, 1))
            .Commits(Undisclosed, 7, On(2021, 1, 1), kind: CommitmentKind.Withdrawal);

        Assert.Equal(1m, Compute("LV-3", fund).Value);
    }

    [Fact]
    public void One_undisclosed_fund_makes_the_pool_unknown() => Assert.Equal("GUIDANCE_UNDISCLOSED",
        MetricCatalog.Of("LV-1").Compute(Pool(On(2026, 1, 1), FxTable.Empty, null, Currency.Cny, Guotou(),
            Fund(Currency.Cny).Commits(Undisclosed, 1, On(2020, 1, 1)))).Absent!.Why);

    [Fact]
    public void Calls_without_a_payer_hide_the_drawn_guidance_part() => Assert.Equal("GUIDANCE_UNDISCLOSED",
        Compute("LV-6", Guotou().Calls(100, On(2022, 1, 1))).Absent!.Why);

    [Fact]
    public void A_missing_rate_is_named_with_its_day()
    {
        var fund = Fund(Currency.Cny).Commits(Guidance, 5, On(2026, 11, 20))
            .Commits(HongKongPrivate, 5, On(2026, 11, 20), Currency.Hkd);

        var absent = MetricCatalog.Of("LV-1")
            .Compute(Pool(On(2026, 11, 24), FxTable.Empty, null, Currency.Cny, fund)).Absent!;

        Assert.Equal(("FX_MISSING", "FX HKD/CNY 2026-11-20"), (absent.Why, absent.Detail));
    }

    private static Measure Compute(string key, FundBuilder fund) =>
        MetricCatalog.Of(key).Compute(Pool(On(2026, 1, 1), FxTable.Empty, null, Currency.Cny, fund));
}
