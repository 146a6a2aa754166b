using Xunit;
using static VenturePortfolio.Domain.Tests.RuleWorld;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Share and rank: domain.md 1.2 and 1.4. Which rule binds is that of the approval date: 1.1.</summary>
public sealed class ContributionRuleTests
{
    private static readonly NodaTime.LocalDate AsOf = On(2024, 6, 30);

    [Theory]
    [InlineData(200, 200, 600, VerdictStatus.Pass, VerdictStatus.Pass)]  // 20 %; the largest is 600
    [InlineData(300, 300, 400, VerdictStatus.Pass, VerdictStatus.Pass)]
    [InlineData(301, 300, 399, VerdictStatus.Breach, VerdictStatus.Pass)] // 30.1 %
    [InlineData(99, 401, 500, VerdictStatus.Breach, VerdictStatus.Pass)]  // 9.9 %
    [InlineData(100, 400, 500, VerdictStatus.Pass, VerdictStatus.Pass)]   // both ends belong to the band
    public void The_vectors_of_share_and_rank(int guidance, int second, int third, VerdictStatus share, VerdictStatus rank)
    {
        var fund = Pledged(guidance, second, third);

        Assert.Equal(share, Judge(Band, fund, AsOf).Status);
        Assert.Equal(rank, Judge(Largest, fund, AsOf).Status);
        Assert.Equal(new Fraction(guidance * 100, 100_000), Judge(Band, fund, AsOf).Progress);
    }

    [Fact]
    public void A_tie_in_rank_warns_because_the_text_is_silent() // 300 (G), 300, 200, 200
    {
        var verdict = Judge(Largest, Pledged(300, 300, 200, 200), AsOf);

        Assert.Equal((VerdictStatus.Warn, "TIE"), (verdict.Status, verdict.Reason!.Why));
        Assert.Equal(VerdictStatus.Breach, Judge(Largest, Pledged(400, 300, 200, 100), AsOf).Status);
    }

    [Fact]
    public void The_real_case_needs_nine_of_fifteen_billion() // 國投(廣東): S = 15.0 bn, G = 3.0 bn
    {
        var fund = Pledged(3_000_000_000, 12_000_000_000);

        Assert.Equal((VerdictStatus.Pass, new Fraction(300_000_000_000, 1_500_000_000_000)), (Judge(Band, fund, AsOf).Status, Judge(Band, fund, AsOf).Progress));
        var target = ConversionTarget.Of(300_000_000_000, 1_500_000_000_000, 3m, 0.50m);
        Assert.Equal((0, BindingTest.Multiple), (target.Required.Against(Fraction.Whole(900_000_000_000)), target.Binds));
    }

    [Theory] // domain.md 1.3, of a fund of 6,000
    [InlineData(600, 3_000, BindingTest.Share)]
    [InlineData(1_000, 3_000, BindingTest.Both)]
    [InlineData(1_200, 3_600, BindingTest.Multiple)]
    [InlineData(1_800, 5_400, BindingTest.Multiple)]
    public void Which_conversion_test_binds(int guidance, int required, BindingTest binds)
    {
        var target = ConversionTarget.Of(guidance, 6_000, 3m, 0.50m);

        Assert.Equal((0, binds), (target.Required.Against(Fraction.Whole(required)), target.Binds));
    }

    [Fact]
    public void Only_the_rule_in_force_on_the_approval_date_binds()
    {
        var fund = Pledged(150, 850);
        var before = Terms(approved: On(2021, 10, 23));

        Assert.Equal(VerdictStatus.Breach, Judge(OldBand, fund, AsOf, before).Status);
        Assert.Equal("NOT_IN_FORCE", Judge(Band, fund, AsOf, before).Reason!.Why);
        Assert.Equal(VerdictStatus.Pass, Judge(Band, fund, AsOf, Terms(approved: On(2021, 10, 24))).Status);
        Assert.Equal("NOT_IN_FORCE", Judge(OldBand, fund, AsOf, Terms(approved: On(2021, 10, 24))).Reason!.Why);
        Assert.Equal("APPROVAL_DATE_MISSING", Judge(Band, fund, AsOf, Terms() with { ApprovedOn = null }).Reason!.Why);
    }

    [Fact]
    public void A_second_close_can_push_a_fund_below_the_old_band() // T-LEV-1: 200 of 906.003590 is 22.07 %, of 1,013.461653 is 19.73 %
    {
        var first = Pledged(200, 706.00m);
        var second = Pledged(200, 706.00m, 107.46m);
        var terms = Terms(approved: On(2021, 1, 1));

        Assert.Equal(VerdictStatus.Pass, Judge(OldBand, first, AsOf, terms).Status);
        var verdict = Judge(OldBand, second, AsOf, terms);
        Assert.Equal(VerdictStatus.Breach, verdict.Status);
        Assert.Equal(-1, Int128.Sign(verdict.Headroom!.Value.Numerator));
    }

    [Fact]
    public void What_was_not_read_word_for_word_warns_and_never_fails()
    {
        var fund = Pledged(301, 300, 399);

        Assert.Equal(VerdictStatus.Warn, Judge(Band with { IsVerified = false }, fund, AsOf).Status);
        Assert.Equal(VerdictStatus.Warn, Judge(Band with { IsWarning = true }, fund, AsOf).Status);
        Assert.Equal("SHARE_OUT_OF_BAND", Judge(Band with { IsVerified = false }, fund, AsOf).Reason!.Why);
    }

    [Fact]
    public void Undisclosed_contributors_leave_open_what_they_could_decide()
    {
        var fund = Fund(Currency.Cny).Commits(Guidance, 300, Approved).Commits(Undisclosed, 700, Approved);

        Assert.Equal("CONTRIBUTORS_UNDISCLOSED", Judge(Largest, fund, AsOf).Reason!.Why);
        Assert.Equal(VerdictStatus.Pass, Judge(Band, fund, AsOf).Status);
    }

    [Theory] // NF-12: at least 100,000,000 CNY (domain.md 1.2)
    [InlineData(100_000_000, VerdictStatus.Pass, 0)]
    [InlineData(99_999_999.99, VerdictStatus.Breach, -1)]
    public void A_fund_has_a_minimum_size(double size, VerdictStatus status, int headroom)
    {
        var verdict = Judge(Rule("NF-12", numbers: [("amount_min", 100_000_000m)]), Pledged(20_000_000, (decimal)size - 20_000_000), AsOf);

        Assert.Equal((status, Fraction.Whole(headroom)), (verdict.Status, verdict.Headroom));
    }

    [Theory] // NF-15: 5 per mille of 1,000 is 5 (domain.md 1.2)
    [InlineData(5, VerdictStatus.Pass)]
    [InlineData(4.99, VerdictStatus.Breach)]
    public void The_manager_contributes_five_per_mille(double manager, VerdictStatus status)
    {
        var partner = new InvestorClass("GENERAL_PARTNER", false, false, true, true);
        var fund = Fund(Currency.Cny).Commits(Guidance, 200, Approved).Commits(MainlandPrivate, 800 - (decimal)manager, Approved).Commits(partner, (decimal)manager, Approved);

        Assert.Equal(status, Judge(Rule("NF-15", numbers: [("share_min", 0.005m)]), fund, AsOf).Status);
    }

    [Fact] // NF-08: local-government funds and incubators (domain.md 1.2)
    public void Local_funds_and_incubators_are_encouraged_to_contribute()
    {
        var fund = Fund(Currency.Cny).Commits(Guidance, 200, Approved).Commits(LocalGovernment, 150, Approved).Commits(HongKongPublic, 100, Approved).Commits(MainlandPrivate, 550, Approved);

        Assert.Equal((VerdictStatus.Met, new Fraction(15_000, 100_000)), Met(fund, None));
        Assert.Equal((VerdictStatus.Met, new Fraction(25_000, 100_000)), Met(fund, None with { Incubators = [fund.InvestorOf(HongKongPublic)] }));
        Assert.Equal("NO_DUTY", Judge(Rule("NF-08"), Fund(Currency.Cny).Commits(Guidance, 200, Approved).Commits(MainlandPrivate, 800, Approved), AsOf).Reason!.Why);

        static (VerdictStatus, Fraction?) Met(FundBuilder fund, Known known) => (Judge(Rule("NF-08"), fund, AsOf, known).Status, Judge(Rule("NF-08"), fund, AsOf, known).Progress);
    }

    [Fact] // NF-08: of contributors that are not published nothing can be said, unless a published one decides
    public void Undisclosed_contributors_may_be_a_local_fund_or_an_incubator()
    {
        var verdict = Judge(Rule("NF-08"), Fund(Currency.Cny).Commits(Guidance, 200, Approved).Commits(Undisclosed, 800, Approved), AsOf);
        var proven = Judge(Rule("NF-08"), Fund(Currency.Cny).Commits(Guidance, 200, Approved).Commits(LocalGovernment, 100, Approved).Commits(Undisclosed, 700, Approved), AsOf);

        Assert.Equal((VerdictStatus.Unknown, "CONTRIBUTORS_UNDISCLOSED"), (verdict.Status, verdict.Reason!.Why));
        Assert.Equal((VerdictStatus.Met, new Fraction(10_000, 100_000)), (proven.Status, proven.Progress));
    }

    [Fact] // NF-13
    public void A_fund_registered_elsewhere_does_not_keep_the_rule_and_of_one_on_the_mainland_facts_are_missing()
    {
        var fund = Pledged(200, 800);

        Assert.Equal((VerdictStatus.Breach, "REGISTERED_ELSEWHERE"), Told(None with { Jurisdiction = "HK" }));
        Assert.Equal((VerdictStatus.Unknown, "FACT_NOT_RECORDED"), Told(None with { Jurisdiction = "CN" }));
        Assert.Equal((VerdictStatus.Unknown, "JURISDICTION_MISSING"), Told(None));

        (VerdictStatus, string) Told(Known known) => (Judge(Rule("NF-13"), fund, AsOf, known).Status, Judge(Rule("NF-13"), fund, AsOf, known).Reason!.Why);
    }

    [Fact]
    public void Every_reason_without_facts_is_told()
    {
        var fund = Pledged(200, 800);

        Assert.All(
            ["NF-09", "NF-16", "NF-20", "NF-28", "ITVF-05"],
            code => Assert.Equal((VerdictStatus.Unknown, "FACT_NOT_RECORDED"), (Judge(Rule(code), fund, AsOf).Status, Judge(Rule(code), fund, AsOf).Reason!.Why)));
        Assert.Equal("LOGIC_MISSING", Judge(Rule("NF-99"), fund, AsOf).Reason!.Why);
    }
}
