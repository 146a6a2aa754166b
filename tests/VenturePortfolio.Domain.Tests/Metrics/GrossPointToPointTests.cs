using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>
/// Returns of deals between two days. simonmichael/hledger, hledger/test/roi.test @028e84fc, printed in percent to two places, as in <see cref="PointToPointTests"/>, on the
/// side of the companies.
/// </summary>
public sealed class GrossPointToPointTests
{
    [Theory]
    [InlineData("0", "112", "0.1200")]      // no. 2: 100, nothing more, 112
    [InlineData("100", "220", "0.1272")]    // no. 4: 100 more on 2017-06-01
    [InlineData("100", "20", "-0.9573")]    // no. 5
    public void A_year_from_value_to_value(string bought, string closing, string printed)
    {
        var fund = Held("100", On(2017, 1, 1));
        if (Oracle.Number(bought) > 0)
        {
            fund.Buys(Round(Startup(), 500, On(2017, 6, 1)), Oracle.Number(bought)).Values(1, 0, On(2018, 1, 1));
        }

        fund.Values(0, Oracle.Number(closing), On(2018, 1, 1));

        Assert.Equal(Oracle.Number(printed), decimal.Round(MetricCatalog.Of("GROSS_IRR_1Y").Compute(Pool(On(2018, 1, 1), fund)).Value!.Value, 4));
    }

    [Fact] // no. 6 row 4: 210 on 2017-10-01 less 50 given back that day, 155 on 2018-01-01
    public void What_flows_on_the_first_day_is_in_its_value()
    {
        var fund = Held("160", On(2017, 10, 1)).Sells(0, 50, On(2017, 10, 1)).Values(0, 155, On(2018, 1, 1));

        Assert.Equal(-0.1183m, decimal.Round(GrossPointToPoint.Since(Pool(On(2018, 1, 1), fund), On(2017, 10, 1)).Value!.Value, 4));
    }

    [Fact] // no. 7: 100 on 2017-06-01, 100 more on 2017-07-01, 50 back on 2017-10-01, 155 on 2018-01-01
    public void What_flows_after_the_first_day_counts_by_itself()
    {
        var fund = Held("100", On(2017, 6, 1)).Buys(Round(Startup(), 500, On(2017, 7, 1)), 100).Sells(0, 50, On(2017, 10, 1))
            .Values(0, 55, On(2018, 1, 1)).Values(1, 100, On(2018, 1, 1));

        Assert.Equal(0.0524m, decimal.Round(GrossPointToPoint.Since(Pool(On(2018, 1, 1), fund), On(2017, 6, 1)).Value!.Value, 4));
    }

    [Fact] // By hand: at cost, 100, on the first day; 121 two years of 365 days later are ten percent a year
    public void Not_valued_by_the_first_day_it_stands_at_cost_and_says_so()
    {
        var fund = Fund(Currency.Cny).Buys(Round(Startup(), 500, On(2021, 6, 1)), 100).Values(0, 140, On(2022, 6, 30)).Values(0, 121, On(2024, 1, 1));

        var measure = GrossPointToPoint.Since(Pool(On(2024, 1, 1), fund), On(2022, 1, 1));

        Assert.Equal(0.1m, measure.Value);
        Assert.Equal(["OPENING_COST", "VALUATION"], measure.Parts.Select(part => part.Key));
        Assert.Equal(["VALUED_AT_COST"], measure.Flags);
        Assert.Equal([(On(2022, 1, 1), -10_000), (On(2024, 1, 1), 12_100)], measure.Trail.Select(row => (row.CountedOn, (int)row.NumeratorMinor)));
    }

    [Fact] // By hand: 100 dollars at 7 are 700 yuan on the first day, 110 dollars at 7.7 are 847 at the end: 21 percent in a year of 365 days
    public void The_opening_value_is_changed_at_the_rates_of_its_day()
    {
        var fund = Fund(Currency.Usd).Buys(Round(Startup(), 500, On(2022, 1, 1), Currency.Usd), 50).Values(0, 100, On(2022, 12, 31)).Values(0, 110, On(2023, 12, 31));
        var fx = FxTable.KnownAt([Daily(Currency.Cny, On(2022, 1, 1), 6m), Daily(Currency.Cny, On(2022, 12, 31), 7m), Daily(Currency.Cny, On(2023, 12, 31), 7.7m)], Ever);

        Assert.Equal(0.21m, MetricCatalog.Of("GROSS_IRR_1Y").Compute(World.Pool(On(2023, 12, 31), fx, null, Currency.Cny, fund)).Value);
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        var young = Held("100", On(2023, 6, 1)).Values(0, 110, On(2024, 1, 1));

        var measure = MetricCatalog.Of("GROSS_IRR_3Y").Compute(Pool(On(2024, 1, 1), young));
        Assert.Equal(new Absent("NO_OPENING", "nothing had been paid to companies by 2021-01-01"), measure.Absent);
        Assert.Equal("HOLDING_UNKNOWN", MetricCatalog.Of("GROSS_IRR_1Y").Compute(Pool(On(2024, 1, 1), Fund(Currency.Cny).Invests(100, On(2020, 1, 1)))).StatusKey);
    }

    [Fact]
    public void Of_a_day_whose_values_were_not_read_there_is_no_figure_rather_than_a_wrong_one()
    {
        var facts = Held("100", On(2022, 6, 1)).Values(0, 110, On(2024, 1, 1)).Facts with { ValuedOn = new HashSet<LocalDate> { On(2023, 1, 1) } };
        var history = new PortfolioHistory { AsOf = On(2024, 1, 1), Funds = [FundHistory.Cut(facts, On(2024, 1, 1), Ever)], ReportCurrency = Currency.Cny, Fx = FxTable.Empty };

        Assert.Equal(0.1m, GrossPointToPoint.Since(history, On(2023, 1, 1)).Value);
        Assert.Throws<InvalidOperationException>(() => { GrossPointToPoint.Since(history, On(2022, 12, 31)); });
    }

    private static FundBuilder Held(string value, LocalDate on) =>
        Fund(Currency.Cny).Buys(Round(Startup(), 500, on.PlusYears(-1)), Oracle.Number(value)).Values(0, Oracle.Number(value), on);

    private static PortfolioHistory Pool(LocalDate asOf, FundBuilder fund) => World.Pool(asOf, FxTable.Empty, null, Currency.Cny, fund);
}
