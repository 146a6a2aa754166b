using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.RuleWorld;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Rules about days: buy-out ladder, exit triggers, terms. Source: domain.md 1.2 and 1.4.</summary>
public sealed class DatedRuleTests
{
    private static readonly Money Paid = new(6_000_000_000, Currency.Cny); // 60,000,000.00
    private static readonly LocalDate Registered = On(2018, 1, 15);

    private static RuleDefinition Established { get; } = Rule("NF-21-1", numbers: [("years", 1m)]) with { EffectiveFrom = On(2015, 11, 12) };

    [Theory] // NF-26, registered 2018-01-15, rate 4.35 %
    [InlineData(2021, 12, 31, 365, 6_000_000_000)]
    [InlineData(2022, 1, 15, 365, 6_000_000_000)]  // exactly 4 years: 4年內含4年
    [InlineData(2023, 6, 30, 365, 6_379_701_370)]  // 531 days, 63,797,013.70
    [InlineData(2023, 6, 30, 360, 6_384_975_000)]  // 63,849,750.00
    public void The_buy_out_ladder(int year, int month, int day, int daysPerYear, long price) =>
        Assert.Equal(
            new Money(price, Currency.Cny),
            new BuyOutLadder(4, 6, daysPerYear).PriceOf(Paid, Registered, On(year, month, day), 0.0435m).Value);

    [Fact]
    public void After_six_years_there_is_no_formula() =>
        Assert.Equal("EQUAL_TERMS", new BuyOutLadder(4, 6, 365).PriceOf(Paid, Registered, On(2024, 6, 30), 0.0435m).Absent!.Why);

    [Theory] // NF-27, the provincial ladder: 3 years, then interest without end. 60,000,000 x 4.35 % x days / 365, by hand from domain.md 1.2
    [InlineData(2021, 1, 15, 6_000_000_000)]  // exactly 3 years
    [InlineData(2022, 1, 15, 6_261_000_000)]  // 365 days: 2,610,000.00
    [InlineData(2024, 6, 30, 6_902_416_438)]  // 1,262 days: 9,024,164.38; no end after 6 years
    public void The_provincial_ladder_has_no_end(int year, int month, int day, long price)
    {
        var ladder = BuyOutLadder.Of(Rule("NF-27", numbers: [("first_years", 3m), ("days_per_year", 365m)]));

        Assert.Equal(new BuyOutLadder(3, null, 365), ladder);
        Assert.Equal(new Money(price, Currency.Cny), ladder.PriceOf(Paid, Registered, On(year, month, day), 0.0435m).Value);
        Assert.Equal("BEFORE_REGISTRATION", ladder.PriceOf(Paid, Registered, On(2018, 1, 14), 0.0435m).Absent!.Why);
    }

    [Theory] // NF-29
    [InlineData(2023, 3, 31, 2023, 3, 31)]
    [InlineData(2023, 4, 1, 2023, 4, 30)]  // the annual report comes before the end of the quarter
    [InlineData(2023, 5, 1, 2023, 6, 30)]
    [InlineData(2024, 1, 1, 2024, 3, 31)]
    public void The_next_report_is_that_of_the_quarter_or_of_the_year(int year, int month, int day, int dueYear, int dueMonth, int dueDay)
    {
        var verdict = Judge(Rule("NF-29", numbers: [("months", 4m)]), Pledged(200, 800), On(year, month, day));

        Assert.Equal((VerdictStatus.Unknown, "REPORTS_UNRECORDED", On(dueYear, dueMonth, dueDay)), (verdict.Status, verdict.Reason!.Why, verdict.Forecast));
    }

    [Theory] // NF-21 (1): more than a year after approval; exactly a year is in time
    [InlineData(2022, 12, 31, VerdictStatus.AtRisk)]
    [InlineData(2023, 1, 1, VerdictStatus.AtRisk)]
    [InlineData(2023, 1, 2, VerdictStatus.Breach)]
    [InlineData(2022, 6, 1, VerdictStatus.OnTrack)]
    public void A_fund_is_established_within_a_year_of_approval(int year, int month, int day, VerdictStatus status)
    {
        Assert.Equal(status, Judge(Established, Pledged(200, 800), On(year, month, day), Terms(registered: On(2023, 6, 1))).Status);
        Assert.Equal(VerdictStatus.Pass, Judge(Established, Pledged(200, 800), On(2024, 1, 1), Terms(registered: On(2022, 5, 1))).Status);
    }

    // A real fund was accused because nobody had typed its day of registration. NF-21 (1) counts t - date > 1 year: without the date nothing can be counted.
    [Theory]
    [InlineData(2022, 6, 1, true)]
    [InlineData(2024, 1, 1, false)] // gone by: no forecast
    public void Without_a_day_of_registration_it_is_not_known_whether_a_fund_was_established(int year, int month, int day, bool ahead)
    {
        var verdict = Judge(Established, Pledged(200, 800), On(year, month, day));

        Assert.Equal((VerdictStatus.Unknown, "TERM_MISSING", ahead ? On(2023, 1, 2) : (NodaTime.LocalDate?)null), (verdict.Status, verdict.Reason!.Why, verdict.Forecast));
    }

    [Fact]
    public void Investment_begins_within_a_year_of_money_reaching_the_account()
    {
        var rule = Rule("NF-21-2", numbers: [("years", 1m)]);
        var fund = Pledged(200, 800);
        Assert.Equal("NO_MONEY_YET", Judge(rule, fund, On(2023, 1, 1)).Reason!.Why);

        fund.Calls(100, On(2022, 3, 1), Guidance);
        Assert.Equal(VerdictStatus.AtRisk, Judge(rule, fund, On(2023, 3, 1)).Status);
        Assert.Equal(VerdictStatus.Breach, Judge(rule, fund, On(2023, 3, 2)).Status);

        fund.Buys(Round(Startup(), 500, On(2023, 2, 1)), 10);
        Assert.Equal(VerdictStatus.Pass, Judge(rule, fund, On(2023, 3, 2)).Status);
    }

    [Theory] // NF-14: at most 8 years, 10 with everybody's agreement
    [InlineData(2030, 1, 1, VerdictStatus.Pass)]
    [InlineData(2030, 1, 2, VerdictStatus.Warn)]
    [InlineData(2032, 1, 1, VerdictStatus.Warn)]
    [InlineData(2032, 1, 2, VerdictStatus.Breach)]
    public void A_term_has_its_limits(int year, int month, int day, VerdictStatus status) =>
        Assert.Equal(status, Judge(
            Rule("NF-14", numbers: [("years_max", 8m), ("years_extended", 10m)]), Pledged(200, 800), On(2023, 1, 1),
            Terms(registered: Approved, end: On(year, month, day))).Status);

    [Theory] // NF-22 and NF-25: at the end of the term (domain.md 1.2), so not before
    [InlineData("NF-22")]
    [InlineData("NF-25")]
    public void What_falls_due_at_the_end_of_the_term_is_not_due_before(string code)
    {
        var terms = Terms(registered: Approved, end: On(2030, 1, 1));

        var running = Judge(Rule(code), Pledged(200, 800), On(2030, 1, 1), terms);
        Assert.Equal((VerdictStatus.NotApplicable, "TERM_RUNNING", On(2030, 1, 1)), (running.Status, running.Reason!.Why, running.Forecast));
        Assert.Equal("FACT_NOT_RECORDED", Judge(Rule(code), Pledged(200, 800), On(2030, 1, 2), terms).Reason!.Why);
        Assert.Equal("TERM_MISSING", Judge(Rule(code), Pledged(200, 800), On(2030, 1, 2)).Reason!.Why);
    }

    [Fact] // NF-24: an extension needs approval; without one there is nothing to approve
    public void A_term_never_made_longer_needs_no_approval()
    {
        var agreed = Terms(registered: Approved, end: On(2030, 1, 1));
        var longer = agreed with { Id = Guid.NewGuid(), EffectiveOn = On(2029, 6, 1), TermEndOn = On(2031, 1, 1) };

        Assert.Equal("NOT_EXTENDED", Told(On(2029, 5, 31)));
        Assert.Equal("FACT_NOT_RECORDED", Told(On(2029, 6, 1)));

        string Told(LocalDate asOf) => RuleCatalog.Judge(Rule("NF-24"), new RuleFacts(
            FundHistory.Cut(Pledged(200, 800).Facts with { Terms = [agreed, longer] }, asOf, Ever), FxTable.Empty,
            Array.Empty<ConversionLink>().ToLookup(link => link.Startup), new Dictionary<StartupId, string>(), new HashSet<string>())).Reason!.Why;
    }

    [Fact]
    public void One_enterprise_takes_at_most_a_fifth_and_the_forecast_says_when_it_would_be_passed()
    {
        var rule = Rule("NF-17", numbers: [("share_max", 0.20m)]);
        var startup = Startup();
        var fund = Pledged(200, 800).Buys(Round(startup, 500, On(2022, 1, 1)), 50).Buys(Round(startup, 500, On(2022, 7, 1)), 50);

        var verdict = Judge(rule, fund, On(2023, 1, 1));
        Assert.Equal((VerdictStatus.Pass, On(2024, 1, 1)), (verdict.Status, verdict.Forecast)); // 100 in 365 days: 200 in 730
        Assert.Equal(Fraction.Whole(10_000), verdict.Headroom!.Value);
        Assert.Null(Judge(rule, fund, On(2023, 1, 1), Terms(end: On(2023, 12, 31))).Forecast); // it invests no more by then
        Assert.Equal(VerdictStatus.Breach, Judge(rule, fund.Buys(Round(startup, 500, On(2022, 8, 1)), 100.01m), On(2023, 1, 1)).Status);
    }

    // Audit of the demo: funds that had stopped buying were forecast to pass the cap, half a year later each half year. S = 1,000: the cap is 200. Days by hand.
    [Theory]
    [InlineData(2023, 1, 1, 2024, 1, 1)]  // 100 in 365 days: the other 100 in 365 more
    [InlineData(2023, 12, 31, 2025, 12, 29)] // 100 in 729 days: the other 100 in 729 more, 366 of them to the end of 2024
    [InlineData(2024, 1, 1, null, null, null)] // only the second purchase is of the last two years, and one is no pace
    [InlineData(2026, 1, 1, null, null, null)] // nothing bought for years
    public void The_cap_is_forecast_by_the_purchases_of_the_last_two_years(int year, int month, int day, int? byYear, int? byMonth, int? byDay)
    {
        var startup = Startup();
        var fund = Pledged(200, 800).Buys(Round(startup, 500, On(2022, 1, 1)), 50).Buys(Round(startup, 500, On(2022, 7, 1)), 50);

        var forecast = Judge(Rule("NF-17", numbers: [("share_max", 0.20m)]), fund, On(year, month, day)).Forecast;

        Assert.Equal(byYear is null ? (NodaTime.LocalDate?)null : On(byYear.Value, byMonth!.Value, byDay!.Value), forecast);
    }

    [Fact] // 60 in 2022, then 20 and 20 in 2025: of the cap of 200 the other 100 takes 2.5 times the 200 days in which 40 were bought
    public void What_was_bought_long_ago_fills_the_cap_and_sets_no_pace()
    {
        var startup = Startup();
        var fund = Pledged(200, 800)
            .Buys(Round(startup, 500, On(2022, 1, 1)), 60).Buys(Round(startup, 500, On(2025, 1, 1)), 20).Buys(Round(startup, 500, On(2025, 3, 1)), 20);

        var asOf = On(2025, 1, 1).PlusDays(200);
        Assert.Equal(asOf.PlusDays(500), Judge(Rule("NF-17", numbers: [("share_max", 0.20m)]), fund, asOf).Forecast);
    }

    [Fact]
    public void The_next_annual_report_is_due_within_months_of_the_years_end()
    {
        Assert.Equal(On(2023, 4, 30), ReportsDue.NextAnnual(On(2023, 1, 1), 4));
        Assert.Equal(On(2024, 4, 30), ReportsDue.NextAnnual(On(2023, 5, 1), 4));
    }
}
