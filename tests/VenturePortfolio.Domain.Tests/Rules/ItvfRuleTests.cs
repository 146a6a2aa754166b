using Xunit;
using static VenturePortfolio.Domain.Tests.RuleWorld;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Enhanced Scheme: Government 150 to 250 million HKD, others at least 450, the fund at least 600. Source: domain.md 3.4.</summary>
public sealed class ItvfRuleTests
{
    private const decimal Million = 1_000_000m;

    [Theory]
    [InlineData(150, 450, VerdictStatus.Pass, VerdictStatus.Pass, VerdictStatus.Pass)] // 1 : 3
    [InlineData(250, 449, VerdictStatus.Pass, VerdictStatus.Breach, VerdictStatus.Pass)]
    [InlineData(149, 450, VerdictStatus.Breach, VerdictStatus.Pass, VerdictStatus.Breach)]
    [InlineData(251, 450, VerdictStatus.Pass, VerdictStatus.Pass, VerdictStatus.Breach)]
    public void A_fund_of_the_scheme(int government, int others, VerdictStatus size, VerdictStatus other, VerdictStatus share)
    {
        var fund = Fund(Currency.Hkd).Commits(HongKongPublic, government * Million, Approved).Commits(HongKongPrivate, others * Million, Approved);

        Assert.Equal(size, Judged("ITVF-01", fund, ("amount_min", 600 * Million)));
        Assert.Equal(other, Judged("ITVF-02", fund, ("amount_min", 450 * Million)));
        Assert.Equal(share, Judged("ITVF-03", fund, ("amount_min", 150 * Million), ("amount_max", 250 * Million)));
    }

    [Theory] // domain.md 3.4, ITVF design: 1 : 3 of the Enhanced Scheme, 1 : 2 of 2017, which are 4.0 and 3.0 as LV-1
    [InlineData(150, 450, VerdictStatus.Pass, VerdictStatus.Pass)]
    [InlineData(250, 450, VerdictStatus.Breach, VerdictStatus.Breach)] // keeps ITVF-01 to -03 and is 1 : 1.8
    [InlineData(250, 749, VerdictStatus.Breach, VerdictStatus.Pass)]
    [InlineData(250, 500, VerdictStatus.Breach, VerdictStatus.Pass)]
    [InlineData(0, 600, VerdictStatus.NotApplicable, VerdictStatus.NotApplicable)]
    public void Others_match_the_government(int government, int others, VerdictStatus enhanced, VerdictStatus original)
    {
        var fund = Fund(Currency.Hkd).Commits(HongKongPublic, government * Million, Approved).Commits(HongKongPrivate, others * Million, Approved);

        Assert.Equal(enhanced, Judged("ITVF-06", fund, ("ratio_min", 3)));
        Assert.Equal(original, Judged("ITVF-06-OLD", fund, ("ratio_min", 2)));
    }

    [Theory] // domain.md 6.2: funds of the Enhanced Scheme are limited partnerships under Cap. 637 of the Laws of Hong Kong
    [InlineData("HK", true, VerdictStatus.Pass)]
    [InlineData("HK", false, VerdictStatus.Breach)]
    [InlineData("HK", null, VerdictStatus.Unknown)]
    [InlineData("CN", true, VerdictStatus.Breach)]
    [InlineData(null, null, VerdictStatus.Unknown)]
    public void A_fund_of_the_scheme_is_a_limited_partnership_of_hong_kong(string? registered, bool? stated, VerdictStatus expected)
    {
        var statement = new RuleStatement
        {
            Id = Guid.NewGuid(), RuleCode = "ITVF-07", EffectiveOn = Approved, RecordedAt = Noon(Approved), IsOfPolicyStaff = true, Paper = "An invented certificate", IsKept = stated,
        };

        Assert.Equal(expected, Judge(
            Rule("ITVF-07"), Pledged(200, 800), On(2026, 6, 30), None with { Jurisdiction = registered, Statements = stated is null ? [] : [statement] }).Status);
    }

    [Theory] // 100 of the Government, so many of others, so many undisclosed: they decide only where either side comes to the same
    [InlineData(450, 50, VerdictStatus.Pass)]    // 150 : 450 at worst
    [InlineData(449, 50, VerdictStatus.Unknown)] // 150 : 449 or 100 : 499
    [InlineData(249, 50, VerdictStatus.Breach)]  // 100 : 299 at best
    public void Undisclosed_contributors_may_stand_on_either_side(int others, int undisclosed, VerdictStatus status)
    {
        var fund = Fund(Currency.Hkd).Commits(HongKongPublic, 100 * Million, Approved).Commits(HongKongPrivate, others * Million, Approved)
            .Commits(Undisclosed, undisclosed * Million, Approved);

        Assert.Equal(status, Judged("ITVF-06", fund, ("ratio_min", 3)));
    }

    [Theory] // The Government's 150 to 250: what is published decides only where it is too much already
    [InlineData(150, VerdictStatus.Unknown)]
    [InlineData(251, VerdictStatus.Breach)]
    public void Undisclosed_contributors_may_be_public_bodies(int government, VerdictStatus status)
    {
        var fund = Fund(Currency.Hkd).Commits(HongKongPublic, government * Million, Approved).Commits(Undisclosed, 450 * Million, Approved);

        Assert.Equal(status, Judged("ITVF-03", fund, ("amount_min", 150 * Million), ("amount_max", 250 * Million)));
    }

    [Fact]
    public void It_binds_only_who_chose_it() =>
        Assert.Equal("NOT_CHOSEN", Judge(Rule("ITVF-01") with { IsPerFund = true }, Pledged(200, 800), On(2024, 1, 1)).Reason!.Why);

    private static VerdictStatus Judged(string code, FundBuilder fund, params (string, decimal)[] numbers)
    {
        var facts = fund.Facts with { Terms = [Terms() with { Currency = Currency.Hkd }] };
        return RuleCatalog.Judge(Rule(code, numbers: numbers) with { IsPerFund = true }, new RuleFacts(
            FundHistory.Cut(facts, On(2024, 1, 1), Ever), FxTable.Empty, Array.Empty<ConversionLink>().ToLookup(link => link.Startup),
            new Dictionary<StartupId, string>(), new HashSet<string> { code })).Status;
    }
}
