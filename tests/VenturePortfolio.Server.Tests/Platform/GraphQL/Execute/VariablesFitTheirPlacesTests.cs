using System.Text.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Variables of another type than their place are refused before anything runs. Two non-null types, and two lists, once passed for the same whatever they were of:
/// a day told as a number ended in an internal error, and the order of another list was taken. Expected: GraphQL, October 2021, 5.8.5, and its examples.
/// </summary>
public sealed class VariablesFitTheirPlacesTests(UnmeteredServer server) : IClassFixture<UnmeteredServer>
{
    [Theory]
    [InlineData("query($v: String!) { leverageReport(asOf: $v) { asOf } }", "\"2025-06-30\"")]
    [InlineData("query($v: Int!) { leverageReport(asOf: $v) { asOf } }", "5")]
    [InlineData("query($v: Date) { leverageReport(asOf: $v) { asOf } }", "\"2025-06-30\"")]
    [InlineData("query($v: [Int!]) { leverageReport(asOf: \"2025-06-30\", definitions: $v) { asOf } }", "[5]")]
    [InlineData("query($v: [String]) { leverageReport(asOf: \"2025-06-30\", definitions: $v) { asOf } }", "[null]")]
    [InlineData("query($v: [String]!) { leverageReport(asOf: \"2025-06-30\", definitions: $v) { asOf } }", "[null]")]
    [InlineData("query($v: String!) { leverageReport(asOf: \"2025-06-30\", definitions: $v) { asOf } }", "\"LV-1\"")]
    [InlineData("query($v: [StartupOrder!]) { subFunds(first: 1, orderBy: $v) { totalCount } }", "[\"CODE_ASC\"]")]
    [InlineData("query($v: Int!) { node(id: $v) { id } }", "5")]
    [InlineData("query($v: SubFundFilter!) { ruleReport(subFundId: $v, asOf: \"2025-06-30\") { asOf } }", "{}")]
    [InlineData("query($v: Int!) { subFunds(first: 1) { ...F } } fragment F on SubFundConnection { nodes { cashFlows(first: 1, asOf: $v) { totalCount } } }", "5")]
    [InlineData("mutation($v: RecordCashFlowInput!) { reportMilestone(input: $v) { userErrors { code } } }", "{}")]
    public async Task A_variable_of_another_type_is_refused(string query, string value)
    {
        var answer = await server.QueryAsync(TestPerson.Policy, query, new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["v"] = JsonDocument.Parse(value).RootElement });
        Assert.Contains(answer.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("extensions").GetProperty("code").GetString()), code => code is "VARIABLES_IN_ALLOWED_POSITION" or "INVALID_VALUE");
        Assert.Contains("VARIABLES_IN_ALLOWED_POSITION", answer.GetRawText(), StringComparison.Ordinal);
        Assert.False(answer.TryGetProperty("data", out _));
    }

    [Theory]
    [InlineData("query($v: Int!) { subFunds(first: 1, nowhere: $v) { totalCount } }", "KNOWN_ARGUMENT_NAMES")]
    [InlineData("query($v: Int!) { nothing(of: $v) { id } }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("query($v: Nothing!) { subFunds(first: $v) { totalCount } }", "VARIABLES_ARE_INPUT_TYPES")]
    [InlineData("{ subFunds(first: $v) { totalCount } }", "NO_UNDEFINED_VARIABLES")]
    public async Task What_other_rules_name_is_left_to_them(string query, string code) =>
        Assert.Equal(code, RunningServer.CodeOf(await server.QueryAsync(TestPerson.Policy, query, new { v = 1 })));

    [Theory]
    [InlineData("query($v: Int!) { subFunds(first: $v) { totalCount } }", "1")]
    [InlineData("query($v: String!) { metricDefinitions(keys: [$v]) { key } }", "\"LV-1\"")]
    [InlineData("query($v: [String!]!) { metricDefinitions(keys: $v) { key } }", "[\"LV-1\"]")]
    [InlineData("query($v: [SubFundOrder!]) { subFunds(first: 1, orderBy: $v) { totalCount } }", "\"CODE_ASC\"")]
    [InlineData("query($v: String) { subFunds(first: 1, where: { code: { eq: $v } }) { totalCount } }", "\"A\"")]
    [InlineData("query($v: Boolean = true) { subFunds(first: 1) { totalCount @include(if: $v) } }", "false")]
    [InlineData("query($v: Boolean! = true) { subFunds(first: 1) { totalCount @include(if: $v) } }", "false")]
    [InlineData("query($v: ID!) { node(id: $v) { id } }", "\"x\"")]
    public async Task A_variable_of_its_places_type_is_taken(string query, string value)
    {
        var answer = await server.QueryAsync(TestPerson.Policy, query, new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["v"] = JsonDocument.Parse(value).RootElement });
        Assert.True(RunningServer.CodeOf(answer) is null, answer.GetRawText());
    }
}
