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
