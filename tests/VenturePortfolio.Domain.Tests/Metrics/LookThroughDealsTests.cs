using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>
/// Deployed and converting leverage of deals, by hand. Fund F: guidance paid 30 of 100; 40 went to A, which converts, and 20 to B. Fund G: guidance paid 10 of 20; 10 went to A.
/// Of F 0.3 and of G 0.5 of each cost is guidance money.
/// </summary>
public sealed class LookThroughDealsTests
{
    private static readonly (StartupId A, StartupId B) Held = (Startup(), Startup());

    private static readonly FundBuilder F = Fund(Currency.Cny).Calls(30, On(2022, 1, 1), Guidance).Calls(70, On(2022, 1, 1), MainlandPrivate)
        .Buys(Round(Held.A, 100, On(2022, 2, 1)), 40).Buys(Round(Held.B, 100, On(2022, 2, 1)), 20);

    private static readonly FundBuilder G = Fund(Currency.Cny).Calls(10, On(2022, 1, 1), Guidance).Calls(10, On(2022, 1, 1), MainlandPrivate)
        .Buys(Round(Held.A, 100, On(2022, 3, 1)), 10);

    [Fact]
    public void Cost_is_told_per_unit_of_guidance_money_in_it()
    {
        Assert.Equal(2.9411764706m, Of("LV-7-DEALS", Held.A).Value);  // (40 + 10) / (12 + 5)
        Assert.Equal(3.3333333333m, Of("LV-7-DEALS", Held.B).Value);  // 20 / 6
        Assert.Equal((7_000, 2_300), (Of("LV-7-DEALS").Numerator, Of("LV-7-DEALS").Denominator));
        Assert.Equal("HOLDING_UNKNOWN", Of("LV-7-DEALS", [Fund(Currency.Cny).Calls(10, On(2022, 1, 1), Guidance).Invests(5, On(2022, 2, 1)).Cut(On(2024, 1, 1))]).StatusKey);
        Assert.Equal("NO_GUIDANCE_PAID_IN", Of("LV-7-DEALS", [Fund(Currency.Cny).Calls(10, On(2022, 1, 1), MainlandPrivate).Cut(On(2024, 1, 1))]).StatusKey);
    }

    [Fact]
    public void Converting_cost_is_told_per_unit_of_guidance_money_in_all_of_it()
    {
        var all = Of("CN_CONVERSION_DEALS");

        Assert.Equal(2.1739130435m, all.Value);                      // 50 / 23
        Assert.Equal(["CONVERSION_COST", "LOOK_THROUGH_COST"], all.Parts.Select(part => part.Key));
        Assert.Equal(2.9411764706m, Of("CN_CONVERSION_DEALS", Held.A).Value);
        // Nobody told of B whether it converts: no figure, but terms, so that both sum to the whole.
        var silent = Of("CN_CONVERSION_DEALS", Held.B);
        Assert.Equal(("CONVERSIONS_UNRECORDED", 0, 600), (silent.StatusKey, silent.Numerator, silent.Denominator));
    }

    private static Measure Of(string key, StartupId? startup = null) =>
        Of(key, [.. new[] { F, G }.Select(fund => fund.Cut(On(2024, 1, 1))).Select(fund => startup is { } one ? fund.Holding(one.Equals) : fund)]);

    private static Measure Of(string key, IReadOnlyList<FundHistory> funds) => MetricCatalog.Of(key).Compute(new PortfolioHistory
    {
        AsOf = On(2024, 1, 1), Funds = funds, ReportCurrency = Currency.Cny, Fx = FxTable.Empty, Converting = new HashSet<StartupId> { Held.A },
    });
}
