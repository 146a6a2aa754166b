namespace VenturePortfolio.Server.Tests;

/// <summary>Acts through the engine, as the endpoint runs them.</summary>
public sealed class MutationTests(SmallWorld world) : IClassFixture<SmallWorld>, IDisposable
{
    private const string Call = """
        mutation ($input: RecordCashFlowInput!) { recordCashFlow(input: $input) {
            cashFlow { id kind amount { amount currency } subFund { code } investor { nameEn } }
            userErrors { code path message } } }
        """;

    private readonly ReadEngine engine = new(world.Logins);

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task The_payload_is_read_in_the_transaction_that_wrote_it()
    {
        var data = await engine.DataAsync(SmallWorld.ManagerA, Call, Input("1250.50"));

        var flow = data.GetProperty("recordCashFlow").GetProperty("cashFlow");
        Assert.Equal("CAPITAL_CALL", flow.GetProperty("kind").GetString());
        Assert.Equal("1250.50", flow.GetProperty("amount").GetProperty("amount").GetString());
        Assert.Equal("A", flow.GetProperty("subFund").GetProperty("code").GetString());
        Assert.Equal(0, data.GetProperty("recordCashFlow").GetProperty("userErrors").GetArrayLength());
    }

    [Fact]
    public async Task The_same_key_twice_gives_the_same_node_and_one_row()
    {
        var input = Input("77.00");
        var first = await engine.AnswerAsync(SmallWorld.ManagerA, Call, input);
        var before = await world.FingerprintAsync();

        var second = await engine.AnswerAsync(SmallWorld.ManagerA, Call, input);

        Assert.Equal(first, second);
        Assert.Equal(before, await world.FingerprintAsync());
    }

    [Theory]
    [InlineData("-5", "amount")]
    [InlineData("1.234", "amount")]
    [InlineData("99999999999.00", "amount")]
    public async Task A_refusal_is_data_and_leaves_no_row(string amount, string at)
    {
        var before = await world.FingerprintAsync();

        var data = await engine.DataAsync(SmallWorld.ManagerA, Call, Input(amount));

        var payload = data.GetProperty("recordCashFlow");
        Assert.Equal("null", payload.GetProperty("cashFlow").GetRawText());
        Assert.Equal(at, payload.GetProperty("userErrors")[0].GetProperty("path")[1].GetString());
        Assert.Equal(before, await world.FingerprintAsync());
    }

    [Fact]
    public async Task Another_role_is_told_forbidden_and_no_row_is_written()
    {
        var before = await world.FingerprintAsync();

        Assert.Equal("FORBIDDEN", await engine.CodeAsync(SmallWorld.Policy, Call, Input("1.00")));
        Assert.Equal("FORBIDDEN", await engine.CodeAsync(SmallWorld.IncubatorA, Call, Input("1.00")));

        Assert.Equal(before, await world.FingerprintAsync());
    }

    [Fact]
    public async Task A_fund_of_somebody_else_is_not_found()
    {
        var data = await engine.DataAsync(SmallWorld.ManagerB, Call, Input("1.00"));

        Assert.Equal(
            "NOT_FOUND", data.GetProperty("recordCashFlow").GetProperty("userErrors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Several_acts_run_one_after_the_other_and_a_milestone_is_reported()
    {
        var startup = SmallWorld.Id("Startup", SmallWorld.StartupA);
        var report = (string key) => $$"""
            reportMilestone(input: { idempotencyKey: "{{key}}", startupId: "{{startup}}", kind: "FIN-GRANT", title: "{{key}}", occurredOn: "2026-05-20",
                amount: "250000.00", currency: "HKD", evidence: [{ address: "https://example.org/{{key}}" }] })
            { milestone { title reports(first: 5) { nodes { amount { amount } evidence(first: 5) { nodes { address } } } } } userErrors { code } }
            """;

        var data = await engine.DataAsync(SmallWorld.IncubatorA, $"mutation {{ a: {report("one")} b: {report("two")} }}");

        Assert.Equal(
            """{"milestone":{"title":"one","reports":{"nodes":[{"amount":{"amount":"250000.00"},"evidence":{"nodes":[{"address":"https://example.org/one"}]}}]}},"userErrors":[]}""",
            data.GetProperty("a").GetRawText());
        Assert.Equal("two", data.GetProperty("b").GetProperty("milestone").GetProperty("title").GetString());
    }

    private static Dictionary<string, object?> Input(string amount) => new(StringComparer.Ordinal)
    {
        ["input"] = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["idempotencyKey"] = Guid.NewGuid().ToString(),
            ["subFundId"] = SmallWorld.Id("SubFund", SmallWorld.FundA),
            ["kind"] = "CAPITAL_CALL",
            ["amount"] = amount,
            ["currency"] = "CNY",
            ["effectiveOn"] = "2026-03-31",
            ["investorId"] = SmallWorld.Id("Investor", SmallWorld.Investor),
        },
    };
}
