using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Returns between two days asked for. Vectors of the modified Dietz method: Wikipedia, "Modified Dietz method"; Fincyclopedia, "Modified Dietz Return - an Example".</summary>
public sealed class PeriodReturnTests
{
    [Fact] // Wikipedia: 100, 50 more in the middle of two years of 365 days, 300 at the end: a gain of 150 over an average of 125
    public void Twice_the_year_of_the_encyclopedia_makes_120_percent()
    {
        var fund = Fund(Currency.Cny).Calls(90, On(2020, 6, 1), Guidance).ReportsNav(100, On(2021, 12, 31)).Calls(50, On(2022, 12, 31), Guidance).ReportsNav(300, On(2023, 12, 31));
        var deal = Held(100, On(2021, 12, 31)).Buys(Round(Startup(), 500, On(2022, 12, 31)), 50).Values(0, 240, On(2023, 12, 31)).Values(1, 60, On(2023, 12, 31));

        foreach (var measure in new[] { Of("NET_RETURN_PERIOD", On(2021, 12, 31), On(2023, 12, 31), fund), Of("GROSS_RETURN_PERIOD", On(2021, 12, 31), On(2023, 12, 31), deal) })
        {
            Assert.Equal((1.2m, 15_000, 12_500), (measure.Value, (int)measure.Numerator!.Value, (int)measure.Denominator!.Value));
            Assert.Equal(15_000, (int)measure.Trail.Aggregate(Int128.Zero, (sum, row) => sum + row.NumeratorMinor));
            Assert.Equal(12_500, (int)measure.Trail.Aggregate(Int128.Zero, (sum, row) => sum + row.DenominatorMinor));
        }
    }

    [Fact] // Fincyclopedia: 500, 60 on the 25th of a month of 30 days, 600: 40 over 510, 7.84 percent
    public void A_month_is_not_annualised()
    {
        var fund = Fund(Currency.Cny).Calls(450, On(2024, 1, 1), Guidance).ReportsNav(500, On(2024, 5, 31)).Calls(60, On(2024, 6, 25), Guidance).ReportsNav(600, On(2024, 6, 30));

        var measure = Of("NET_RETURN_PERIOD", On(2024, 5, 31), On(2024, 6, 30), fund);

        Assert.Equal(0.0784m, decimal.Round(measure.Value!.Value, 4));
        Assert.Equal(["CAPITAL_CALL/GUIDANCE_FUND", "OPENING_NAV", "REPORTED_NAV"], measure.Parts.Select(part => part.Key));
        Assert.Empty(measure.Flags);
    }

    [Fact] // hledger's roi.test no. 6 row 2: 100 on 2017-04-01 are 110 on 2017-07-01
    public void As_a_rate_it_is_the_horizon_return_from_that_day()
    {
        var fund = Fund(Currency.Cny).Calls(100, On(2016, 4, 1), Guidance).ReportsNav(100, On(2017, 4, 1)).ReportsNav(110, On(2017, 7, 1));
        var deal = Held(100, On(2017, 4, 1)).Values(0, 110, On(2017, 7, 1));

        foreach (var measure in new[] { Of("NET_IRR_PERIOD", On(2017, 4, 1), On(2017, 7, 1), fund), Of("GROSS_IRR_PERIOD", On(2017, 4, 1), On(2017, 7, 1), deal) })
        {
            Assert.Equal(0.4656m, decimal.Round(measure.Value!.Value, 4));
            Assert.Contains("UNDER_ONE_YEAR", measure.Flags);
        }
    }

    [Fact] // By hand: 90 reported, 10 called since and 20 given back: 80 on the first day; 88 at the end
    public void An_opening_value_is_rolled_forward_above_and_below_the_line()
    {
        var fund = Fund(Currency.Cny).Calls(80, On(2023, 1, 1), Guidance).ReportsNav(90, On(2023, 11, 30)).Calls(10, On(2023, 12, 15), Guidance).Distributes(20, On(2023, 12, 31), Guidance)
            .ReportsNav(88, On(2024, 6, 30));

        var measure = Of("NET_RETURN_PERIOD", On(2023, 12, 31), On(2024, 6, 30), fund);

        Assert.Equal((0.1m, 800, 8_000), (measure.Value, (int)measure.Numerator!.Value, (int)measure.Denominator!.Value));
        Assert.Contains("NAV_ROLLED_FORWARD", measure.Flags);
    }

    [Fact]
    public void What_is_missing_is_said_with_what_to_ask_instead()
    {
        var fund = Held(100, On(2023, 6, 1)).Calls(100, On(2022, 3, 1), Guidance).Distributes(250, On(2024, 1, 2), Guidance).ReportsNav(200, On(2023, 12, 31)).ReportsNav(10, On(2024, 6, 30));

        Assert.Equal(
            new Absent("NO_OPENING", "nothing had been paid in by 2021-12-31; ask from 2022-03-01, the first day on which something was, or a later one"),
            Of("NET_RETURN_PERIOD", On(2021, 12, 31), On(2024, 6, 30), fund).Absent);
        Assert.Equal(
            new Absent("NO_OPENING", "nothing had been paid to companies by 2021-12-31; ask from 2022-06-01, the first day on which something was, or a later one"),
            Of("GROSS_IRR_PERIOD", On(2021, 12, 31), On(2024, 6, 30), fund).Absent);
        Assert.Equal("NO_OPENING", Of("GROSS_IRR_PERIOD", On(2021, 12, 31), On(2024, 6, 30), Fund(Currency.Cny)).StatusKey);
        Assert.Equal("NO_AVERAGE_CAPITAL", Of("NET_RETURN_PERIOD", On(2023, 12, 31), On(2024, 6, 30), fund).StatusKey);
        Assert.Equal("NO_PERIOD", Of("NET_IRR_PERIOD", null, On(2024, 6, 30), fund).StatusKey);
        Assert.Null(Of("NET_IRR_PERIOD", On(2024, 6, 30), On(2024, 6, 30), fund).Value);
    }

    private static FundBuilder Held(decimal value, LocalDate on) => Fund(Currency.Cny).Buys(Round(Startup(), 500, on.PlusYears(-1)), value).Values(0, value, on);

    private static Measure Of(string key, LocalDate? from, LocalDate asOf, FundBuilder fund) => MetricCatalog.Of(key).Compute(new PortfolioHistory
    {
        AsOf = asOf, From = from, Funds = [fund.Cut(asOf)], ReportCurrency = Currency.Cny, Fx = FxTable.Empty,
    });
}
