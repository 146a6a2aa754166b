namespace VenturePortfolio.Server.Tests;

public sealed class IdempotentTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    [Fact]
    public async Task The_same_key_and_input_give_the_same_answer_and_one_effect()
    {
        var first = await world.RecordAsync(SmallWorld.Call(), "same");
        var before = await world.FingerprintAsync();

        var second = await world.RecordAsync(SmallWorld.Call(), "same");

        Assert.Equal(first.Value, second.Value);
        Assert.Equal(before, await world.FingerprintAsync());
    }

    [Fact]
    public async Task The_same_key_with_another_input_is_refused()
    {
        await world.RecordAsync(SmallWorld.Call("1.00"), "other");

        var error = Assert.Single((await world.RecordAsync(SmallWorld.Call("2.00"), "other")).Errors);

        Assert.Equal(("IDEMPOTENCY_MISMATCH", "idempotencyKey"), (error.Code, error.Path));
    }

    [Fact]
    public async Task Fifty_at_the_same_time_have_one_effect_and_equal_answers()
    {
        var count = await world.ValueAsync<long>("select count(*) from cash_flow");

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => world.RecordAsync(SmallWorld.Call(), "fifty"))));

        Assert.Single(results.Select(result => result.Value).Distinct());
        Assert.Equal(count + 1, await world.ValueAsync<long>("select count(*) from cash_flow"));
    }

    [Fact]
    public async Task A_refused_input_leaves_its_key_free()
    {
        var investor = await world.PledgeAsync(100);
        var input = SmallWorld.Call("2.00") with { InvestorId = SmallWorld.Id("Investor", investor) };
        var before = await world.FingerprintAsync();

        Assert.Equal("CALL_EXCEEDS_UNFUNDED", Assert.Single((await world.RecordAsync(input, "freed")).Errors).Code);
        Assert.Equal(before, await world.FingerprintAsync());
        await world.ExecuteAsync($"""
            insert into commitment (sub_fund_id, investor_id, kind, amount_minor, currency, effective_on)
            values ('{SmallWorld.FundA}', '{investor}', 'INCREASE', 100, 'CNY', '2024-01-02')
            """);

        Assert.True((await world.RecordAsync(input, "freed")).IsOk);
    }

    [Fact]
    public async Task Keys_of_different_people_and_acts_do_not_meet()
    {
        var recorded = (await world.RecordAsync(SmallWorld.Call(), "mine")).Value;
        var reversed = (await world.ReverseAsync(recorded, "mine")).Value;
        var others = await world.RecordAsync(
            SmallWorld.Call() with
            {
                SubFundId = SmallWorld.Id("SubFund", SmallWorld.FundB), InvestorId = SmallWorld.Id("Investor", SmallWorld.InvestorOfB),
            },
            "mine",
            SmallWorld.ManagerB);

        Assert.Equal(3, new HashSet<Guid> { recorded, reversed, others.Value }.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public async Task A_key_is_visible_text(string key) =>
        Assert.Equal("IDEMPOTENCY_KEY_INVALID", Assert.Single((await world.RecordAsync(SmallWorld.Call(), key)).Errors).Code);

    [Fact]
    public async Task A_key_has_at_most_two_hundred_characters()
    {
        Assert.True((await world.RecordAsync(SmallWorld.Call(), new string('k', 200))).IsOk);
        Assert.Equal("IDEMPOTENCY_KEY_INVALID", Assert.Single((await world.RecordAsync(SmallWorld.Call(), new string('k', 201))).Errors).Code);
    }
}
