namespace VenturePortfolio.Server.Tests;

/// <summary>Each test breaks the ledger in its own way, so each has a world of its own. Only a superuser can break it.</summary>
public sealed class LedgerChainTests(TestCluster cluster)
{
    private const string Rehash = "update cash_flow c set hash = app.cash_flow_hash(row(c.*)::cash_flow)";

    private const string Insert = """
        insert into cash_flow (sub_fund_id, seq, kind, amount_minor, currency, unfunded_effect_minor, effective_on, investor_id, reverses_seq, recorded_at, prev_hash, hash)
        select sub_fund_id, 5, kind, amount_minor, currency, unfunded_effect_minor, effective_on, investor_id,
        """;

    [Fact]
    public async Task A_ledger_that_was_only_appended_to_is_intact()
    {
        await using var world = await WithFourEntriesAsync();

        var chains = await LedgerChain.WalkAsync(world.Logins, TestContext.Current.CancellationToken);

        Assert.Equal(["A 4 True", "B 0 True"], chains.Select(chain => $"{chain.FundCode} {chain.Entries} {chain.IsIntact}"));
    }

    [Theory]
    [InlineData("update cash_flow set amount_minor = amount_minor + 1, unfunded_effect_minor = 0 where seq = 2",
        "entry 2 was altered after it was recorded: its content does not fit its hash|entry 3 reverses entry 2 but is not the same cash flow")]
    [InlineData("update cash_flow set memo = 'tampered' where seq = 3", "entry 3 was altered after it was recorded: its content does not fit its hash")]
    [InlineData("update cash_flow set recorded_by = null where seq = 1", "entry 1 was altered after it was recorded: its content does not fit its hash")]
    [InlineData("update cash_flow set recorded_at = recorded_at - interval '1 day' where seq = 4",
        "entry 4 was altered after it was recorded: its content does not fit its hash|entry 4 says it was recorded before entry 3, which it follows")]
    [InlineData($"update cash_flow set memo = 'tampered' where seq = 1; {Rehash} where seq = 1",
        "entry 2 is not chained to entry 1: one of the two was replaced")]
    [InlineData($"update cash_flow set memo = 'tampered' where seq = 4; {Rehash} where seq = 4",
        "entry 4 is the last, but the head has another hash for it: one of the two was replaced")]
    [InlineData("delete from cash_flow where seq = 1", "entry 1 is missing")]
    [InlineData("delete from cash_flow where seq in (2, 3)", "entry 2 to entry 3 are missing")]
    [InlineData("delete from cash_flow where seq = 4", "entry 4 is missing: the head names it as the last")]
    [InlineData("delete from cash_flow", "entry 1 to entry 4 are missing: the head names the latter as the last")]
    [InlineData("delete from ledger_head", "has no head, though its last entry is 4")]
    [InlineData("update ledger_head set seq = 3", "entry 4 and what follows came past the head, which names entry 3 as the last")]
    [InlineData($"{Insert} 4, recorded_at, hash, hash from cash_flow where seq = 4",
        "entry 5 was altered after it was recorded: its content does not fit its hash|entry 5 and what follows came past the head, which names entry 4 as the last")]
    [InlineData($"alter table cash_flow drop constraint cash_flow_sub_fund_id_reverses_seq_key; {Insert} 2, recorded_at, hash, hash from cash_flow where seq = 4; {Rehash} where seq = 5; update ledger_head h set seq = 5, hash = c.hash from cash_flow c where c.seq = 5",
        "entry 5 reverses entry 2 but is not the same cash flow|entry 5 reverses entry 2, which entry 3 had reversed already")]
    [InlineData($"{Insert} 3, recorded_at, hash, hash from cash_flow where seq = 4; {Rehash} where seq = 5; update ledger_head h set seq = 5, hash = c.hash from cash_flow c where c.seq = 5",
        "entry 5 reverses entry 3, which is itself a reversal")]
    public async Task What_was_altered_behind_its_back_is_named(string change, string findings)
    {
        await using var world = await WithFourEntriesAsync();
        await world.AsSuperuserAsync($"set session_replication_role = replica; {change}");

        var chain = (await LedgerChain.WalkAsync(world.Logins, TestContext.Current.CancellationToken))[0];

        Assert.Equal(findings.Split('|'), chain.Findings.Select(finding => finding.ToString()));
    }

    /// <summary>The check writes PostgreSQL's JSON itself: every kind of character must come out as PostgreSQL writes it.</summary>
    [Fact]
    public async Task The_hash_of_strange_text_is_the_same_computed_by_PostgreSQL_and_without_it()
    {
        await using var world = await WithFourEntriesAsync();
        // Control characters, quotes, DEL, line separator, outside the basic plane: past the application, which refuses some.
        await world.ExecuteAsync($"""
            insert into cash_flow (sub_fund_id, kind, amount_minor, currency, effective_on, external_ref, memo)
            select '{SmallWorld.FundA}', 'FUND_EXPENSE', 999999999999999, 'CNY', '1970-01-01', chr(34) || n, string_agg(chr(c), '' order by c)
            from unnest(array[1, 32, 127, 8232, 20013, 128512]) with ordinality s(first, n), generate_series(first, first + 31) c
            where c not between 55296 and 57343
            group by n
            """);

        var chain = (await LedgerChain.WalkAsync(world.Logins, TestContext.Current.CancellationToken))[0];

        Assert.Empty(chain.Findings);
        Assert.Equal(10, chain.Entries);
    }

    [Fact]
    public void Two_ways_of_adding_up_that_differ_are_named()
    {
        var walk = new LedgerWalk(SmallWorld.FundA);

        walk.CompareSums(new Dictionary<(string, string), Int128> { [("CAPITAL_CALL", "CNY")] = 7 });

        Assert.Equal("CAPITAL_CALL in CNY: 0 minor units row by row, 7 by SQL", Assert.Single(walk.Findings).ToString());
    }

    private async Task<SmallWorld> WithFourEntriesAsync()
    {
        var world = new SmallWorld(cluster);
        await world.InitializeAsync();
        await world.RecordAsync(SmallWorld.Call());
        var second = (await world.RecordAsync(SmallWorld.Call() with { Memo = "備註", ExternalRef = "2" })).Value;
        await world.ReverseAsync(second);
        await world.RecordAsync(SmallWorld.Call() with { Kind = "MANAGEMENT_FEE", InvestorId = null });
        return world;
    }
}
