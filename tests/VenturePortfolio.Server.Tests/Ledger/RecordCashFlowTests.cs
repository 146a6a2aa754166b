using NodaTime;

namespace VenturePortfolio.Server.Tests;

public sealed class RecordCashFlowTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    [Fact]
    public async Task A_call_is_appended_with_its_effect_on_the_unfunded_commitment()
    {
        var entry = (await world.RecordAsync(SmallWorld.Call("100.00") with { ExternalRef = "C-1", Memo = "第一次催繳" })).Value;

        var row = await world.ValueAsync<string>($"""
            select concat_ws('|', kind, amount_minor, currency, unfunded_effect_minor, effective_on, external_ref, memo, recorded_by)
            from cash_flow where id = '{entry}'
            """);
        Assert.Equal($"CAPITAL_CALL|10000|CNY|-10000|2026-03-31|C-1|第一次催繳|{SmallWorld.ManagerA.PersonId}", row);
    }

    [Theory]
    [InlineData("CAPITAL_CALL", true, false, 0)]
    [InlineData("DISTRIBUTION", false, false, 0)]
    [InlineData("DISTRIBUTION", false, true, 10000)]
    public async Task The_effect_on_unfunded_follows_from_the_kind_and_what_is_said(string kind, bool outside, bool recallable, long effect)
    {
        var entry = (await world.RecordAsync(
            SmallWorld.Call("100.00") with { Kind = kind, OutsideCommitment = outside, Recallable = recallable })).Value;

        Assert.Equal(effect, await world.ValueAsync<long>($"select unfunded_effect_minor from cash_flow where id = '{entry}'"));
    }

    [Fact]
    public async Task Money_paid_for_a_holding_names_the_investment()
    {
        var entry = (await world.RecordAsync(SmallWorld.Call() with
        {
            Kind = "INVESTMENT", InvestorId = null, InvestmentId = SmallWorld.Id("Investment", SmallWorld.Holding),
        })).Value;

        Assert.Equal(SmallWorld.Holding, await world.ValueAsync<Guid>($"select investment_id from cash_flow where id = '{entry}'"));
    }

    [Fact]
    public async Task A_call_beyond_the_unfunded_commitment_names_both_amounts()
    {
        var investor = await world.PledgeAsync(950_000_000);
        var input = SmallWorld.Call("12000000.00") with { InvestorId = SmallWorld.Id("Investor", investor) };

        var error = Assert.Single((await world.RecordAsync(input)).Errors);

        Assert.Equal("CALL_EXCEEDS_UNFUNDED", error.Code);
        Assert.Equal("amount", error.Path);
        Assert.Equal("Call of 12000000.00 CNY exceeds unfunded commitment of 9500000.00 CNY.", error.Message);
    }

    [Fact]
    public async Task A_recallable_distribution_may_be_called_again_and_no_more()
    {
        var investor = SmallWorld.Id("Investor", await world.PledgeAsync(10_000));
        await world.RecordAsync(SmallWorld.Call("100.00") with { InvestorId = investor });
        await world.RecordAsync(SmallWorld.Call("40.00") with
        {
            InvestorId = investor, Kind = "DISTRIBUTION", Recallable = true, EffectiveOn = new LocalDate(2026, 4, 1),
        });

        var tooMuch = await world.RecordAsync(SmallWorld.Call("40.01") with { InvestorId = investor, EffectiveOn = new LocalDate(2026, 4, 2) });
        var again = await world.RecordAsync(SmallWorld.Call("40.00") with { InvestorId = investor, EffectiveOn = new LocalDate(2026, 4, 2) });

        Assert.Equal("CALL_EXCEEDS_UNFUNDED", Assert.Single(tooMuch.Errors).Code);
        Assert.True(again.IsOk);
    }

    [Fact]
    public async Task A_call_dated_back_leaves_enough_for_the_calls_that_came_after_it()
    {
        var investor = SmallWorld.Id("Investor", await world.PledgeAsync(10_000));
        await world.RecordAsync(SmallWorld.Call("80.00") with { InvestorId = investor });

        var late = await world.RecordAsync(SmallWorld.Call("20.01") with { InvestorId = investor, EffectiveOn = new LocalDate(2025, 1, 1) });
        var before = await world.RecordAsync(SmallWorld.Call("1.00") with { InvestorId = investor, EffectiveOn = new LocalDate(2023, 12, 31) });

        Assert.Equal("CALL_EXCEEDS_UNFUNDED", Assert.Single(late.Errors).Code);
        Assert.Equal("CALL_EXCEEDS_UNFUNDED", Assert.Single(before.Errors).Code);
    }

    [Fact]
    public async Task Of_calls_at_the_same_time_only_as_many_pass_as_fit_the_commitment()
    {
        var investor = SmallWorld.Id("Investor", await world.PledgeAsync(50_000));
        var input = SmallWorld.Call("100.00") with { InvestorId = investor };

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => world.RecordAsync(input))));

        Assert.Equal(5, results.Count(result => result.IsOk));
        Assert.All(results.Where(result => !result.IsOk), result => Assert.Equal("CALL_EXCEEDS_UNFUNDED", Assert.Single(result.Errors).Code));
    }

    [Fact]
    public async Task A_call_in_another_currency_than_the_commitment_is_refused()
    {
        var error = Assert.Single((await world.RecordAsync(SmallWorld.Call() with { Currency = "HKD" })).Errors);

        Assert.Equal(("CURRENCY_MISMATCH", "currency"), (error.Code, error.Path));
    }

    [Fact]
    public async Task An_external_reference_is_taken_once_per_fund()
    {
        await world.RecordAsync(SmallWorld.Call() with { ExternalRef = "once" });

        var error = Assert.Single((await world.RecordAsync(SmallWorld.Call() with { ExternalRef = "once" })).Errors);

        Assert.Equal(("DUPLICATE_EXTERNAL_REF", "externalRef"), (error.Code, error.Path));
    }

    [Fact]
    public async Task Another_managers_fund_and_no_fund_at_all_are_the_same_answer()
    {
        var before = await world.FingerprintAsync();

        var foreign = await world.RecordAsync(SmallWorld.Call() with { SubFundId = SmallWorld.Id("SubFund", SmallWorld.FundB) });
        var none = await world.RecordAsync(SmallWorld.Call() with { SubFundId = SmallWorld.Id("SubFund", Guid.CreateVersion7()) });
        var garbled = await world.RecordAsync(SmallWorld.Call() with { SubFundId = "U3ViRnVuZDox\0%%%" });
        var otherType = await world.RecordAsync(SmallWorld.Call() with { SubFundId = SmallWorld.Id("Investor", SmallWorld.FundA) });
        var foreignInvestor = await world.RecordAsync(SmallWorld.Call() with { InvestorId = SmallWorld.Id("Investor", SmallWorld.InvestorOfB) });

        Assert.Equal(NotFound.At("subFundId"), Assert.Single(foreign.Errors));
        Assert.Equal(NotFound.At("subFundId"), Assert.Single(none.Errors));
        Assert.Equal(NotFound.At("subFundId"), Assert.Single(garbled.Errors));
        Assert.Equal(NotFound.At("subFundId"), Assert.Single(otherType.Errors));
        Assert.Equal(NotFound.At("investorId"), Assert.Single(foreignInvestor.Errors));
        Assert.Equal(before, await world.FingerprintAsync());
    }
}
