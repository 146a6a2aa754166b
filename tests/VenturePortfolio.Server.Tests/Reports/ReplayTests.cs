using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// What was answered for two dates is answered for ever, byte for byte, whatever is posted later; and why the same day reads
/// otherwise when it is told later adds up. Over the invented programme, through GraphQL.
/// </summary>
public sealed class ReplayTests(TestCluster cluster) : IAsyncLifetime
{
    // Asks for far more than a person's share.
    private readonly RunningServer server = new(cluster)
    {
        Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Profile"] = "demo", ["Limits:UnitsAtOnce"] = "1000000000", ["Limits:UnitsPerSecond"] = "1000000000",
        },
    };

    private const int Pairs = 20;
    private const int Postings = 500;

    private const string Figures = """
        query($asOf: Date!, $knownAt: DateTime!) {
          funds: leverageReport(asOf: $asOf, knownAt: $knownAt, groupBy: SUB_FUND) { ...all }
          whole: leverageReport(asOf: $asOf, knownAt: $knownAt, groupBy: TOTAL, definitions: ["LV-1", "PIC", "DPI", "TVPI", "NET_IRR", "MOIC", "GROSS_IRR"]) { ...all }
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
        var before = await AnswersAsync(pairs);

        await PostAsync(random);

        var after = await AnswersAsync(pairs);
        for (var i = 0; i < pairs.Count; i++)
        {
            Assert.Equal(before[i], after[i]);
        }

        await RestateAsync(pairs, random);
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

    /// <summary>Every definition between two random instants, and between one of them and now.</summary>
    private async Task RestateAsync(List<(LocalDate AsOf, Instant KnownAt)> pairs, Random random)
    {
        var restated = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (asOf, knownAt) in pairs)
        {
            foreach (var definition in new[] { "LV-1", "LV-4-OECD", "LV-8", "TVPI", "NET_IRR", "MOIC" })
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

        // The postings were of every kind: each cause must have been seen at work somewhere.
        Assert.Superset(new HashSet<string> { "LATE_POSTING", "CORRECTION", "RECLASSIFICATION" }, restated);
    }

    private Task<Instant> HorizonAsync() => KnownAt.ClosedHorizonAsync(server.Logins.Job, Cancel);

    private static decimal? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null ? null : decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture);

    /// <summary>Late entries, reversals, restated values, new commitments, other classes, rates: recorded now, about days of the past.</summary>
    private async Task PostAsync(Random random)
    {
        for (var i = 0; i < Postings; i++)
        {
            var on = LocalDatePattern.Iso.Format(new LocalDate(2018, 1, 1).PlusDays(random.Next(3_000)));
            var amount = 1_000_000L + random.Next(2_000_000_000);
            await using var command = server.Logins.Job.CreateCommand(random.Next(8) switch
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
                _ => $"""
                    insert into financing_round (startup_id, stage, effective_on, total_minor, currency)
                    select startup_id, 'B', greatest('{on}', effective_on), {amount}, currency from financing_round order by md5(id::text || '{i}') limit 1
                    """,
            });
            await command.ExecuteNonQueryAsync(Cancel);
        }
    }
}
