using NodaTime;

namespace VenturePortfolio.Server.Tests;

public sealed class SubscriptionLineTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private static RecordLineEventInput Draw => new()
    {
        SubFundId = SmallWorld.Id("SubFund", SmallWorld.FundA),
        Kind = "DRAW",
        Amount = "100.00",
        Currency = "CNY",
        EffectiveOn = new LocalDate(2026, 1, 31),
    };

    [Fact]
    public async Task An_event_is_recorded_once_in_the_name_of_who_told_it_and_taken_back_once()
    {
        var key = Guid.NewGuid().ToString();
        var drawn = (await RecordAsync(Draw, key)).Value;
        Assert.Equal(drawn, (await RecordAsync(Draw, key)).Value);
        var back = (await ReverseAsync(drawn)).Value;

        Assert.Equal($"DRAW 10000 CNY 2026-01-31 {SmallWorld.ManagerA.PersonId}", await RowAsync(drawn));
        Assert.Equal($"DRAW 10000 CNY 2026-01-31 {drawn} Typed twice. {SmallWorld.ManagerA.PersonId}", await RowAsync(back));
        Assert.Equal("LINE_EVENT_REVERSED subscriptionLineEventId", Told(await ReverseAsync(drawn)));
        Assert.Equal("LINE_EVENT_IS_REVERSAL subscriptionLineEventId", Told(await ReverseAsync(back)));
    }

    [Fact]
    public async Task No_more_is_paid_back_than_is_drawn_on_any_day_from_then_on()
    {
        // Dollars, so that the other tests' renminbi do not count: 100 drawn on 1 March, 40 paid back on 1 May.
        Assert.True((await RecordAsync(Draw with { Currency = "USD", EffectiveOn = new(2026, 3, 1) })).IsOk);
        Assert.True((await RecordAsync(Draw with { Currency = "USD", Kind = "REPAYMENT", Amount = "40.00", EffectiveOn = new(2026, 5, 1) })).IsOk);

        var tooMuch = await RecordAsync(Draw with { Currency = "USD", Kind = "REPAYMENT", Amount = "60.01", EffectiveOn = new(2026, 4, 1) });

        Assert.Equal("REPAYMENT_EXCEEDS_DRAWN amount", Told(tooMuch));
        Assert.Equal("Repayment of 60.01 USD exceeds what is drawn on the line, 60.00 USD.", tooMuch.Errors[0].Message);
        Assert.Equal("REPAYMENT_EXCEEDS_DRAWN amount", Told(await RecordAsync(Draw with { Currency = "USD", Kind = "REPAYMENT", Amount = "0.01", EffectiveOn = new(2026, 2, 28) })));
        Assert.True((await RecordAsync(Draw with { Currency = "USD", Kind = "REPAYMENT", Amount = "60.00", EffectiveOn = new(2026, 4, 1) })).IsOk);
    }

    [Fact]
    public async Task Bad_input_names_its_field_and_changes_nothing()
    {
        var before = await world.FingerprintAsync();

        Assert.Equal("NOT_FOUND subFundId", Told(await RecordAsync(Draw with { SubFundId = SmallWorld.Id("SubFund", SmallWorld.FundB) })));
        Assert.Equal("CURRENCY_UNKNOWN currency", Told(await RecordAsync(Draw with { Currency = "XXZ" })));
        Assert.Equal("AMOUNT_SCALE amount; DATE_OUT_OF_RANGE effectiveOn", Told(await RecordAsync(Draw with { Amount = "1.001", EffectiveOn = new(2026, 7, 1) })));
        Assert.Equal("AMOUNT_NOT_POSITIVE amount; INVALID_TEXT memo", Told(await RecordAsync(Draw with { Amount = "0", Memo = "a\u0000b" })));
        Assert.Equal("NOT_FOUND subscriptionLineEventId", Told(await ReverseAsync(Guid.NewGuid())));
        await Assert.ThrowsAsync<AccessDeniedException>(() => RecordAsync(Draw, actor: SmallWorld.Policy));

        Assert.Equal(before, await world.FingerprintAsync());
    }

    private static string Told(Result<Guid> result) => string.Join("; ", result.Errors.Select(error => $"{error.Code} {error.Path}"));

    private Task<string> RowAsync(Guid id) => world.ValueAsync<string>(
        $"select concat_ws(' ', kind, amount_minor, currency, effective_on, reverses_id, memo, recorded_by) from subscription_line_event where id = '{id}'");

    private Task<Result<Guid>> RecordAsync(RecordLineEventInput input, string? key = null, Actor? actor = null) =>
        world.RunAsync(actor ?? SmallWorld.ManagerA, transaction => SmallWorld.RecordLine.RunAsync(
            actor ?? SmallWorld.ManagerA, input, key ?? Guid.NewGuid().ToString(), transaction, TestContext.Current.CancellationToken));

    private Task<Result<Guid>> ReverseAsync(Guid id) =>
        world.RunAsync(SmallWorld.ManagerA, transaction => SmallWorld.ReverseLine.RunAsync(
            SmallWorld.ManagerA,
            new ReverseLineEventInput { SubscriptionLineEventId = SmallWorld.Id("SubscriptionLineEvent", id), Reason = "Typed twice." },
            Guid.NewGuid().ToString(), transaction, TestContext.Current.CancellationToken));
}
