using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Verdicts from the rules' rows to the published ones.</summary>
public sealed class RuleNightTests(TestCluster cluster)
{
    private static readonly LocalDate AsOf = new(2026, 6, 30);

    /// <summary>
    /// Each rule of BAYAREA-V (approved 2024), DELTA-IV, HARBOUR-I, ISLAND-VI, PEARL-II, VICTORIA-III (approved 2018 to 2021), on 2026-06-30. Read off seeds/demo by
    /// hand where the seed decides: BAYAREA-V has 150 of 600 million from the guidance fund (25 %), which is its largest contributor, nothing from Hong Kong's public
    /// bodies, and local-government funds; PEARL-II's 240 of some 1,217 million is below 20 %; VICTORIA-III's is 200 of 860; terms run from registration to the end.
    /// Managers: DELTA-IV (2018) is followed by ISLAND-VI (2021), HARBOUR-I (2018) by VICTORIA-III (2019), that by T-LEV-1 (2021), PEARL-II (2020) by BAYAREA-V (2024).
    /// </summary>
    private const string Demo = """
        ITVF-01: PASS 5xNOT_APPLICABLE(NOT_IN_FORCE)
        ITVF-02: PASS 5xNOT_APPLICABLE(NOT_IN_FORCE)
        ITVF-03: BREACH(AMOUNT_OUT_OF_BAND) 5xNOT_APPLICABLE(NOT_IN_FORCE)
        ITVF-04: PASS 5xNOT_APPLICABLE(NOT_IN_FORCE)
        ITVF-05: UNKNOWN(FACT_NOT_RECORDED) 5xNOT_APPLICABLE(NOT_IN_FORCE)
        ITVF-06: NOT_APPLICABLE(NO_GOVERNMENT_CONTRIBUTION) 5xNOT_APPLICABLE(NOT_IN_FORCE)
        ITVF-06-OLD: NOT_APPLICABLE(NOT_IN_FORCE) 5xNOT_APPLICABLE(NOT_CHOSEN)
        ITVF-07: NOT_APPLICABLE(NOT_CHOSEN) 5xNOT_APPLICABLE(NOT_IN_FORCE)
        NF-01: PASS 5xNOT_APPLICABLE(NOT_IN_FORCE)
        NF-01-OLD: NOT_APPLICABLE(NOT_IN_FORCE) 3xPASS BREACH(SHARE_OUT_OF_BAND) PASS
        NF-02: BREACH(LARGEST_CONTRIBUTOR) 5xNOT_APPLICABLE(NOT_IN_FORCE)
        NF-03: UNATTAINABLE(NOT_ENOUGH_LEFT) 5xNOT_APPLICABLE(NOT_IN_FORCE)
        NF-04: AT_RISK(LATE_AT_PRESENT_PACE) 5xNOT_APPLICABLE(NOT_IN_FORCE)
        NF-05: PASS 5xNOT_APPLICABLE(NOT_IN_FORCE)
        NF-06: NOT_APPLICABLE(NOTHING_TO_KEEP) 5xNOT_APPLICABLE(NOT_IN_FORCE)
        NF-07: PASS 5xNOT_APPLICABLE(NOT_IN_FORCE)
        NF-08: MET 5xNOT_APPLICABLE(NOT_IN_FORCE)
        NF-09: PASS(STATED_BY_POLICY_STAFF) 5xNOT_APPLICABLE(NOT_IN_FORCE)
        NF-09-2: UNKNOWN(FACT_NOT_RECORDED) 5xNOT_APPLICABLE(NOT_IN_FORCE)
        NF-10: PASS(STATED_BY_MANAGER) 3xUNKNOWN(FACT_NOT_RECORDED) WARN(STATED_BY_POLICY_STAFF) UNKNOWN(FACT_NOT_RECORDED)
        NF-11: PASS(STATED_BY_MANAGER) 5xNOT_APPLICABLE(NOT_IN_FORCE)
        NF-12: 6xPASS
        NF-13: PASS(STATED_BY_POLICY_STAFF) 3xWARN(REGISTERED_ELSEWHERE) UNKNOWN(FACT_NOT_RECORDED) WARN(REGISTERED_ELSEWHERE)
        NF-14: WARN(EXTENDED) WARN(TERM_TOO_LONG) WARN(EXTENDED) WARN(TERM_TOO_LONG) 2xWARN(EXTENDED)
        NF-15: 6xPASS
        NF-16: PASS(STATED_BY_POLICY_STAFF) UNKNOWN(FACT_NOT_RECORDED) WARN(STATED_BY_POLICY_STAFF) 3xUNKNOWN(FACT_NOT_RECORDED)
        NF-17: 6xPASS
        NF-18: UNKNOWN(OTHER_FUNDS_UNRECORDED) 2xWARN(RAISED_TOO_EARLY) UNKNOWN(OTHER_FUNDS_UNRECORDED) 2xWARN(RAISED_TOO_EARLY)
        NF-19: 6xNOT_APPLICABLE(NOTHING_TO_KEEP)
        NF-20: PASS(STATED_BY_MANAGER) 3xUNKNOWN(FACT_NOT_RECORDED) PASS(STATED_BY_POLICY_STAFF) UNKNOWN(FACT_NOT_RECORDED)
        NF-21-1: 6xPASS
        NF-21-2: 6xPASS
        NF-21-3: 6xUNKNOWN(FACT_NOT_RECORDED)
        NF-21-4: PASS(STATED_BY_POLICY_STAFF) 5xUNKNOWN(FACT_NOT_RECORDED)
        NF-21-5: 6xUNKNOWN(FACT_NOT_RECORDED)
        NF-22: 6xNOT_APPLICABLE(TERM_RUNNING)
        NF-23: 6xUNKNOWN(FACT_NOT_RECORDED)
        NF-24: 6xNOT_APPLICABLE(NOT_EXTENDED)
        NF-25: 6xNOT_APPLICABLE(TERM_RUNNING)
        NF-26: 6xUNKNOWN(FACT_NOT_RECORDED)
        NF-27: 2xNOT_APPLICABLE(NOT_CHOSEN) UNKNOWN(FACT_NOT_RECORDED) 3xNOT_APPLICABLE(NOT_CHOSEN)
        NF-28: 2xUNKNOWN(FACT_NOT_RECORDED) WARN(STATED_BY_MANAGER) 3xUNKNOWN(FACT_NOT_RECORDED)
        NF-29: PASS(STATED_BY_POLICY_STAFF) 3xUNKNOWN(REPORTS_UNRECORDED) WARN(STATED_BY_POLICY_STAFF) UNKNOWN(REPORTS_UNRECORDED)
        NF-30: 6xNOT_APPLICABLE(NOTHING_TO_KEEP)
        NF-31: WARN(REGISTERED_ELSEWHERE) 3xNOT_APPLICABLE(NOT_CHOSEN) WARN(REGISTERED_ELSEWHERE) NOT_APPLICABLE(NOT_CHOSEN)
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_rule_has_logic_every_logic_has_a_rule_and_all_judge_the_demo()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        await SeedReference.RunAsync(logins.Job, Cancel);
        await SeedPublic.RunAsync(logins.Job, Cancel);
        await SeedDemo.RunAsync(logins.Job, Cancel);
        await using var snapshot = await FactSnapshot.OpenAsync(logins, Cancel);
        var knownAt = Instant.FromUtc(2099, 1, 1, 0, 0);

        var book = await RuleBook.ReadAsync(snapshot, AsOf, knownAt, Cancel);
        var facts = await PortfolioFactsLoad.ReadAsync(snapshot, AsOf, knownAt, Cancel);
        var startups = await StartupFactsLoad.ReadAsync(snapshot, AsOf, knownAt, Cancel);
        var verdicts = NightVerdicts.Of(facts, startups.SelectMany(StartupFactsLoad.LinksOf), book, (fund, rule, error) => throw new InvalidOperationException($"{rule} of {fund}", error)).ToList();

        Assert.Equal(RuleCatalog.Codes, book.Rules.Select(rule => rule.Code).Order(StringComparer.Ordinal));
        Assert.Equal(facts.Funds.Count * book.Rules.Count, verdicts.Count);
        Assert.DoesNotContain(verdicts, verdict => verdict.Verdict is { Status: not VerdictStatus.Pass and not VerdictStatus.Met and not VerdictStatus.OnTrack and not VerdictStatus.AtRisk, Reason: null });
        Assert.DoesNotContain(verdicts, verdict => !verdict.Rule.IsVerified && verdict.Verdict.Status == VerdictStatus.Breach);
        var demo = facts.Funds.Where(fund => fund.Code.StartsWith("DEMO", StringComparison.Ordinal)).OrderBy(fund => fund.Code, StringComparer.Ordinal).ToList();
        Assert.Equal(Demo.Split('\n'), book.Rules.Select(rule => $"{rule.Code}: {Runs(demo.Select(fund => Told(verdicts.Single(of => of.Fund == fund.Id && of.Rule == rule).Verdict)))}"));
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
            var outcome = await nights.NightAsync(day);
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

        // Every row that a verdict rests on can be opened by its id, in the stored verdicts and in those judged now.
        using var engine = new ReadEngine(logins);
        var stored = (await engine.DataAsync(Reports.As(TestPerson.Policy), "{ verdictEvidences(first: 100) { nodes { row rowId source } } }"))
            .GetProperty("verdictEvidences").GetProperty("nodes").EnumerateArray().Select(row => row.GetProperty("row").GetString()!).ToHashSet(StringComparer.Ordinal);
        var judged = (await engine.DataAsync(
            Reports.As(TestPerson.Policy),
            "query($fund: ID!) { ruleReport(subFundId: $fund, asOf: \"2026-06-30\") { verdicts { evidence { row } } } }",
            new Dictionary<string, object?> { ["fund"] = GlobalId.Of("SubFund", SmallWorld.FundA) }))
            .GetProperty("ruleReport").GetProperty("verdicts").EnumerateArray().SelectMany(verdict => verdict.GetProperty("evidence").EnumerateArray())
            .Select(row => row.GetProperty("row").GetString()!).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(stored);
        Assert.NotEmpty(judged);
        foreach (var row in stored.Union(judged))
        {
            var node = await engine.DataAsync(Reports.As(TestPerson.Policy), "query($id: ID!) { node(id: $id) { __typename id } }", new Dictionary<string, object?> { ["id"] = row });
            Assert.Equal(row, node.GetProperty("node").GetProperty("id").GetString());
        }
    }

    private static string Told(Verdict verdict) => verdict.Reason is { } why ? $"{verdict.Status.Key()}({why.Why})" : verdict.Status.Key();

    /// <summary>Equal neighbours once, with their number.</summary>
    private static string Runs(IEnumerable<string> texts)
    {
        var runs = new List<(string Text, int Count)>();
        foreach (var text in texts)
        {
            if (runs.Count > 0 && runs[^1].Text == text)
            {
                runs[^1] = (text, runs[^1].Count + 1);
            }
            else
            {
                runs.Add((text, 1));
            }
        }

        return string.Join(' ', runs.Select(run => run.Count == 1 ? run.Text : $"{run.Count}x{run.Text}"));
    }
}
