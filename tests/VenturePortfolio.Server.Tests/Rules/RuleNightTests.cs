using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Verdicts from the rules' rows to the published ones.</summary>
public sealed class RuleNightTests(TestCluster cluster)
{
    private static readonly LocalDate AsOf = new(2026, 6, 30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_rule_has_logic_every_logic_has_a_rule_and_all_judge_the_demo()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        await SeedReference.RunAsync(logins.Job, Cancel);
        await SeedPublic.RunAsync(logins.Job, Cancel);
        await SeedDemo.RunAsync(logins.Job, Cancel);
        await using var snapshot = await FactSnapshot.OpenAsync(logins.Job, Cancel);
        var knownAt = Instant.FromUtc(2099, 1, 1, 0, 0);

        var book = await RuleBook.ReadAsync(snapshot, AsOf, knownAt, Cancel);
        var facts = await PortfolioFactsLoad.ReadAsync(snapshot, AsOf, knownAt, Cancel);
        var startups = await StartupFactsLoad.ReadAsync(snapshot, AsOf, knownAt, Cancel);
        var verdicts = NightVerdicts.Of(facts, startups.SelectMany(StartupFactsLoad.LinksOf), book, (fund, rule, error) => throw new InvalidOperationException($"{rule} of {fund}", error)).ToList();

        Assert.Equal(RuleCatalog.Codes, book.Rules.Select(rule => rule.Code).Order(StringComparer.Ordinal));
        Assert.Equal(facts.Funds.Count * book.Rules.Count, verdicts.Count);
        Assert.DoesNotContain(verdicts, verdict => verdict.Verdict is { Status: not VerdictStatus.Pass and not VerdictStatus.Met and not VerdictStatus.OnTrack and not VerdictStatus.AtRisk, Reason: null });
        Assert.DoesNotContain(verdicts, verdict => !verdict.Rule.IsVerified && verdict.Verdict.Status == VerdictStatus.Breach);
        // The demo shows something of everything.
        Assert.Superset(
            new HashSet<VerdictStatus> { VerdictStatus.Pass, VerdictStatus.Breach, VerdictStatus.Unknown, VerdictStatus.NotApplicable, VerdictStatus.AtRisk },
            verdicts.Select(verdict => verdict.Verdict.Status).ToHashSet());
    }

    [Fact]
    public async Task A_night_stores_verdicts_and_findings_say_since_when()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        await TestPeople.AddAsync(logins.Job, Cancel);
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.RunAsync(SmallWorld.Sql);
        await SeedReference.RunAsync(logins.Job, Cancel);
        // Fund A: the guidance fund holds all of it, approved under the rules of 2021.
        await facts.RunAsync($"""
            select set_config('app.backdate', 'on', false);
            insert into sub_fund_term (sub_fund_id, currency, approved_on, effective_on, recorded_at) values ('{SmallWorld.FundA}', 'CNY', '2024-01-01', '2024-01-01', '2024-01-02 00:00Z');
            insert into investor_class_assignment (investor_id, class_code, effective_on, recorded_at) values ('{SmallWorld.Investor}', 'GUIDANCE', '2020-01-01', '2024-01-02 00:00Z');
            """);
        var nights = new Nights(logins);

        foreach (var day in new[] { AsOf.PlusDays(-1), AsOf })
        {
            var outcome = await nights.ByHandAsync(day);
            Assert.Equal((NightState.Published, (string?)null), (outcome.State, outcome.Why));
        }

        Assert.Equal(
            ["NF-01 BREACH SHARE_OUT_OF_BAND 950000000/950000000 2026-06-29", "NF-02 BREACH LARGEST_CONTRIBUTOR - 2026-06-29"],
            await nights.ColumnAsync($"""
                select concat_ws(' ', r.code, f.status, f.reason, coalesce(f.progress_numerator || '/' || f.progress_denominator, '-'), f.since)
                from finding f join rule r on r.id = f.rule_id
                where f.sub_fund_id = '{SmallWorld.FundA}' and f.as_of = '2026-06-30' and f.status = 'BREACH' and r.code in ('NF-01', 'NF-02')
                order by 1
                """));
        Assert.Equal("commitment 950000000 CNY 2024-01-01", await nights.OneAsync($"""
            select concat_ws(' ', e.source, e.amount_minor, e.currency, e.effective_on)
            from rule_verdict v join rule r on r.id = v.rule_id join rule_verdict_evidence e on e.verdict_id = v.id
            where v.sub_fund_id = '{SmallWorld.FundA}' and v.as_of = '2026-06-30' and r.code = 'NF-01'
            """));
    }
}
