using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>From a paper stated through the use case to a published verdict, and back to what was known before. Invented papers of fund A, approved 2024-01-01.</summary>
public sealed class RuleStatementTests(SmallWorld world) : IClassFixture<SmallWorld>, IAsyncLifetime
{
    private static readonly LocalDate AsOf = new(2026, 5, 31);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static RecordRuleStatementInput Input => new()
    {
        SubFundId = SmallWorld.Id("SubFund", SmallWorld.FundA),
        RuleCode = "NF-09",
        EffectiveOn = new(2026, 5, 1),
        IsKept = true,
        Paper = "Bank statements of 2025",
        Evidence = new("https://example.org/bank.pdf", new string('a', 64), null),
    };

    public async ValueTask InitializeAsync()
    {
        await SeedReference.RunAsync(world.Logins.Job, Cancel);
        await using var command = world.Logins.Job.CreateCommand($"""
            insert into sub_fund_term (id, sub_fund_id, currency, approved_on, effective_on) values ('00000000-0000-0000-0000-0000000000f9', '{SmallWorld.FundA}', 'CNY', '2024-01-01', '2024-01-01')
            on conflict do nothing;
            insert into investor_class_assignment (id, investor_id, class_code, effective_on) values ('00000000-0000-0000-0000-0000000000fa', '{SmallWorld.Investor}', 'GUIDANCE', '2015-01-01')
            on conflict do nothing
            """);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_statement_is_judged_by_replaced_and_what_was_known_before_stays_as_it_was()
    {
        var before = await NowAsync();
        Assert.Equal("UNKNOWN FACT_NOT_RECORDED -", await VerdictAsync(before));

        var key = Guid.NewGuid().ToString();
        var wrong = (await StateAsync(SmallWorld.ManagerA, Input, key)).Value;
        Assert.Equal(wrong, (await StateAsync(SmallWorld.ManagerA, Input, key)).Value);
        var stated = await NowAsync();
        Assert.Equal($"PASS STATED_BY_MANAGER rule_statement {wrong}", await VerdictAsync(stated));

        // Policy staff read the same paper: on the same day their word counts.
        var read = (await StateAsync(SmallWorld.Policy, Input with { IsKept = false })).Value;
        var found = await NowAsync();
        Assert.Equal($"BREACH STATED_BY_POLICY_STAFF rule_statement {read}", await VerdictAsync(found));
        Assert.Equal("NOT_YOURS_TO_REPLACE replacesId", Told(await StateAsync(
            SmallWorld.ManagerA, Input with { ReplacesId = SmallWorld.Id("RuleStatement", read) })));

        var mended = (await StateAsync(SmallWorld.Policy, Input with { ReplacesId = SmallWorld.Id("RuleStatement", read) })).Value;
        Assert.Equal($"PASS STATED_BY_POLICY_STAFF rule_statement {mended}", await VerdictAsync(await NowAsync()));
        Assert.Equal("ALREADY_REPLACED replacesId", Told(await StateAsync(SmallWorld.Policy, Input with { ReplacesId = SmallWorld.Id("RuleStatement", read) })));

        Assert.Equal("UNKNOWN FACT_NOT_RECORDED -", await VerdictAsync(before));
        Assert.Equal($"PASS STATED_BY_MANAGER rule_statement {wrong}", await VerdictAsync(stated));
        Assert.Equal($"BREACH STATED_BY_POLICY_STAFF rule_statement {read}", await VerdictAsync(found));
        Assert.Equal("UNKNOWN FACT_NOT_RECORDED -", await VerdictAsync(await NowAsync(), new(2026, 4, 30)));
        Assert.Equal($"FUND_MANAGER {SmallWorld.ManagerA.PersonId} {new string('a', 64)}", await world.ValueAsync<string>(
            $"select concat_ws(' ', stated_by, recorded_by, encode(content_hash, 'hex')) from rule_statement where id = '{wrong}'"));
    }

    [Fact]
    public async Task Bad_input_names_its_field_and_changes_nothing()
    {
        var before = await world.FingerprintAsync();

        Assert.Equal("NOT_FOUND subFundId", Told(await StateAsync(SmallWorld.ManagerA, Input with { SubFundId = SmallWorld.Id("SubFund", SmallWorld.FundB) })));
        Assert.Equal("UNKNOWN_RULE ruleCode", Told(await StateAsync(SmallWorld.Policy, Input with { RuleCode = "NF-99" })));
        Assert.Equal("RULE_NOT_STATED ruleCode", Told(await StateAsync(SmallWorld.Policy, Input with { RuleCode = "NF-01" })));
        Assert.Equal("DATE_OUT_OF_RANGE effectiveOn; REQUIRED isKept; NOT_EXPECTED staffCount; HASH_MALFORMED evidence.contentHash", Told(await StateAsync(
            SmallWorld.Policy, Input with { EffectiveOn = new(2099, 1, 1), IsKept = null, StaffCount = 1, Evidence = new("x", "00", null) })));
        Assert.Equal("REQUIRED custodian", Told(await StateAsync(SmallWorld.Policy, Input with { RuleCode = "NF-20" })));
        Assert.Equal("COUNT_OUT_OF_RANGE staffCount", Told(await StateAsync(SmallWorld.Policy, Input with { RuleCode = "NF-16", IsKept = null, StaffCount = -1, CaseCount = 3 })));
        Assert.Equal("AMOUNT_NEGATIVE amount; AMOUNT_SCALE gain", Told(await StateAsync(
            SmallWorld.Policy, Input with { RuleCode = "NF-28", Amount = "-1", Gain = "1.001", Currency = "CNY" })));
        Assert.Equal("RATE_OUT_OF_RANGE rateAnnual", Told(await StateAsync(
            SmallWorld.Policy, Input with { RuleCode = "NF-26", IsKept = null, Amount = "1", Currency = "CNY", RateAnnual = 4.35m })));
        Assert.Equal("NOT_FOUND replacesId", Told(await StateAsync(SmallWorld.Policy, Input with { ReplacesId = SmallWorld.Id("RuleStatement", Guid.NewGuid()) })));
        await Assert.ThrowsAsync<AccessDeniedException>(() => StateAsync(SmallWorld.IncubatorA, Input));

        Assert.Equal(before, await world.FingerprintAsync());
    }

    private static string Told(Result<Guid> result) => string.Join("; ", result.Errors.Select(error => $"{error.Code} {error.Path}"));

    private Task<Result<Guid>> StateAsync(Actor actor, RecordRuleStatementInput input, string? key = null) =>
        world.RunAsync(actor, transaction => SmallWorld.State.RunAsync(actor, input, key ?? Guid.NewGuid().ToString(), transaction, Cancel));

    private Task<Instant> NowAsync() => world.ValueAsync<Instant>("select clock_timestamp()");

    /// <summary>As the night judges: status, reason, and the row it rests on.</summary>
    private async Task<string> VerdictAsync(Instant knownAt, LocalDate? asOf = null)
    {
        await using var snapshot = await FactSnapshot.OpenAsync(world.Logins, Cancel);
        var day = asOf ?? AsOf;
        var book = await RuleBook.ReadAsync(snapshot, day, knownAt, Cancel);
        var facts = await PortfolioFactsLoad.ReadAsync(snapshot, day, knownAt, Cancel);
        var verdict = NightVerdicts.Of(facts, [], book, (_, _, error) => throw new InvalidOperationException("judging failed", error))
            .Single(of => of.Fund.Value == SmallWorld.FundA && of.Rule.Code == "NF-09").Verdict;
        return $"{verdict.Status.Key()} {verdict.Reason?.Why} {(verdict.Evidence is [var row] ? $"{row.Source} {row.RowId}" : "-")}";
    }
}
