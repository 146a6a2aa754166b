using Xunit;
using static VenturePortfolio.Domain.Tests.RuleWorld;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>
/// One cent and one day beside a limit. Limits: domain.md 1.2; S = 1,000 unless said. Years from a 29 February end on the 28th of a common year: 《民法典》 Art. 202
/// (where the last month has no such day, on its last day).
/// </summary>
public sealed class RuleBoundaryTests
{
    private static readonly NodaTime.LocalDate Leap = On(2024, 2, 29);

    [Theory] // NF-01: 10 to 30 % of 1,000
    [InlineData(100, VerdictStatus.Pass)]
    [InlineData(99.99, VerdictStatus.Breach)]
    [InlineData(300, VerdictStatus.Pass)]
    [InlineData(300.01, VerdictStatus.Breach)]
    public void A_cent_decides_of_the_band(double guidance, VerdictStatus expected) =>
        Assert.Equal(expected, Judge(Band, Pledged((decimal)guidance, 1_000 - (decimal)guidance), On(2024, 6, 30)).Status);

    [Theory] // NF-02: the guidance fund is smaller than the largest; the text is silent on a tie
    [InlineData(399.99, VerdictStatus.Pass)]
    [InlineData(400, VerdictStatus.Warn)]
    [InlineData(400.01, VerdictStatus.Breach)]
    public void A_cent_decides_of_the_rank(double guidance, VerdictStatus expected) =>
        Assert.Equal(expected, Judge(Largest, Pledged((decimal)guidance, 400, 1), On(2024, 6, 30)).Status);

    [Theory] // NF-17: 20 % of 1,000 in one enterprise, by all that was put into it
    [InlineData(50, VerdictStatus.Pass, 0)]
    [InlineData(50.01, VerdictStatus.Breach, -1)]
    public void A_cent_decides_of_the_cap(double second, VerdictStatus expected, int headroom)
    {
        var startup = Startup();
        var fund = Pledged(200, 800).Buys(Round(startup, 2_000, On(2022, 6, 1)), 150).Buys(Round(startup, 2_000, On(2022, 7, 1)), (decimal)second);

        var verdict = Judge(Rule("NF-17", numbers: [("share_max", 0.20m)]), fund, On(2024, 6, 30));

        Assert.Equal((expected, Fraction.Whole(headroom)), (verdict.Status, verdict.Headroom));
    }

    [Theory] // NF-21 (1) and (2): more than a year after 29 February 2024
    [InlineData(2025, 2, 28, VerdictStatus.AtRisk)]
    [InlineData(2025, 3, 1, VerdictStatus.Breach)]
    public void A_year_from_the_leap_day_ends_on_the_last_of_february(int year, int month, int day, VerdictStatus expected)
    {
        var asOf = On(year, month, day);
        var established = Rule("NF-21-1", numbers: [("years", 1m)]);
        var started = Rule("NF-21-2", numbers: [("years", 1m)]);

        Assert.Equal(expected, Judge(established, Pledged(200, 800), asOf, Terms(approved: Leap, registered: On(2026, 1, 1))).Status);
        Assert.Equal(expected, Judge(started, Pledged(200, 800).Calls(100, Leap, Guidance), asOf).Status);
    }

    [Theory] // NF-14: 8 years from 29 February 2024 end on one, 10 on 28 February 2034
    [InlineData(2032, 2, 29, VerdictStatus.Pass)]
    [InlineData(2032, 3, 1, VerdictStatus.Warn)]
    [InlineData(2034, 2, 28, VerdictStatus.Warn)]
    [InlineData(2034, 3, 1, VerdictStatus.Breach)]
    public void A_term_from_the_leap_day(int year, int month, int day, VerdictStatus expected) =>
        Assert.Equal(expected, Judge(
            Rule("NF-14", numbers: [("years_max", 8m), ("years_extended", 10m)]), Pledged(200, 800), On(2024, 6, 30),
            Terms(approved: Leap, registered: Leap, end: On(year, month, day))).Status);

    [Theory] // NF-26 from 29 February 2016: years five and six run from 1 March 2020 to 28 February 2022. 60,000,000 x 4.35 % x days / 365, by hand
    [InlineData(2020, 2, 29, 6_000_000_000)]
    [InlineData(2020, 3, 1, 6_000_715_068)]  // one day: 7,150.68
    [InlineData(2022, 2, 28, 6_522_000_000)] // 730 days: 5,220,000.00
    public void A_ladder_from_the_leap_day(int year, int month, int day, long price)
    {
        var reckoned = new BuyOutLadder(4, 6, 365).PriceOf(new Money(6_000_000_000, Currency.Cny), On(2016, 2, 29), On(year, month, day), 0.0435m).Value.Minor;

        Assert.Equal(price, reckoned);
        Assert.Equal("EQUAL_TERMS", new BuyOutLadder(4, 6, 365).PriceOf(new Money(6_000_000_000, Currency.Cny), On(2016, 2, 29), On(2022, 3, 1), 0.0435m).Absent!.Why);
    }
}
