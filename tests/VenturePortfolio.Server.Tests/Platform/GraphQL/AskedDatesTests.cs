using System.Text.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Days and instants that lists of dated facts cannot be asked about. Once they gave all or nothing without a word: cash flows of 2030 were those of
/// today, and what was known in 1990 was "0".
/// </summary>
public sealed class AskedDatesTests(TestCluster cluster) : IAsyncLifetime
{
    private readonly RunningServer server = new(cluster) { Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Profile"] = "demo" } };

    public async ValueTask InitializeAsync()
    {
        await server.InitializeAsync();
        var facts = await PlantedFacts.BeginAsync(server.Logins);
        await facts.PlantLeverageRatesAsync();
        // Seven pledges, all recorded on 2026-01-05 at 01:00.
        await facts.PlantLeverageVectorAsync();
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("""commitments(first: 1, asOf: "2199-12-31") { totalCount }""", "AS_OF_IN_FUTURE", "2199-12-31")]
    [InlineData("""commitments(first: 1, knownAt: "2199-12-31T00:00:00Z") { totalCount }""", "KNOWN_AT_IN_FUTURE", "2199-12-31")]
    [InlineData("""commitments(first: 1, knownAt: "1990-01-01T00:00:00Z") { totalCount }""", "NOTHING_RECORDED", "1990-01-01")]
    [InlineData("""commitments(first: 1, knownAt: "2026-01-05T00:59:59Z") { totalCount }""", "NOTHING_RECORDED", "2026-01-05")]
    [InlineData("""subFunds(first: 1) { nodes { commitments(first: 1, asOf: "2199-12-31") { totalCount } } }""", "AS_OF_IN_FUTURE", "2199-12-31")]
    [InlineData("""leverageReport(asOf: "2024-12-31", subFund: "NOPE") { asOf }""", "UNKNOWN_SUB_FUND", "NOPE")]
    [InlineData("""leverageReport(asOf: "2024-12-31", definitions: []) { asOf }""", "DEFINITIONS_EMPTY", "definition")]
    [InlineData("""restatement(definition: "LV-1", asOf: "2024-12-31", knownAt1: "2026-01-06T00:00:00Z", knownAt2: "2026-02-01T00:00:00Z", programme: "NOPE") { before }""", "UNKNOWN_PROGRAMME", "NOPE")]
    [InlineData("""restatement(definition: "LV-1", asOf: "2024-12-31", knownAt1: "2026-01-06T00:00:00Z", knownAt2: "2026-02-01T00:00:00Z", subFund: "NOPE") { before }""", "UNKNOWN_SUB_FUND", "NOPE")]
    [InlineData("""restatement(definition: "LV-1", asOf: "2024-12-31", knownAt1: "2026-02-01T00:00:00Z", knownAt2: "2026-01-06T00:00:00Z") { before }""", "INSTANTS_REVERSED", "knownAt1")]
    [InlineData("""findings(first: 1, status: [BREACH, PASS]) { totalCount }""", "NO_FINDING", "PASS")]
    public async Task Each_has_its_code_and_a_message_that_names_it(string question, string code, string named)
    {
        var answer = await server.QueryAsync(TestPerson.Policy, $"{{ {question} }}");

        Assert.Equal(code, RunningServer.CodeOf(answer));
        Assert.Contains(named, answer.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_list_is_named_by_its_field_and_by_a_variable_too()
    {
        const string question = "query($asOf: Date, $knownAt: DateTime) { pledged: commitments(first: 1, asOf: $asOf, knownAt: $knownAt) { totalCount } }";

        var answer = await server.QueryAsync(TestPerson.Policy, question, new { asOf = "2199-12-31" });
        Assert.Equal(("AS_OF_IN_FUTURE", "pledged"), (RunningServer.CodeOf(answer), answer.GetProperty("errors")[0].GetProperty("path")[0].GetString()));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").ValueKind);

        // The same plan, kept, for what can be answered: at the first record's own instant there are all seven, and by the first close six.
        Assert.Equal(7, await CountAsync(new { knownAt = "2026-01-05T01:00:00Z" }));
        Assert.Equal(6, await CountAsync(new { asOf = "2021-12-31", knownAt = "2026-01-05T01:00:00Z" }));
        Assert.Equal("NOTHING_RECORDED", RunningServer.CodeOf(await server.QueryAsync(TestPerson.Policy, question, new { knownAt = "2026-01-05T00:00:00Z" })));
        Assert.Equal(7, await CountAsync(new { }));

        async Task<int> CountAsync(object variables) => (await server.QueryAsync(TestPerson.Policy, question, variables))
            .GetProperty("data").GetProperty("pledged").GetProperty("totalCount").GetInt32();
    }

    [Fact]
    public async Task Where_there_is_no_row_at_all_there_is_no_first_one_to_be_before()
    {
        var answer = await server.QueryAsync(TestPerson.Policy, """{ cashFlows(first: 1, knownAt: "2026-01-05T00:00:00Z") { totalCount } }""");

        Assert.Equal(0, answer.GetProperty("data").GetProperty("cashFlows").GetProperty("totalCount").GetInt32());
    }
}
