using NodaTime;
using Xunit;
using static VenturePortfolio.Domain.Tests.RuleWorld;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Rules judged by statements. Thresholds are those of domain.md 1.2; prices of the ladder those of its vector in 1.4.</summary>
public sealed class StatedRuleTests
{
    private static readonly LocalDate AsOf = On(2026, 6, 30);

    [Theory]
    [InlineData("NF-09")]
    [InlineData("NF-10")]
    [InlineData("NF-11")]
    [InlineData("NF-13")]
    [InlineData("NF-20")]
    [InlineData("NF-21-3")]
    [InlineData("NF-21-4")]
    [InlineData("NF-21-5")]
    [InlineData("NF-23")]
    [InlineData("ITVF-05")]
    public void A_rule_is_kept_or_not_as_the_newest_statement_says_and_whose_word_it_is_is_told(string code)
    {
        var kept = Stated(code, On(2026, 3, 1)) with { IsKept = true };
        var not = Stated(code, On(2026, 1, 1)) with { IsKept = false, IsOfPolicyStaff = false };

        var verdict = Judged(Rule(code), kept, not);
        Assert.Equal((VerdictStatus.Pass, "STATED_BY_POLICY_STAFF"), (verdict.Status, verdict.Reason!.Why));
        Assert.Equal(("rule_statement", kept.Id), (verdict.Evidence.Single().Source, verdict.Evidence.Single().RowId));
        Assert.EndsWith("from the paper: An invented paper", verdict.Reason.Detail, StringComparison.Ordinal);
        Assert.Equal((VerdictStatus.Breach, "STATED_BY_MANAGER"), (Judged(Rule(code), not).Status, Judged(Rule(code), not).Reason!.Why));
        Assert.Equal(VerdictStatus.Warn, Judged(Rule(code, verified: false), not).Status);
    }

    [Fact]
    public void An_evaluation_counts_for_its_year()
    {
        Assert.Equal(VerdictStatus.Pass, Judged(Rule("NF-11"), Stated("NF-11", On(2025, 7, 1)) with { IsKept = true }).Status);
        Assert.Equal("STATEMENT_TOO_OLD", Judged(Rule("NF-11"), Stated("NF-11", On(2025, 6, 30)) with { IsKept = true }).Reason!.Why);
    }

    /// <summary>NF-13 and NF-29 could never pass: nothing took their facts.</summary>
    [Fact]
    public void A_fund_registered_elsewhere_keeps_no_rule_of_the_mainland_whatever_is_stated()
    {
        var kept = Stated("NF-13", On(2026, 3, 1)) with { IsKept = true };

        Assert.Equal("REGISTERED_ELSEWHERE", Judge(Rule("NF-13"), Pledged(200, 800), AsOf, None with { Jurisdiction = "HK", Statements = [kept] }).Reason!.Why);
        Assert.Equal(VerdictStatus.Pass, Judge(Rule("NF-13"), Pledged(200, 800), AsOf, None with { Statements = [kept] }).Status);
    }

    /// <summary>Quarters end in March, June, September and December; the annual report of 2025 is due on 2026-04-30 (four months). The fund is judged on 2026-06-30.</summary>
    [Theory]
    [InlineData("2026-06-30", true, VerdictStatus.Pass, "STATED_BY_POLICY_STAFF")]
    [InlineData("2026-04-30", true, VerdictStatus.Pass, "STATED_BY_POLICY_STAFF")]     // the next, of June, falls due today
    [InlineData("2026-04-29", true, VerdictStatus.Unknown, "STATEMENT_TOO_OLD")]       // the annual report fell due on the next day
    [InlineData("2025-12-31", true, VerdictStatus.Unknown, "STATEMENT_TOO_OLD")]
    [InlineData("2024-12-31", false, VerdictStatus.Breach, "STATED_BY_POLICY_STAFF")]  // missed, and nobody said since that it came
    public void Reports_were_handed_in_as_stated_until_the_next_falls_due(string on, bool isKept, VerdictStatus status, string why)
    {
        var verdict = Judged(Rule("NF-29", numbers: ("months", 4m)), Stated("NF-29", NodaTime.Text.LocalDatePattern.Iso.Parse(on).Value) with { IsKept = isKept });

        Assert.Equal((status, why, On(2026, 6, 30)), (verdict.Status, verdict.Reason!.Why, verdict.Forecast));
    }

    [Theory]
    [InlineData(3, 3, VerdictStatus.Pass)]
    [InlineData(2, 3, VerdictStatus.Breach)]
    [InlineData(3, 2, VerdictStatus.Breach)]
    public void A_manager_has_three_senior_staff_and_three_cases(int staff, int cases, VerdictStatus expected) =>
        Assert.Equal(expected, Judged(
            Rule("NF-16", numbers: [("staff_min", 3m), ("years_min", 5m), ("cases_min", 3m)]),
            Stated("NF-16", On(2024, 1, 1)) with { StaffCount = staff, CaseCount = cases }).Status);

    [Theory]
    [InlineData(20, 100, true, VerdictStatus.Pass)]
    [InlineData(21, 100, true, VerdictStatus.Breach)]
    [InlineData(20, 100, false, VerdictStatus.Breach)]
    [InlineData(0, 0, false, VerdictStatus.Pass)]
    public void A_fifth_of_the_gain_may_reward_a_manager_whose_fund_reached_the_rate(long reward, long gain, bool reached, VerdictStatus expected) =>
        Assert.Equal(expected, Judged(
            Rule("NF-28", numbers: ("share_max", 0.20m)),
            Stated("NF-28", On(2026, 1, 1)) with { IsKept = reached, Amount = new Money(reward, Currency.Cny), Gain = new Money(gain, Currency.Cny) }).Status);

    /// <summary>domain.md 1.4: 60 million paid, registered 2018-01-15, 4.35 %: 63,797,013.70 on 2023-06-30; equal terms on 2024-06-30.</summary>
    [Theory]
    [InlineData("2022-01-15", 6_000_000_000, VerdictStatus.Pass)]
    [InlineData("2022-01-15", 5_999_999_999, VerdictStatus.Breach)]
    [InlineData("2023-06-30", 6_379_701_370, VerdictStatus.Pass)]
    [InlineData("2023-06-30", 6_379_701_369, VerdictStatus.Breach)]
    [InlineData("2024-06-30", 6_000_000_000, VerdictStatus.Unknown)]
    public void A_share_is_not_transferred_below_the_ladder(string on, long price, VerdictStatus expected)
    {
        var rule = Rule("NF-26", numbers: [("first_years", 4m), ("last_years", 6m), ("days_per_year", 365m)]) with { EffectiveFrom = On(2014, 1, 1) };
        var transfer = Stated("NF-26", NodaTime.Text.LocalDatePattern.Iso.Parse(on).Value) with { Amount = new Money(price, Currency.Cny), RateAnnual = 0.0435m };
        var fund = Pledged(60_000_000).Calls(60_000_000, On(2018, 2, 1), Guidance);

        var verdict = Judge(rule, fund, AsOf, None with { Terms = Terms(On(2018, 1, 1), On(2018, 1, 15)), Statements = [transfer] });

        Assert.Equal(expected, verdict.Status);
    }

    /// <summary>
    /// domain.md 1.2, NF-26: at the benchmark rate at transfer. A manager who stated a rate of nought made 60,000,000.00 look enough on 2023-06-30, where the ladder
    /// reckons 63,797,013.70 by the 4.35 % of that day.
    /// </summary>
    [Theory]
    [InlineData("0", "2015-10-24", 6_000_000_000, VerdictStatus.Breach)]
    [InlineData(null, "2015-10-24", 6_379_701_370, VerdictStatus.Pass)]
    [InlineData(null, "2015-10-24", 6_379_701_369, VerdictStatus.Breach)]
    [InlineData("0", "2023-07-01", 6_000_000_000, VerdictStatus.Pass)] // none on record for that day: the stated one is all there is
    [InlineData(null, "2023-07-01", 6_379_701_370, VerdictStatus.Unknown)]
    public void The_rate_on_record_counts_before_the_one_that_is_stated(string? stated, string since, long price, VerdictStatus expected)
    {
        var rule = Rule("NF-26", numbers: [("first_years", 4m), ("last_years", 6m), ("days_per_year", 365m)]) with { EffectiveFrom = On(2014, 1, 1) };
        var rate = new LendingRate(Guid.NewGuid(), NodaTime.Text.LocalDatePattern.Iso.Parse(since).Value, Noon(On(2015, 10, 24)), 0.0435m);
        var transfer = Stated("NF-26", On(2023, 6, 30)) with
        {
            Amount = new Money(price, Currency.Cny), RateAnnual = stated is null ? null : decimal.Parse(stated, System.Globalization.CultureInfo.InvariantCulture),
        };
        var fund = Pledged(60_000_000).Calls(60_000_000, On(2018, 2, 1), Guidance);

        var verdict = Judge(rule, fund, AsOf, None with { Terms = Terms(On(2018, 1, 1), On(2018, 1, 15)), Statements = [transfer], LendingRates = new([rate]) });

        Assert.Equal(expected, verdict.Status);
        Assert.Equal(since == "2015-10-24", verdict.Evidence.Any(row => row.RowId == rate.Id));
    }

    [Fact]
    public void What_is_not_stated_says_how_it_is_entered() =>
        Assert.All(StatedRules.Contents.Keys, code =>
        {
            var verdict = Judged(Rule(code, numbers: ("months", 4m)));
            Assert.Equal((VerdictStatus.Unknown, code == "NF-29" ? "REPORTS_UNRECORDED" : "FACT_NOT_RECORDED"), (verdict.Status, verdict.Reason!.Why));
            Assert.Contains("entered by recordRuleStatement", verdict.Reason.Detail, StringComparison.Ordinal);
        });

    private static Verdict Judged(RuleDefinition rule, params RuleStatement[] newestFirst) =>
        Judge(rule, Pledged(200, 800), AsOf, None with { Jurisdiction = rule.Code.StartsWith("ITVF", StringComparison.Ordinal) ? "HK" : "CN", Statements = newestFirst });

    private static RuleStatement Stated(string code, LocalDate on) => new()
    {
        Id = Guid.NewGuid(), RuleCode = code, EffectiveOn = on, RecordedAt = Noon(on), IsOfPolicyStaff = true, Paper = "An invented paper",
    };
}
