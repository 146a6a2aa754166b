using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Returns against an index, and with and without a subscription line. Vectors: domain.md 4.4.</summary>
public sealed class MarketEquivalentTests
{
    private static readonly LocalDate[] Days = [On(2021, 12, 31), On(2022, 12, 31), On(2023, 12, 31)];

    [Fact]
    public void The_published_example_of_KS_PME() // pyxirr, after INSEAD note 02/2019-6472: -25, 15, NAV 20; index 100, 115, 130
    {
        var fund = Fund(Currency.Cny).Calls(25, Days[0], Guidance).Distributes(15, Days[1], Guidance).ReportsNav(20, Days[2]);

        var measure = Measured("KS_PME", fund, Days[2], Index(100, 115, 130));

        Assert.Equal(1.14m, Math.Round(measure.Value!.Value, 2));
        Assert.Equal(3250, measure.Denominator); // 25 x 130 / 100
        Assert.Equal(measure.Numerator, measure.Trail.Aggregate(Int128.Zero, (sum, row) => sum + row.NumeratorMinor));
    }

    [Fact]
    public void As_the_index_means_one_and_zero()
    {
        var fund = Fund(Currency.Cny).Calls(100, Days[0], Guidance).Distributes(23, Days[1], Guidance).ReportsNav(104, Days[2]);
        var index = Index(100, 115, 130); // 100 -> 115; less 23 is 92; 92 x 130 / 115 = 104

        Assert.Equal(1m, Measured("KS_PME", fund, Days[2], index).Value);
        Assert.Equal(0m, Math.Round(Measured("DIRECT_ALPHA", fund, Days[2], index).Value!.Value, 9));
    }

    [Fact]
    public void Against_an_index_that_stands_still_alpha_is_the_rate_of_return()
    {
        var fund = Fund(Currency.Cny).Calls(100, Days[0], Guidance).Distributes(30, Days[1], Guidance).ReportsNav(95, Days[2]);

        Assert.Equal(Measured("NET_IRR", fund, Days[2], null).Value, Measured("DIRECT_ALPHA", fund, Days[2], Index(100, 100, 100)).Value);
        Assert.Equal(Measured("TVPI", fund, Days[2], null).Value, Measured("KS_PME", fund, Days[2], Index(100, 100, 100)).Value);
    }

    [Fact] // By hand: 100 becomes 169 in two years of 365 days, the index 121 from 100: 1.69 / 1.21 is 1.3 / 1.1 squared
    public void Direct_alpha_of_one_call_and_one_value_is_the_root_of_what_it_beat_the_index_by()
    {
        var fund = Fund(Currency.Cny).Calls(100, On(2022, 1, 1), Guidance).ReportsNav(169, On(2024, 1, 1));
        var index = BenchmarkIndex.KnownAt("TEST", Currency.Cny, [new(On(2022, 1, 1), Noon(On(2022, 1, 1)), 10_000_000_000), new(On(2024, 1, 1), Noon(On(2024, 1, 1)), 12_100_000_000)], Ever);

        Assert.Equal(0.1818181818m, Measured("DIRECT_ALPHA", fund, On(2024, 1, 1), index).Value);
        Assert.Equal(1.3966942149m, Measured("KS_PME", fund, On(2024, 1, 1), index).Value); // 169 / 121
    }

    [Fact] // By hand: 100 yuan were 20 dollars at 5, 30 dollars in the index, and are 240 yuan at 8; a value of 300 is 1.25 of them
    public void Money_grows_in_the_currency_of_the_index()
    {
        var fund = Fund(Currency.Cny).Calls(100, Days[0], Guidance).ReportsNav(300, Days[2]);
        var fx = FxTable.KnownAt([Daily(Currency.Cny, Days[0], 5m), Daily(Currency.Cny, Days[2], 8m)], Ever);
        var index = BenchmarkIndex.KnownAt("TEST", Currency.Usd, [new(Days[0], Noon(Days[0]), 10_000_000_000), new(Days[2], Noon(Days[2]), 15_000_000_000)], Ever);

        Assert.Equal(1.25m, Of(fx).Value);
        Assert.Equal(2, Of(fx).Rates.Count);
        Assert.Equal("FX_MISSING", Of(FxTable.Empty).StatusKey);

        Measure Of(FxTable rates) => MetricCatalog.Of("KS_PME").Compute(new PortfolioHistory
        {
            AsOf = Days[2], Funds = [fund.Cut(Days[2])], ReportCurrency = Currency.Cny, Fx = rates, Index = index,
        });
    }

    [Fact]
    public void Without_an_index_or_a_young_level_there_is_no_figure()
    {
        var fund = Fund(Currency.Cny).Calls(100, On(2021, 12, 30), Guidance).ReportsNav(95, Days[2]);

        Assert.Equal("NO_INDEX", Measured("KS_PME", fund, Days[2], null).StatusKey);
        Assert.Equal("INDEX_MISSING", Measured("KS_PME", fund, Days[2], Index(100, 115, 130)).StatusKey);
    }

    [Fact]
    public void A_subscription_line_lifts_the_rate_and_lowers_the_multiple() // deal -100 on 2022-01-01, +130 on 2024-01-01, a line at 5 % for a year
    {
        var fund = Fund(Currency.Cny).Calls(105, On(2023, 1, 1), Guidance).Distributes(130, On(2024, 1, 1), Guidance).ReportsNav(0, On(2024, 1, 1));
        var lined = fund.Facts with
        {
            LineEvents =
            [
                Line(LineEventKind.Draw, 100, On(2022, 1, 1)), Line(LineEventKind.Repayment, 100, On(2023, 1, 1)), Line(LineEventKind.Interest, 5, On(2023, 1, 1)),
            ],
        };

        Assert.Equal(0.238095m, Math.Round(Of("NET_IRR", lined).Value!.Value, 6));
        Assert.Equal(1.2381m, Math.Round(Of("TVPI", lined).Value!.Value, 4));
        Assert.Equal(0.140175m, Math.Round(Of("NET_IRR_EX_LINE", lined).Value!.Value, 6));
        Assert.Equal(1.300m, Of("TVPI_EX_LINE", lined).Value);
        Assert.Equal("NO_SUBSCRIPTION_LINE", Of("TVPI_EX_LINE", fund.Facts).StatusKey);

        static Measure Of(string key, FundFacts facts) => MetricCatalog.Of(key).Compute(new PortfolioHistory
        {
            AsOf = On(2024, 1, 1), Funds = [FundHistory.Cut(facts, On(2024, 1, 1), Ever)], ReportCurrency = Currency.Cny, Fx = FxTable.Empty,
        });
    }

    [Fact]
    public void What_is_still_borrowed_belongs_to_the_value()
    {
        var drawn = Fund(Currency.Cny).Calls(1, On(2022, 1, 1), Guidance).ReportsNav(20, On(2022, 12, 31)).Facts with
        {
            LineEvents = [Line(LineEventKind.Draw, 99, On(2022, 1, 1))],
        };

        // 20 net of a debt of 99: without the line investors had paid 100 and owned 119.
        Assert.Equal(1.19m, MetricCatalog.Of("TVPI_EX_LINE").Compute(new PortfolioHistory
        {
            AsOf = On(2022, 12, 31), Funds = [FundHistory.Cut(drawn, On(2022, 12, 31), Ever)], ReportCurrency = Currency.Cny, Fx = FxTable.Empty,
        }).Value);
    }

    private static SubscriptionLineEvent Line(LineEventKind kind, decimal amount, LocalDate on) => new(Guid.NewGuid(), kind, Money(amount, Currency.Cny), on, Noon(on));

    private static BenchmarkIndex Index(params int[] levels) =>
        BenchmarkIndex.KnownAt("TEST", Currency.Cny, levels.Select((level, at) => new IndexLevel(Days[at], Noon(Days[at]), level * 100_000_000L)), Ever);

    private static Measure Measured(string key, FundBuilder fund, LocalDate asOf, BenchmarkIndex? index) => MetricCatalog.Of(key).Compute(new PortfolioHistory
    {
        AsOf = asOf, Funds = [FundHistory.Cut(fund.Facts, asOf, Ever)], ReportCurrency = Currency.Cny, Fx = FxTable.Empty, Index = index,
    });
}
