using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>
/// simonmichael/hledger, hledger/test/roi.test @028e84fc, printed in percent to two places: returns between two dates, whose values stand at the
/// ends of days. There the value of 12-31 is a flow of the next day; so are both days here, moved by one.
/// </summary>
public sealed class PointToPointTests
{
    [Theory]
    [InlineData("100", "", "112", "0.1200")]                  // no. 2
    [InlineData("100", "2017-06-01:100", "220", "0.1272")]    // no. 4
    [InlineData("100", "2017-06-01:100", "20", "-0.9573")]    // no. 5
    public void A_year_from_value_to_value(string opening, string called, string closing, string printed)
    {
        var fund = Opened(opening, On(2017, 1, 1));
        foreach (var flow in called.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            fund.Calls(Oracle.Number(flow[11..]), NodaTime.Text.LocalDatePattern.Iso.Parse(flow[..10]).Value, Guidance);
        }

        fund.ReportsNav(Oracle.Number(closing), On(2018, 1, 1));

        Assert.Equal(Oracle.Number(printed), decimal.Round(MetricCatalog.Of("NET_IRR_1Y").Compute(Pool(On(2018, 1, 1), fund)).Value!.Value, 4));
    }

    [Fact] // no. 6 row 2: 100 on 2017-04-01 are 110 on 2017-07-01
    public void A_quarter_is_annualised_and_flagged()
    {
        var measure = PointToPoint.Since(Pool(On(2017, 7, 1), Opened("100", On(2017, 4, 1)).ReportsNav(110, On(2017, 7, 1))), On(2017, 4, 1));

        Assert.Equal(0.4656m, decimal.Round(measure.Value!.Value, 4));
        Assert.Contains("UNDER_ONE_YEAR", measure.Flags);
    }

    [Fact] // no. 6 row 4: 210 on 2017-10-01 less 50 given back that day, 155 on 2018-01-01
    public void What_flows_on_the_first_day_is_in_its_value()
    {
        var fund = Opened("210", On(2017, 9, 30)).Distributes(50, On(2017, 10, 1), Guidance).ReportsNav(155, On(2018, 1, 1));

        Assert.Equal(-0.1183m, decimal.Round(PointToPoint.Since(Pool(On(2018, 1, 1), fund), On(2017, 10, 1)).Value!.Value, 4));
    }

    [Fact] // no. 7: 100 on 2017-06-01, 100 more on 2017-07-01, 50 back on 2017-10-01, 155 on 2018-01-01
    public void What_flows_after_the_first_day_counts_by_itself()
    {
        var fund = Opened("100", On(2017, 6, 1)).Calls(100, On(2017, 7, 1), Guidance).Distributes(50, On(2017, 10, 1), Guidance).ReportsNav(155, On(2018, 1, 1));

        Assert.Equal(0.0524m, decimal.Round(PointToPoint.Since(Pool(On(2018, 1, 1), fund), On(2017, 6, 1)).Value!.Value, 4));
    }

    [Fact]
    public void An_earlier_value_is_rolled_forward_to_the_first_day_and_shown_as_such()
    {
        // By hand: 90 reported, 10 called since: 100 on the first day; 121 two years of 365 days later are ten percent a year.
        var fund = Fund(Currency.Cny).Calls(80, On(2020, 1, 1), Guidance).ReportsNav(90, On(2021, 12, 1)).Calls(10, On(2021, 12, 15), Guidance)
            .ReportsNav(121, On(2024, 1, 1));

        var measure = PointToPoint.Since(Pool(On(2024, 1, 1), fund), On(2022, 1, 1));

        Assert.Equal(0.1m, measure.Value);
        Assert.Equal(["CAPITAL_CALL/GUIDANCE_FUND", "OPENING_NAV", "REPORTED_NAV"], measure.Parts.Select(part => part.Key));
        Assert.Equal(On(2024, 1, 1), measure.NavAsOf);
    }

    [Fact]
    public void Without_anything_at_the_beginning_there_is_no_return_over_the_period()
    {
        var young = Fund(Currency.Cny).Calls(100, On(2023, 6, 1), Guidance).ReportsNav(110, On(2024, 1, 1));
        var unvalued = Fund(Currency.Cny).Calls(100, On(2021, 6, 1), Guidance).ReportsNav(110, On(2024, 1, 1));

        Assert.Equal("NO_OPENING", MetricCatalog.Of("NET_IRR_3Y").Compute(Pool(On(2024, 1, 1), young)).StatusKey);
        Assert.Equal("NO_REPORTED_NAV", MetricCatalog.Of("NET_IRR_1Y").Compute(Pool(On(2024, 1, 1), unvalued)).StatusKey);
    }

    private static FundBuilder Opened(string value, LocalDate on) =>
        Fund(Currency.Cny).Calls(Oracle.Number(value), on.PlusYears(-1), Guidance).ReportsNav(Oracle.Number(value), on);

    private static PortfolioHistory Pool(LocalDate asOf, FundBuilder fund) => World.Pool(asOf, FxTable.Empty, null, Currency.Cny, fund);
}
