using Xunit;
using static VenturePortfolio.Domain.Tests.RuleWorld;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Rules about what a fund invested in: domain.md 1.2 (NF-07, NF-18, NF-31) and 6.2 (ITVF-04). All amounts by hand, S = 1,000.</summary>
public sealed class EnterpriseRuleTests
{
    private static readonly NodaTime.LocalDate AsOf = On(2024, 6, 30);

    private static RuleDefinition SeventyPercent { get; } = Rule("NF-18", numbers: [("share_min", 0.70m)]);

    [Theory] // NF-18: 70 % of 1,000
    [InlineData(700, VerdictStatus.Pass, null)]
    [InlineData(699.99, VerdictStatus.Unknown, "OTHER_FUNDS_UNRECORDED")]
    public void Above_seventy_percent_another_fund_may_be_raised(double invested, VerdictStatus status, string? why)
    {
        var verdict = Judge(SeventyPercent, Pledged(200, 800).Buys(Round(Startup(), 2_000, On(2022, 6, 1)), (decimal)invested), AsOf, None);

        Assert.Equal((status, why), (verdict.Status, verdict.Reason?.Why));
        Assert.Equal(new Fraction((Int128)(invested * 100), 100_000), verdict.Progress);
    }

    // NF-18: invested/S is at least 0.70 before a new fund. Of S = 1,000: 699 by the end of 2022, 700 from 2023-03-01 on.
    [Theory]
    [InlineData(2023, 2, 28, VerdictStatus.Breach, "RAISED_TOO_EARLY", 69_900)] // that 700 are invested today does not undo it
    [InlineData(2023, 3, 1, VerdictStatus.Pass, null, 70_000)]
    [InlineData(2021, 12, 31, VerdictStatus.Pass, null, 70_000)]  // an earlier fund is no next one
    [InlineData(2024, 7, 1, VerdictStatus.Pass, null, 70_000)]    // had not happened yet on the day judged
    public void The_next_fund_is_judged_by_what_was_invested_when_it_was_approved(int year, int month, int day, VerdictStatus status, string? why, int invested)
    {
        var fund = Pledged(200, 800).Buys(Round(Startup(), 2_000, On(2022, 6, 1)), 699).Buys(Round(Startup(), 2_000, On(2023, 3, 1)), 1);

        var verdict = Judge(SeventyPercent, fund, AsOf, None with { OtherFunds = [On(year, month, day)] });

        Assert.Equal((status, why, new Fraction(invested, 100_000)), (verdict.Status, verdict.Reason?.Why, verdict.Progress));
    }

    [Fact] // NF-18: a missing fact gives neither breach nor pass
    public void Without_a_manager_or_an_approval_on_record_nothing_is_said_of_the_next_fund()
    {
        var fund = Pledged(200, 800).Buys(Round(Startup(), 2_000, On(2022, 6, 1)), 700);

        Assert.Equal("MANAGER_MISSING", Judge(SeventyPercent, fund, AsOf, None with { OtherFunds = null }).Reason!.Why);
        Assert.Equal("APPROVAL_DATE_MISSING", Judge(SeventyPercent, fund, AsOf, None with { OtherFunds = [null] }).Reason!.Why);
    }

    [Fact] // NF-05: each non-eligible investment has a field of the catalogue
    public void What_converts_no_achievement_stays_within_the_fields()
    {
        var (eligible, other, third) = (Round(Startup(), 500, On(2022, 6, 1)), Round(Startup(), 500, On(2022, 7, 1)), Round(Startup(), 500, On(2022, 8, 1)));
        var fund = Pledged(200, 800).Buys(eligible, 100).Buys(other, 30).Buys(third, 10);
        (VerdictStatus, string?, Fraction?) Told(Known known)
        {
            var verdict = Judge(Rule("NF-05"), fund, AsOf, known);
            return (verdict.Status, verdict.Reason?.Why, verdict.Progress);
        }

        Assert.Equal((VerdictStatus.Pass, null, new Fraction(4_000, 4_000)), Told(None with { Converting = [eligible.Startup], OutsideFields = [eligible.Startup] }));
        Assert.Equal((VerdictStatus.Warn, "OUTSIDE_FIELDS", new Fraction(3_000, 4_000)), Told(None with { Converting = [eligible.Startup], OutsideFields = [third.Startup] }));
        Assert.Equal((VerdictStatus.Unknown, "CONVERSIONS_UNRECORDED", null), Told(None with { OutsideFields = [third.Startup] }));
        Assert.Equal(VerdictStatus.Pass, Told(None).Item1);
    }

    [Fact] // NF-31
    public void Enterprises_registered_elsewhere_are_counted()
    {
        var (mainland, hongKong) = (Round(Startup(), 500, On(2022, 6, 1)), Round(Startup(), 500, On(2022, 7, 1)));
        var fund = Pledged(200, 800).Buys(mainland, 60).Buys(hongKong, 40);
        Known Registered(string second) => None with { Jurisdictions = new Dictionary<StartupId, string> { [mainland.Startup] = "CN", [hongKong.Startup] = second } };

        var abroad = Judge(Rule("NF-31"), fund, AsOf, Registered("HK"));
        Assert.Equal((VerdictStatus.Breach, "REGISTERED_ELSEWHERE", new Fraction(1, 2)), (abroad.Status, abroad.Reason!.Why, abroad.Progress!.Value));
        Assert.Equal(VerdictStatus.Pass, Judge(Rule("NF-31"), fund, AsOf, Registered("CN")).Status);
        Assert.Equal("JURISDICTION_MISSING", Judge(Rule("NF-31"), fund, AsOf, None).Reason!.Why);
        // One that is known to be elsewhere decides; nothing held is no proof of anything.
        Assert.Equal(VerdictStatus.Breach, Judge(Rule("NF-31"), fund, AsOf, None with { Jurisdictions = new Dictionary<StartupId, string> { [hongKong.Startup] = "HK" } }).Status);
        Assert.Equal("NOTHING_INVESTED", Judge(Rule("NF-31"), Pledged(200, 800), AsOf, None).Reason!.Why);
    }

    // domain.md 1.2 sums cost by enterprise (I) and of eligible ones (E). Of money paid for a holding that is not on record neither is known: these sums are
    // at least, so they prove what is passed or reached, and nothing else. S = 1,000: the cap is 200, three times G is 600.
    [Fact]
    public void Money_paid_for_no_holding_on_record_proves_nothing()
    {
        var (eligible, terms) = (Round(Startup(), 2_000, On(2022, 6, 1)), Terms(registered: Approved, periodEnd: On(2024, 1, 1)));
        Verdict Told(RuleDefinition rule, decimal invested) =>
            Judge(rule, Pledged(200, 800).Buys(eligible, invested).Invests(50, On(2022, 7, 1)), AsOf, terms, (eligible.Startup, Approved));

        var cap = Rule("NF-17", numbers: [("share_max", 0.20m)]);
        Assert.All(
            [Told(cap, 200), Told(Multiple, 590), Told(Rule("NF-07"), 100), Told(Rule("NF-31"), 100), Told(Rule("ITVF-04", numbers: [("share_min", 0.50m)]), 100)],
            verdict => Assert.Equal((VerdictStatus.Unknown, "HOLDING_UNKNOWN"), (verdict.Status, verdict.Reason!.Why)));
        Assert.Equal(VerdictStatus.Breach, Told(cap, 200.01m).Status);
        Assert.Equal(VerdictStatus.Met, Told(Multiple, 600).Status);
    }

    [Fact] // ITVF-04: half of 100 invested
    public void Half_goes_into_companies_linked_to_hong_kong()
    {
        var (registered, incubated, other) = (Round(Startup(), 500, On(2022, 6, 1)), Round(Startup(), 500, On(2022, 7, 1)), Round(Startup(), 500, On(2022, 8, 1)));
        var fund = Pledged(200, 800).Buys(registered, 30).Buys(incubated, 20).Buys(other, 50);
        var rule = Rule("ITVF-04", numbers: [("share_min", 0.50m)]);
        var known = None with { Jurisdictions = new Dictionary<StartupId, string> { [registered.Startup] = "HK", [incubated.Startup] = "CN", [other.Startup] = "CN" } };

        var both = Judge(rule, fund, AsOf, known with { InHongKongIncubators = [incubated.Startup] });
        Assert.Equal((VerdictStatus.Pass, new Fraction(5_000, 10_000)), (both.Status, both.Progress));
        var one = Judge(rule, fund, AsOf, known);
        Assert.Equal((VerdictStatus.Unknown, "LINK_UNRECORDED", new Fraction(3_000, 10_000)), (one.Status, one.Reason!.Why, one.Progress));
        Assert.Equal("NOTHING_INVESTED", Judge(rule, Pledged(200, 800), AsOf, known).Reason!.Why);
    }

    [Fact] // NF-07
    public void Cost_at_later_stages_is_told_as_a_warning()
    {
        var (seed, late) = (Round(Startup(), 500, On(2022, 6, 1)) with { Stage = "SEED" }, Round(Startup(), 500, On(2022, 7, 1)) with { Stage = "D" });

        Assert.Equal((VerdictStatus.Pass, new Fraction(6_000, 6_000)), Told(Pledged(200, 800).Buys(seed, 60)));
        Assert.Equal((VerdictStatus.Warn, new Fraction(6_000, 10_000)), Told(Pledged(200, 800).Buys(seed, 60).Buys(late, 40)));
        Assert.Equal("STAGE_UNRECORDED", Judge(Rule("NF-07"), Pledged(200, 800).Buys(Round(Startup(), 500, On(2022, 6, 1)), 10), AsOf).Reason!.Why);

        static (VerdictStatus, Fraction?) Told(FundBuilder fund) => (Judge(Rule("NF-07"), fund, AsOf).Status, Judge(Rule("NF-07"), fund, AsOf).Progress);
    }

    [Fact] // domain.md 1.3: at G of 20 % of S, 600 are due; a fund that keeps 15 % for fees has 850 to invest
    public void What_the_terms_leave_for_investments_bounds_the_headroom()
    {
        var (eligible, other) = (Round(Startup(), 2_000, On(2022, 6, 1)), Round(Startup(), 2_000, On(2022, 7, 1)));
        var fund = Pledged(200, 800).Buys(eligible, 100).Buys(other, 300);
        var terms = Terms(registered: Approved, periodEnd: On(2026, 12, 31));

        Assert.Equal((VerdictStatus.AtRisk, Fraction.Whole(10_000)), Told(terms)); // 1,000 - 400 - 500
        var bounded = Told(terms with { InvestableShare = 0.85m }); // 850 - 400 - 500
        Assert.Equal(VerdictStatus.Unattainable, bounded.Item1);
        Assert.Equal(0, bounded.Item2!.Value.Against(Fraction.Whole(-5_000)));

        (VerdictStatus, Fraction?) Told(FundTerms of) => (
            Judge(Multiple, fund, On(2024, 6, 30), of, (eligible.Startup, Approved)).Status, Judge(Multiple, fund, On(2024, 6, 30), of, (eligible.Startup, Approved)).Headroom);
    }
}
