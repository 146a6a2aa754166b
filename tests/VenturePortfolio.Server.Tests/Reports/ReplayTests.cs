using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// What was answered for two dates is answered for ever, byte for byte, whatever is posted later; and why the same day reads
/// otherwise when it is told later adds up. Over the invented programme, through GraphQL; what nights make of startups and rules, which is asked
/// of published runs only, as a night computes it.
/// </summary>
public sealed class ReplayTests(TestCluster cluster) : IAsyncLifetime
{
    private readonly UnmeteredServer server = new(cluster);

    private const int Pairs = 20;
    private const int Postings = 500;

    /// <summary>Pairs whose nights are computed too: each is some tens of thousands of figures and verdicts.</summary>
    private const int Nights = 4;

    private const string Figures = """
        query($asOf: Date!, $knownAt: DateTime!) {
          funds: leverageReport(asOf: $asOf, knownAt: $knownAt, groupBy: SUB_FUND) { ...all }
          whole: leverageReport(asOf: $asOf, knownAt: $knownAt, groupBy: TOTAL, definitions: ["LV-1", "LV-4-OECD", "LV-11", "PIC", "DPI", "TVPI", "TVPI_EX_LINE", "NET_IRR", "MOIC", "GROSS_IRR", "KS_PME"]) { ...all }
          sectors: leverageReport(asOf: $asOf, knownAt: $knownAt, groupBy: SECTOR) { ...all }
        }
        fragment all on LeverageReport { asOf knownAt whole groups { key figures { key value status absentWhy coverage leftOut navAsOf numerator { amount currency } denominator { amount currency } explain { inputCount inputs { row numerator { amount } } } } } }
        """;

    private const string Lists = """
        query($asOf: Date!, $knownAt: DateTime!) {
          cashFlows(first: 100, orderBy: [SEQ_ASC], asOf: $asOf, knownAt: $knownAt) { totalCount nodes { id amount { amount } recordedAt } }
          commitments(first: 100, asOf: $asOf, knownAt: $knownAt) { totalCount nodes { id amount { amount } } }
          reportedNavs(first: 100, asOf: $asOf, knownAt: $knownAt) { totalCount nodes { id nav { amount } } }
          valuations(first: 100, asOf: $asOf, knownAt: $knownAt) { totalCount nodes { id value { amount } } }
          investments(first: 100, asOf: $asOf, knownAt: $knownAt) { totalCount nodes { id amount { amount } } }
          financingRounds(first: 100, asOf: $asOf, knownAt: $knownAt) { totalCount nodes { id total { amount } } }
          incubations(first: 100, asOf: $asOf, knownAt: $knownAt) { totalCount nodes { id kind } }
          milestoneReports(first: 100, asOf: $asOf, knownAt: $knownAt) { totalCount nodes { id } }
          outcomeFacts(first: 100, asOf: $asOf, knownAt: $knownAt) { totalCount nodes { id value } }
          fxRates(first: 100, asOf: $asOf, knownAt: $knownAt) { totalCount nodes { id perUsd } }
          achievementConversions(first: 100, asOf: $asOf, knownAt: $knownAt) { totalCount nodes { id } }
          subscriptionLineEvents(first: 100, asOf: $asOf, knownAt: $knownAt) { totalCount nodes { id amount { amount } } }
          ruleChoices(first: 100, asOf: $asOf, knownAt: $knownAt) { totalCount nodes { id isChosen } }
          benchmarkLevels(first: 100, asOf: $asOf, knownAt: $knownAt) { totalCount nodes { id level } }
          classMappings(first: 100, knownAt: $knownAt) { totalCount nodes { id side } }
          rules(first: 100, knownAt: $knownAt) { totalCount nodes { id revision } }
          incubationReport(asOf: $asOf, knownAt: $knownAt) { asOf groups { key startups figures { key value status numerator denominator } } }
        }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => server.InitializeAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Twenty_pairs_of_dates_answer_the_same_before_and_after_500_postings_and_restatements_add_up()
    {
        await SeedReference.RunAsync(server.Logins.Job, Cancel);
        await SeedPublic.RunAsync(server.Logins.Job, Cancel);
        await SeedDemo.RunAsync(server.Logins.Job, Cancel);
        var seed = int.TryParse(Environment.GetEnvironmentVariable("VENTUREPORTFOLIO_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"VENTUREPORTFOLIO_TEST_SEED={seed}");
        var random = new Random(seed);
        var pairs = Enumerable.Range(0, Pairs).Select(_ => (
            AsOf: new LocalDate(2020, 1, 1).PlusDays(random.Next(2_300)),
            KnownAt: Instant.FromUtc(2020, 6, 1, 0, 0).Plus(Duration.FromMinutes(random.Next(3_300_000))))).ToList();
        var (before, nights) = (await AnswersAsync(pairs), await NightsAsync(pairs[..Nights]));

        await PostAsync(random);

        var after = await AnswersAsync(pairs);
        for (var i = 0; i < pairs.Count; i++)
        {
            Assert.Equal(before[i], after[i]);
        }

        Assert.Equal(nights, await NightsAsync(pairs[..Nights]));

        await RestateAsync(pairs, random);
        await RestateMilestonesAsync(pairs);
    }

    private async Task<List<string>> AnswersAsync(List<(LocalDate AsOf, Instant KnownAt)> pairs)
    {
        var answers = new List<string>();
        foreach (var (asOf, knownAt) in pairs)
        {
            var dates = new { asOf = LocalDatePattern.Iso.Format(asOf), knownAt = InstantPattern.ExtendedIso.Format(knownAt) };
            var (figures, lists) = (await server.QueryAsync(TestPerson.Policy, Figures, dates), await server.QueryAsync(TestPerson.Policy, Lists, dates));
            Assert.False(figures.TryGetProperty("errors", out var refused), refused.ToString());
            Assert.False(lists.TryGetProperty("errors", out refused), refused.ToString());
            answers.Add(figures.GetProperty("data").GetRawText() + lists.GetProperty("data").GetRawText());
        }

        return answers;
    }

    /// <summary>Every verdict, and every figure of every startup and incubator, as a night of that pair makes them.</summary>
    private async Task<List<string>> NightsAsync(List<(LocalDate AsOf, Instant KnownAt)> pairs)
    {
        var nights = new List<string>();
        foreach (var (asOf, knownAt) in pairs)
        {
            await using var snapshot = await FactSnapshot.OpenAsync(server.Logins, Cancel);
            var facts = await PortfolioFactsLoad.ReadAsync(snapshot, asOf, knownAt, Cancel);
            var startups = await StartupFactsLoad.ReadAsync(snapshot, asOf, knownAt, Cancel);
            var book = await RuleBook.ReadAsync(snapshot, asOf, knownAt, Cancel);
            var verdicts = NightVerdicts.Of(facts, startups.SelectMany(StartupFactsLoad.LinksOf), book, (fund, rule, error) => throw new InvalidOperationException($"{rule} of {fund}", error))
                .Select(of => $"{of.Fund} {of.Rule.Code}@{of.Rule.Revision} {of.Verdict.Status} {of.Verdict.Reason?.Why} {of.Verdict.Progress} {of.Verdict.Headroom} {of.Verdict.Forecast} "
                    + string.Join(' ', of.Verdict.Evidence.Select(row => row.RowId)));
            var figures = NightValues.Of(facts, startups, (subject, metric, error) => throw new InvalidOperationException($"{metric.Key} of {subject}", error))
                .Select(of => $"{of.Subject} {of.Figure.Metric.Key} {of.Figure.Status} {of.Figure.Measure.Value} {of.Figure.Measure.Numerator}/{of.Figure.Measure.Denominator}");
            nights.Add(string.Join('\n', verdicts.Concat(figures)));
        }

        return nights;
    }

    /// <summary>Every definition between two random instants, and between one of them and now.</summary>
    private async Task RestateAsync(List<(LocalDate AsOf, Instant KnownAt)> pairs, Random random)
    {
        var restated = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (asOf, knownAt) in pairs)
        {
            foreach (var definition in new[] { "LV-1", "LV-4-OECD", "LV-8", "CN_CONVERSION_MULTIPLE", "TVPI", "NET_IRR", "KS_PME", "MOIC" })
            {
                var later = knownAt.Plus(Duration.FromMinutes(1 + random.Next(1_000_000)));
                foreach (var to in new[] { later, await HorizonAsync() })
                {
                    if (to <= knownAt || to > await HorizonAsync())
                    {
                        continue;
                    }

                    var answer = await server.QueryAsync(
                        TestPerson.Policy,
                        "query($d: String!, $a: Date!, $k1: DateTime!, $k2: DateTime!) { restatement(definition: $d, asOf: $a, knownAt1: $k1, knownAt2: $k2) { before after difference rowCount steps { cause effect } } }",
                        new { d = definition, a = LocalDatePattern.Iso.Format(asOf), k1 = InstantPattern.ExtendedIso.Format(knownAt), k2 = InstantPattern.ExtendedIso.Format(to) });
                    Assert.False(answer.TryGetProperty("errors", out var refused), refused.ToString());
                    var found = answer.GetProperty("data").GetProperty("restatement");
                    var steps = found.GetProperty("steps").EnumerateArray().ToList();
                    if (Number(found.GetProperty("difference")) is { } difference)
                    {
                        Assert.Equal(difference, steps.Sum(step => Number(step.GetProperty("effect"))!.Value));
                        restated.UnionWith(steps.Select(step => step.GetProperty("cause").GetString()!));
                    }
                    else
                    {
                        Assert.Empty(steps);
                    }
                }
            }
        }

        // The postings were of every kind: each of these causes must have been seen at work somewhere. RestatementCauseTests has all six, by hand.
        Assert.Superset(new HashSet<string> { "LATE_POSTING", "CORRECTION", "RECLASSIFICATION", "FX" }, restated);
    }

    /// <summary>Figures of milestones of everything, of an incubator, of one of its years, and of a startup, between each instant and now.</summary>
    private async Task RestateMilestonesAsync(List<(LocalDate AsOf, Instant KnownAt)> pairs)
    {
        var now = await HorizonAsync();
        var incubator = GlobalId.Of("Incubator", await Ask.ValueAsync<Guid>(server.Logins.Job, "select incubator_id from incubation where kind = 'ADMITTED' group by 1 order by count(*) desc limit 1"));
        var startup = GlobalId.Of("Startup", await Ask.ValueAsync<Guid>(server.Logins.Job, "select startup_id from milestone_report group by 1 order by count(*) desc limit 1"));
        var restated = new HashSet<string>(StringComparer.Ordinal);
        foreach (var metric in MetricCatalog.All.Where(metric => metric.Subject is MetricSubject.Startup or MetricSubject.Incubator or MetricSubject.StartupOrIncubator))
        {
            foreach (var (asOf, knownAt) in pairs)
            {
                object[] groups = metric.Subject switch
                {
                    MetricSubject.Startup => [new { s = startup }],
                    MetricSubject.Incubator => [new { }, new { i = incubator }, new { i = incubator, c = asOf.Year - 2 }],
                    _ => [new { }, new { i = incubator }, new { s = startup }],
                };
                foreach (var group in groups)
                {
                    var variables = JsonSerializer.SerializeToNode(group)!.AsObject();
                    (variables["d"], variables["a"]) = (metric.Key, LocalDatePattern.Iso.Format(asOf));
                    (variables["k1"], variables["k2"]) = (InstantPattern.ExtendedIso.Format(knownAt), InstantPattern.ExtendedIso.Format(now));
                    var answer = await server.QueryAsync(
                        TestPerson.Policy,
                        "query($d: String!, $a: Date!, $k1: DateTime!, $k2: DateTime!, $i: ID, $s: ID, $c: Int) { restatement(definition: $d, asOf: $a, knownAt1: $k1, knownAt2: $k2, incubatorId: $i, startupId: $s, cohort: $c) { before after difference rowCount steps { cause effect } } }",
                        variables);
                    if (answer.TryGetProperty("errors", out var refused))
                    {
                        // Nobody had been admitted yet.
                        Assert.Contains("NOTHING_RECORDED", refused.ToString(), StringComparison.Ordinal);
                        continue;
                    }

                    var found = answer.GetProperty("data").GetProperty("restatement");
                    var steps = found.GetProperty("steps").EnumerateArray().ToList();
                    Assert.Equal(Number(found.GetProperty("difference")) ?? 0, steps.Sum(step => Number(step.GetProperty("effect"))!.Value));
                    restated.UnionWith(steps.Select(step => step.GetProperty("cause").GetString()!));
                }
            }
        }

        Assert.Superset(new HashSet<string> { "LATE_POSTING", "CORRECTION", "RECLASSIFICATION" }, restated);
    }

    private Task<Instant> HorizonAsync() => KnownAt.ClosedHorizonAsync(server.Logins.Job, Cancel);

    private static decimal? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null ? null : decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture);

    /// <summary>
    /// Late entries, reversals, restated values, new commitments, other classes, rates, links, lines, levels, milestones, and new versions of mappings and rules:
    /// recorded now, about days of the past.
    /// </summary>
    private async Task PostAsync(Random random)
    {
        for (var i = 0; i < Postings; i++)
        {
            var on = LocalDatePattern.Iso.Format(new LocalDate(2018, 1, 1).PlusDays(random.Next(3_000)));
            var amount = 1_000_000L + random.Next(2_000_000_000);
            await using var command = server.Logins.Job.CreateCommand(random.Next(20) switch
            {
                0 => $"""
                    insert into cash_flow (sub_fund_id, investor_id, kind, amount_minor, currency, unfunded_effect_minor, effective_on)
                    select sub_fund_id, investor_id, 'DISTRIBUTION', {amount}, currency, 0, '{on}' from commitment order by md5(id::text || '{i}') limit 1
                    """,
                1 => $"""
                    insert into cash_flow (sub_fund_id, investor_id, kind, amount_minor, currency, unfunded_effect_minor, effective_on)
                    select sub_fund_id, investor_id, 'CAPITAL_CALL', {amount / 100}, currency, 0, greatest('{on}', effective_on) from commitment order by md5(id::text || '{i}') limit 1
                    """,
                2 => $"""
                    insert into cash_flow (sub_fund_id, investor_id, investment_id, kind, amount_minor, currency, unfunded_effect_minor, effective_on, reverses_seq)
                    select sub_fund_id, investor_id, investment_id, kind, amount_minor, currency, unfunded_effect_minor, effective_on, seq from cash_flow c
                    where reverses_seq is null and kind = 'DISTRIBUTION'
                      and not exists (select from cash_flow r where r.sub_fund_id = c.sub_fund_id and r.reverses_seq = c.seq) order by md5(id::text || '{i}') limit 1
                    """,
                3 => $"insert into reported_nav (sub_fund_id, nav_minor, currency, effective_on) select sub_fund_id, {amount}, currency, effective_on from reported_nav order by md5(id::text || '{i}') limit 1",
                4 => $"""
                    insert into valuation (sub_fund_id, investment_id, value_minor, currency, effective_on, method)
                    select sub_fund_id, investment_id, {amount}, currency, effective_on, method from valuation order by md5(id::text || '{i}') limit 1
                    """,
                5 => $"""
                    insert into commitment (sub_fund_id, investor_id, kind, amount_minor, currency, effective_on)
                    select sub_fund_id, investor_id, 'INCREASE', {amount}, currency, greatest('{on}', effective_on) from commitment where kind = 'INITIAL' order by md5(id::text || '{i}') limit 1
                    """,
                6 => $"""
                    insert into investor_class_assignment (investor_id, class_code, effective_on)
                    select investor_id, (array['HK_PRIVATE', 'MAINLAND_PRIVATE', 'STATE_OWNED_ENTERPRISE', 'HK_PUBLIC'])[1 + {random.Next(4)}], '{on}'
                    from investor_class_assignment where class_code not in ('GUIDANCE_FUND', 'UNDISCLOSED') order by md5(id::text || '{i}') limit 1
                    """,
                8 or 9 => $"""
                    insert into fx_rate (currency, series, effective_on, per_usd, source)
                    select currency, series, effective_on, round(per_usd * {90 + random.Next(20)} / 100, 8), 'restated' from fx_rate where effective_on >= '2018-01-01' order by md5(id::text || '{i}') limit 1
                    """,
                10 => $"""
                    insert into achievement_conversion (startup_id, achievement_id, effective_on, evidence_address, reverses_id)
                    select startup_id, achievement_id, effective_on, evidence_address, case when {i} % 2 = 0 then id end from achievement_conversion c
                    where reverses_id is null and not exists (select from achievement_conversion r where r.reverses_id = c.id) order by md5(id::text || '{i}') limit 1
                    """,
                11 => $"""
                    insert into subscription_line_event (sub_fund_id, kind, amount_minor, currency, effective_on)
                    select sub_fund_id, 'DRAW', {amount / 10}, currency, greatest('{on}', effective_on) from subscription_line_event order by md5(id::text || '{i}') limit 1
                    """,
                12 => $"""
                    insert into benchmark_level (index_code, effective_on, level)
                    select index_code, effective_on, round(level * {90 + random.Next(20)} / 100, 4) from benchmark_level order by md5(id::text || '{i}') limit 1
                    """,
                13 => $"""
                    insert into class_mapping (method, version, class_code, side, verified, source)
                    select method, version + 1, class_code, case when md5(class_code || '{i}') < '2' then 'PUBLIC' else side end, false, 'later reading' from class_mapping m
                    where method = (array['OECD', 'MDB', 'CN', 'HK'])[1 + {random.Next(4)}] and version = (select max(version) from class_mapping n where n.method = m.method)
                    """,
                14 => $"""
                    insert into rule (code, revision, pack, name_en, name_zh_hant, name_zh_hans, legal_basis, article, effective_from, effective_to, is_warning, verified, is_per_fund, parameters, source)
                    select code, revision + 1, pack, name_en, name_zh_hant, name_zh_hans, legal_basis, article, effective_from, effective_to, not is_warning, verified, is_per_fund, parameters, 'later reading'
                    from rule r where revision = (select max(revision) from rule s where s.code = r.code) order by md5(code || '{i}') limit 1
                    """,
                15 => $"""
                    insert into milestone_report (startup_id, milestone_id, effective_on, supersedes_id, verification)
                    select startup_id, milestone_id, effective_on + 3, id, verification from milestone_report m
                    where not exists (select from milestone_report n where n.supersedes_id = m.id) order by md5(id::text || '{i}') limit 1
                    """,
                16 => $"""
                    insert into milestone_report (startup_id, milestone_id, effective_on, verification)
                    select startup_id, id, coalesce(due_on, '{on}') + {random.Next(60) - 40}, 'V0' from milestone m
                    where not exists (select from milestone_report n where n.milestone_id = m.id) order by md5(id::text || '{i}') limit 1
                    """,
                17 => $"""
                    insert into outcome_fact (startup_id, measure, period_start, effective_on, value, currency)
                    select startup_id, measure, period_start, effective_on, round(value * {50 + random.Next(100)} / 100, 2), currency
                    from outcome_fact where measure = 'REVENUE' order by md5(id::text || '{i}') limit 1
                    """,
                // The stay was in another incubator, or began on another day.
                18 or 19 => $"""
                    with wrong as (
                        select * from incubation s where reverses_id is null and not exists (select from incubation r where r.reverses_id = s.id) order by md5(id::text || '{i}') limit 1),
                    gone as (
                        insert into incubation (startup_id, incubator_id, kind, effective_on, reverses_id) select startup_id, incubator_id, kind, effective_on, id from wrong)
                    insert into incubation (startup_id, incubator_id, kind, effective_on)
                    select w.startup_id, case when {i} % 2 = 0 then o.id else w.incubator_id end, w.kind, w.effective_on + {(i % 2 == 0 ? 0 : random.Next(200) - 100)}
                    from wrong w, lateral (select id from incubator where id <> w.incubator_id order by md5(id::text || '{i}') limit 1) o
                    """,
                _ => $"""
                    insert into financing_round (startup_id, stage, effective_on, total_minor, currency)
                    select startup_id, 'B', greatest('{on}', effective_on), {amount}, currency from financing_round order by md5(id::text || '{i}') limit 1
                    """,
            });
            await command.ExecuteNonQueryAsync(Cancel);
        }
    }
}
