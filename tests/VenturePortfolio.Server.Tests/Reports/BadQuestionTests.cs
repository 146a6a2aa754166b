using System.Text.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>What cannot be answered, through GraphQL: one clear error each. The same as a file and at the terminal: <see cref="LeverageEndpointTests"/>.</summary>
public sealed class BadQuestionTests(TestCluster cluster) : IAsyncLifetime
{
    private readonly UnmeteredServer server = new(cluster);

    public async ValueTask InitializeAsync()
    {
        await server.InitializeAsync();
        var facts = await PlantedFacts.BeginAsync(server.Logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        await facts.PlantStartupsAsync();
    }

    /// <summary>A walk of a bad user through every argument of the three reports: an error with a code each, said in Chinese too, and what was typed can be read.</summary>
    [Theory]
    [InlineData("""leverageReport(asOf: "2024-12-31", definitions: [""]) { asOf }""", "UNKNOWN_DEFINITION", "“”")]
    [InlineData("""leverageReport(asOf: "2024-12-31", definitions: ["LV-1 "]) { asOf }""", "UNKNOWN_DEFINITION", "“LV-1 ”")]
    [InlineData("""leverageReport(asOf: "2024-12-31", programme: "A\nB") { asOf }""", "UNKNOWN_PROGRAMME", "A<U+000A>B")]
    [InlineData("""leverageReport(asOf: "2024-12-31", subFund: "\u202eLV") { asOf }""", "UNKNOWN_SUB_FUND", "<U+202E>LV")]
    [InlineData("""leverageReport(asOf: "2024-12-31", definitions: []) { asOf }""", "DEFINITIONS_EMPTY", "")]
    [InlineData("""leverageReport(asOf: "2024-12-31", compareTo: "2024-12-31") { asOf }""", "NOT_EARLIER", "asOf")]
    [InlineData("""leverageReport(asOf: "2024-12-31", inputsFirst: 0) { asOf }""", "PAGE_OUT_OF_RANGE", "1000")]
    [InlineData("""metricDefinitions(keys: ["LV-1", "LV-99"]) { key }""", "UNKNOWN_DEFINITION", "LV-99")]
    [InlineData("""metricDefinitions(first: -1) { key }""", "PAGE_OUT_OF_RANGE", "1000")]
    [InlineData("""leverageReport(asOf: "2024-12-31", definitions: ["KS_PME"], index: "\u0007") { asOf }""", "UNKNOWN_INDEX", "<U+0007>")]
    [InlineData("""leverageReport(asOf: "2024-12-31", currency: "cny") { asOf }""", "CURRENCY_UNKNOWN", "CNY")]
    [InlineData("""restatement(definition: "LV-1", asOf: "2024-12-31", knownAt1: "2026-01-06T00:00:00Z", knownAt2: "2026-02-01T00:00:00Z", groupBy: VINTAGE) { before }""", "REQUIRED", "group: ")]
    [InlineData("""restatement(definition: "LV-1", asOf: "2024-12-31", knownAt1: "2026-01-06T00:00:00Z", knownAt2: "2026-02-01T00:00:00Z", fxBasis: CONSTANT, constantOn: "2199-01-01") { before }""", "AS_OF_IN_FUTURE", "2199-01-01")]
    [InlineData("""restatement(definition: "LV-1", asOf: "2024-12-31", knownAt1: "2026-02-01T00:00:00Z", knownAt2: "2026-02-01T00:00:00Z") { before }""", "INSTANTS_REVERSED", "knownAt1")]
    [InlineData("""leverageReport(definitions: ["ON-TIME"], asOf: "2024-12-31") { asOf }""", "NOT_OF_FUNDS", "ON-TIME")]
    [InlineData("""incubationReport(asOf: "2024-12-31", cohort: 1800) { asOf }""", "COHORT_EMPTY", "1800")]
    [InlineData("""incubationReport(asOf: "2024-12-31", incubatorId: "  ") { asOf }""", "NOT_FOUND", "incubatorId: ")]
    [InlineData("""incubationReport(asOf: "2024-12-31", startupId: "x", incubatorId: "y") { asOf }""", "NOT_EXPECTED", "startupId: ")]
    [InlineData("""incubationReport(asOf: "2024-12-31", definitions: ["GRAD-FINANCING"]) { asOf }""", "OF_ONE_STARTUP", "GRAD-FINANCING")]
    [InlineData("""incubationReport(asOf: "2024-12-31", definitions: ["ON-TIME", "SURVIVAL-1Y", "GRAD-EXIT"]) { asOf }""", "OF_ONE_STARTUP", "GRAD-EXIT")]
    [InlineData("""incubationReport(asOf: "2024-12-31", definitions: ["ON-TIME", "GRAD-EXIT", "GRAD-EXIT-SHARE"], startupId: "x") { asOf }""", "OF_MANY_STARTUPS", "GRAD-EXIT-SHARE")]
    [InlineData("""incubationReport(asOf: "2024-12-31", definitions: ["GRAD-HNTE-SHARE"], startupId: "x") { asOf }""", "OF_MANY_STARTUPS", "GRAD-HNTE-SHARE")]
    public async Task A_bad_user_is_told_what_is_wrong_in_every_language(string question, string code, string named)
    {
        foreach (var (language, sample) in new[] { ("en", " "), ("zh-Hant", "。"), ("zh-Hans", "。") })
        {
            using var response = await server.SendAsync(TestPerson.Policy, new { query = $"{{ {question} }}" }, change: request => request.Headers.AcceptLanguage.ParseAdd(language));
            var answer = await RunningServer.JsonOf(response);
            Assert.Equal((200, code), ((int)response.StatusCode, RunningServer.CodeOf(answer)));
            var message = answer.GetProperty("errors")[0].GetProperty("message").GetString()!;
            Assert.Contains(named, message, StringComparison.Ordinal);
            Assert.Contains(sample, message, StringComparison.Ordinal);
            Assert.InRange(answer.GetProperty("extensions").GetProperty("cost").GetProperty("requested").GetInt64(), 1, 20_000);
        }
    }

    /// <summary>Absurd pages of rows were read as none, or as a thousand, in silence.</summary>
    [Theory]
    [InlineData("""leverageReport(asOf: "2024-12-31", definitions: ["LV-1"]) { groups { figures { explain { inputs(first: -5) { row } } } } }""")]
    [InlineData("""leverageReport(asOf: "2024-12-31", definitions: ["LV-1"]) { groups { figures { explain { inputs(first: 1001) { row } } } } }""")]
    [InlineData("""incubationReport(asOf: "2024-12-31", definitions: ["ON-TIME"]) { groups { figures { explain { inputs(after: -1) { row } } } } }""")]
    public async Task Pages_of_rows_that_nobody_can_mean_are_refused(string question)
    {
        using var response = await server.SendAsync(TestPerson.Policy, new { query = $"{{ {question} }}" }, change: request => request.Headers.AcceptLanguage.ParseAdd("zh-Hant"));
        var answer = await RunningServer.JsonOf(response);
        Assert.Equal((400, "PAGE_OUT_OF_RANGE"), ((int)response.StatusCode, RunningServer.CodeOf(answer)));
        Assert.Equal("每次可取 1 至 1000 項，起點不小於 0。", answer.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task Five_hundred_definitions_are_told_once_each_and_a_long_one_is_cut()
    {
        var same = await server.QueryAsync(TestPerson.Policy, """query ($d: [String!]) { leverageReport(asOf: "2024-12-31", groupBy: TOTAL, definitions: $d) { groups { figures { key } } } }""",
            new { d = Enumerable.Repeat("LV-1", 500) });
        Assert.Equal(1, same.GetProperty("data").GetProperty("leverageReport").GetProperty("groups")[0].GetProperty("figures").GetArrayLength());

        var unknown = await server.QueryAsync(TestPerson.Policy, """query ($d: [String!]) { leverageReport(asOf: "2024-12-31", definitions: $d) { asOf } }""", new { d = new[] { new string('A', 5_000) } });
        Assert.Equal("UNKNOWN_DEFINITION", RunningServer.CodeOf(unknown));
        Assert.StartsWith($"There is no definition {new string('A', 64)}…. Known are", unknown.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Each_has_its_code_and_a_message_that_names_what_is_wrong()
    {
        foreach (var (question, code, named) in new[]
                 {
                     ("""leverageReport(asOf: "2024-12-31", definitions: ["LV-99"]) { asOf }""", "UNKNOWN_DEFINITION", "LV-99"),
                     ("""leverageReport(asOf: "2199-12-31") { asOf }""", "AS_OF_IN_FUTURE", "2199-12-31"),
                     ("""leverageReport(asOf: "2024-12-31", knownAt: "1999-12-31T00:00:00Z") { asOf }""", "NOTHING_RECORDED", "1999-12-31"),
                     ("""leverageReport(asOf: "2024-12-31", currency: "JPY") { asOf }""", "RATES_MISSING", "JPY/USD"),
                     ("""leverageReport(asOf: "2024-12-31", constantOn: "2024-06-30") { asOf }""", "NOT_EXPECTED", "constantOn"),
                     ("""leverageReport(asOf: "2024-12-31", groupBy: SECTOR, definitions: ["LV-7"]) { asOf }""", "NOT_TOLD_OF_DEALS", "LV-7-DEALS"),
                     ("""leverageReport(asOf: "2024-12-31", groupBy: DEAL, definitions: ["LV-11"]) { asOf }""", "NOT_TOLD_OF_DEALS", "CN_CONVERSION_DEALS"),
                     ("""leverageReport(asOf: "2024-12-31", groupBy: STARTUP, definitions: ["LV-1"]) { asOf }""", "NOT_TOLD_BY", "STARTUP"),
                     ("""leverageReport(asOf: "2024-12-31", definitions: ["NET_IRR_PERIOD"], from: "2025-01-01") { asOf }""", "PERIOD_EMPTY", "2025-01-01"),
                     ("""leverageReport(asOf: "2024-12-31", definitions: ["NET_RETURN_PERIOD"]) { asOf }""", "PERIOD_REQUIRED", "(from)"),
                     ("""leverageReport(asOf: "2024-12-31", definitions: ["LV-1"], from: "2023-12-31") { asOf }""", "PERIOD_NOT_READ", "NET_RETURN_PERIOD"),
                     ("""restatement(definition: "NET_IRR_PERIOD", asOf: "2024-12-31", knownAt1: "2026-01-06T00:00:00Z", knownAt2: "2026-02-01T00:00:00Z") { before }""", "PERIOD_REQUIRED", "(from)"),
                     ("""restatement(definition: "LV-1", asOf: "2024-12-31", knownAt1: "2026-01-06T00:00:00Z", knownAt2: "2026-02-01T00:00:00Z", currency: "JPY") { before }""", "RATES_MISSING", "JPY/USD"),
                     ("""restatement(definition: "LV-1", asOf: "2024-12-31", knownAt1: "2026-01-06T00:00:00Z", knownAt2: "2026-02-01T00:00:00Z", currency: "XXZ") { before }""", "CURRENCY_UNKNOWN", ""),
                     ("""restatement(definition: "LV-1", asOf: "2024-12-31", knownAt1: "2026-01-06T00:00:00Z", knownAt2: "2026-02-01T00:00:00Z", groupBy: VINTAGE, group: "1999") { before }""", "GROUP_UNKNOWN", "1999"),
                 })
        {
            var answer = await server.QueryAsync(TestPerson.Policy, $"{{ {question} }}");
            Assert.Equal(code, RunningServer.CodeOf(answer));
            Assert.Contains(named, answer.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").EnumerateObject().Single().Value.ValueKind);
        }
    }
}
