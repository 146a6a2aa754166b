using NodaTime;

namespace VenturePortfolio.Server.Tests;

public sealed class ChooseRuleTests(SmallWorld world) : IClassFixture<SmallWorld>, IAsyncLifetime
{
    private static ChooseRuleInput Input => new()
    {
        SubFundId = SmallWorld.Id("SubFund", SmallWorld.FundA),
        RuleCode = "NF-31",
        IsChosen = true,
        EffectiveOn = new LocalDate(2026, 5, 1),
        Source = "Minutes of 2026-04-20, item 3",
    };

    public async ValueTask InitializeAsync() => await SeedReference.RunAsync(world.Logins.Job, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_rule_binds_from_the_day_it_is_chosen_until_the_day_it_is_given_up()
    {
        var key = Guid.NewGuid().ToString();
        var chosen = (await ChooseAsync(Input, key)).Value;
        Assert.Equal(chosen, (await ChooseAsync(Input, key)).Value);
        Assert.True((await ChooseAsync(Input with { IsChosen = false, EffectiveOn = new(2026, 6, 1) })).IsOk);

        Assert.Equal($"NF-31|t|2026-05-01|Minutes of 2026-04-20, item 3|{SmallWorld.Policy.PersonId}", await world.ValueAsync<string>(
            $"select concat_ws('|', rule_code, is_chosen, effective_on, source, set_by) from rule_choice where id = '{chosen}'"));
        Assert.Equal(["2026-04-30 no", "2026-05-01 yes", "2026-05-31 yes", "2026-06-01 no"], await Task.WhenAll(
            new[] { new LocalDate(2026, 4, 30), new(2026, 5, 1), new(2026, 5, 31), new(2026, 6, 1) }.Select(async day =>
            {
                await using var snapshot = await FactSnapshot.OpenAsync(world.Logins, TestContext.Current.CancellationToken);
                var book = await RuleBook.ReadAsync(snapshot, day, Instant.FromUtc(2099, 1, 1, 0, 0), TestContext.Current.CancellationToken);
                return $"{day:uuuu-MM-dd} {(book.Chosen[new(SmallWorld.FundA)].Contains("NF-31") ? "yes" : "no")}";
            })));
    }

    [Fact]
    public async Task Bad_input_names_its_field_and_changes_nothing()
    {
        var before = await world.FingerprintAsync();

        Assert.Equal("NOT_FOUND subFundId", Told(await ChooseAsync(Input with { SubFundId = SmallWorld.Id("SubFund", Guid.NewGuid()) })));
        Assert.Equal("UNKNOWN_RULE ruleCode", Told(await ChooseAsync(Input with { RuleCode = "NF-99" })));
        Assert.Equal("RULE_NOT_BY_CHOICE ruleCode", Told(await ChooseAsync(Input with { RuleCode = "NF-01" })));
        Assert.Equal("DATE_OUT_OF_RANGE effectiveOn; REQUIRED source", Told(await ChooseAsync(Input with { EffectiveOn = new(1969, 12, 31), Source = " " })));
        await Assert.ThrowsAsync<AccessDeniedException>(() => ChooseAsync(Input, actor: SmallWorld.ManagerA));

        Assert.Equal(before, await world.FingerprintAsync());
    }

    private static string Told(Result<Guid> result) => string.Join("; ", result.Errors.Select(error => $"{error.Code} {error.Path}"));

    private Task<Result<Guid>> ChooseAsync(ChooseRuleInput input, string? key = null, Actor? actor = null) =>
        world.RunAsync(actor ?? SmallWorld.Policy, transaction => SmallWorld.Choose.RunAsync(
            actor ?? SmallWorld.Policy, input, key ?? Guid.NewGuid().ToString(), transaction, TestContext.Current.CancellationToken));
}
