using System.Text;
using System.Text.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>reliability.md, "Bad input", over HTTP: told by field, nothing stored, never a 500.</summary>
public sealed class BadInputTests(WritingServer world) : IClassFixture<WritingServer>
{
    private const string RequestError = "the request itself is refused";

    [Theory]
    [InlineData("recordCashFlow", "amount", "\"NaN\"", "AMOUNT_MALFORMED")]
    [InlineData("recordCashFlow", "amount", "\"Infinity\"", "AMOUNT_MALFORMED")]
    [InlineData("recordCashFlow", "amount", "\"1e400\"", "AMOUNT_MALFORMED")]
    [InlineData("recordCashFlow", "amount", "\"10000000000000000000000000000\"", "AMOUNT_TOO_LARGE")]
    [InlineData("recordCashFlow", "amount", "\"10000000000000.01\"", "AMOUNT_TOO_LARGE")]
    [InlineData("recordCashFlow", "amount", "\"0.1000000000000000000000000000000000000000\"", "AMOUNT_SCALE")]
    [InlineData("recordCashFlow", "amount", "\"-1.00\"", "AMOUNT_NOT_POSITIVE")]
    [InlineData("recordCashFlow", "amount", "\"0.00\"", "AMOUNT_NOT_POSITIVE")]
    [InlineData("recordCashFlow", "amount", "1e400", RequestError)]
    [InlineData("recordCashFlow", "amount", "null", RequestError)]
    [InlineData("recordCashFlow", "currency", "\"XXX\"", "CURRENCY_UNKNOWN")]
    [InlineData("recordCashFlow", "kind", "\"DRAWDOWN\"", RequestError)]
    [InlineData("recordCashFlow", "effectiveOn", "\"0001-01-01\"", "DATE_OUT_OF_RANGE")]
    [InlineData("recordCashFlow", "effectiveOn", "\"9999-12-31\"", "DATE_OUT_OF_RANGE")]
    [InlineData("recordCashFlow", "effectiveOn", "\"2100-01-01\"", "DATE_OUT_OF_RANGE")]
    [InlineData("recordCashFlow", "effectiveOn", "\"2025-02-29\"", RequestError)]
    [InlineData("recordCashFlow", "effectiveOn", "\"infinity\"", RequestError)]
    [InlineData("recordCashFlow", "subFundId", "\"garbled\"", "NOT_FOUND")]
    [InlineData("recordCashFlow", "subFundId", "\"U3ViRnVuZDpub3QtYS11dWlk\"", "NOT_FOUND")]   // SubFund:not-a-uuid
    [InlineData("recordCashFlow", "investorId", "\"%%%\"", "NOT_FOUND")]
    [InlineData("recordCashFlow", "externalRef", "\"a\\u0000b\"", RequestError)]
    [InlineData("recordCashFlow", "externalRef", "\"a\\ud800b\"", RequestError)]
    [InlineData("recordCashFlow", "externalRef", "\"a\\u202eb\"", "INVALID_TEXT")]
    [InlineData("recordCashFlow", "memo", "\"\\u200b\"", "INVALID_TEXT")]
    [InlineData("recordCashFlow", "idempotencyKey", "\"\"", "IDEMPOTENCY_KEY_INVALID")]
    [InlineData("reverseCashFlow", "cashFlowId", "\"garbled\"", "NOT_FOUND")]
    [InlineData("reportMilestone", "occurredOn", "\"0001-01-01\"", "DATE_OUT_OF_RANGE")]
    [InlineData("reportMilestone", "occurredOn", "\"9999-12-31\"", "DATE_OUT_OF_RANGE")]
    [InlineData("reportMilestone", "kind", "\"NOBEL-PRIZE\"", "KIND_UNKNOWN")]
    [InlineData("reportMilestone", "title", "\"a\\u0007b\"", "INVALID_TEXT")]
    [InlineData("reportMilestone", "title", "\"\"", "REQUIRED")]
    [InlineData("reportMilestone", "milestoneId", "\"garbled\"", "NOT_EXPECTED")]
    [InlineData("reportMilestone", "evidence", "[{\"address\":\"https://x\",\"contentHash\":\"zz\"}]", "HASH_MALFORMED")]
    public async Task A_bad_value_is_told_and_nothing_is_stored(string mutation, string field, string json, string expected)
    {
        var before = await Fingerprint.OfAsync(world.Server.Logins);

        var answer = await AskAsync(mutation, field, json);

        var told = RunningServer.CodeOf(answer) is { } code
            ? code == "INTERNAL" ? code : RequestError
            : WritingServer.Told(answer, mutation);
        Assert.Equal(expected, told);
        Assert.Equal(before, await Fingerprint.OfAsync(world.Server.Logins));
    }

    [Theory]
    [InlineData("title", 200, "DONE")]
    [InlineData("title", 201, "TEXT_TOO_LONG")]
    [InlineData("note", 2000, "DONE")]
    [InlineData("note", 2001, "TEXT_TOO_LONG")]
    public async Task Text_is_bounded_in_code_points(string field, int length, string expected)
    {
        var text = string.Concat(Enumerable.Repeat("\U00020BB7", length));

        Assert.Equal(expected, WritingServer.Told(await AskAsync("reportMilestone", field, JsonSerializer.Serialize(text)), "reportMilestone"));
    }

    [Fact]
    public async Task The_path_leads_to_the_field()
    {
        var answer = await AskAsync("reportMilestone", "evidence", """[{"address":"https://x"},{"address":"\u202e"}]""");

        var path = answer.GetProperty("data").GetProperty("reportMilestone").GetProperty("userErrors")[0].GetProperty("path");
        Assert.Equal("input/evidence/1/address", string.Join('/', path.EnumerateArray().Select(step => step.GetString())));
    }

    [Theory]
    [InlineData("en", "Call of 12000000.00 CNY exceeds unfunded commitment of 9500000.00 CNY.")]
    [InlineData("zh-Hant", "催繳 12000000.00 CNY 超過未繳餘額 9500000.00 CNY。")]
    [InlineData("zh-Hans", "催缴 12000000.00 CNY 超过未缴余额 9500000.00 CNY。")]
    public async Task The_message_is_in_the_readers_language(string language, string expected)
    {
        var input = WritingServer.InputOf("recordCashFlow");
        input["amount"] = "12000000.00";
        using var response = await world.Server.SendAsync(
            TestPerson.Manager,
            new { query = world.TextOf("recordCashFlow"), variables = new { input } },
            change: request => request.Headers.TryAddWithoutValidation("Accept-Language", language));

        var error = (await RunningServer.JsonOf(response)).GetProperty("data").GetProperty("recordCashFlow").GetProperty("userErrors")[0];
        Assert.Equal("CALL_EXCEEDS_UNFUNDED", error.GetProperty("code").GetString());
        Assert.Equal(expected, error.GetProperty("message").GetString());
    }

    /// <summary>The value goes in as raw JSON: a lone surrogate would not survive being a string here.</summary>
    private async Task<JsonElement> AskAsync(string mutation, string field, string json)
    {
        var fine = WritingServer.InputOf(mutation, Guid.CreateVersion7());
        fine.Remove(field);
        var others = JsonSerializer.Serialize(fine);
        var input = $"{others[..^1]},\"{field}\":{json}}}";
        var body = $"{{\"query\":{JsonSerializer.Serialize(world.TextOf(mutation))},\"variables\":{{\"input\":{input}}}}}";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await world.Server.SendAsync(mutation == "reportMilestone" ? TestPerson.Incubator : TestPerson.Manager, content);
        Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode}");
        return await RunningServer.JsonOf(response);
    }
}
