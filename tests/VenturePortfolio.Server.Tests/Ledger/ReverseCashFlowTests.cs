namespace VenturePortfolio.Server.Tests;

public sealed class ReverseCashFlowTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    [Fact]
    public async Task A_reversal_repeats_the_entry_and_frees_the_commitment()
    {
        var investor = SmallWorld.Id("Investor", await world.PledgeAsync(10_000));
        var input = SmallWorld.Call("100.00") with { InvestorId = investor };
        var entry = (await world.RecordAsync(input)).Value;

        var reversal = (await world.ReverseAsync(entry, reason: "Wrong amount.")).Value;

        Assert.Equal(1L, await world.ValueAsync<long>($"""
            select count(*) from cash_flow e join cash_flow r on r.sub_fund_id = e.sub_fund_id and r.reverses_seq = e.seq
            where e.id = '{entry}' and r.id = '{reversal}' and r.memo = 'Wrong amount.' and r.external_ref is null
              and (e.kind, e.amount_minor, e.currency, e.unfunded_effect_minor, e.effective_on, e.investor_id)
                = (r.kind, r.amount_minor, r.currency, r.unfunded_effect_minor, r.effective_on, r.investor_id)
            """));
        Assert.True((await world.RecordAsync(input)).IsOk);
    }

    [Fact]
    public async Task An_entry_is_reversed_once()
    {
        var entry = (await world.RecordAsync(SmallWorld.Call())).Value;
        await world.ReverseAsync(entry);

        var error = Assert.Single((await world.ReverseAsync(entry)).Errors);

        Assert.Equal(("ALREADY_REVERSED", "cashFlowId"), (error.Code, error.Path));
    }

    [Fact]
    public async Task Of_reversals_at_the_same_time_one_passes()
    {
        var entry = (await world.RecordAsync(SmallWorld.Call())).Value;

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => world.ReverseAsync(entry))));

        Assert.Single(results, result => result.IsOk);
        Assert.All(results.Where(result => !result.IsOk), result => Assert.Equal("ALREADY_REVERSED", Assert.Single(result.Errors).Code));
    }

    [Fact]
    public async Task A_reversal_cannot_be_reversed()
    {
        var entry = (await world.RecordAsync(SmallWorld.Call())).Value;
        var reversal = (await world.ReverseAsync(entry)).Value;

        var error = Assert.Single((await world.ReverseAsync(reversal)).Errors);

        Assert.Equal(("CANNOT_REVERSE_REVERSAL", "cashFlowId"), (error.Code, error.Path));
    }

    [Fact]
    public async Task Another_managers_entry_and_no_entry_are_the_same_answer()
    {
        var entry = (await world.RecordAsync(SmallWorld.Call())).Value;
        var before = await world.FingerprintAsync();

        var foreign = await world.ReverseAsync(entry, actor: SmallWorld.ManagerB);
        var none = await world.ReverseAsync(Guid.CreateVersion7());

        Assert.Equal(NotFound.At("cashFlowId"), Assert.Single(foreign.Errors));
        Assert.Equal(NotFound.At("cashFlowId"), Assert.Single(none.Errors));
        Assert.Equal(before, await world.FingerprintAsync());
    }

    [Theory]
    [InlineData("", "REQUIRED")]
    [InlineData("a\0b", "INVALID_TEXT")]
    public async Task A_reversal_says_why(string reason, string code)
    {
        var entry = (await world.RecordAsync(SmallWorld.Call())).Value;

        var error = Assert.Single((await world.ReverseAsync(entry, reason: reason)).Errors);

        Assert.Equal((code, "reason"), (error.Code, error.Path));
    }
}
