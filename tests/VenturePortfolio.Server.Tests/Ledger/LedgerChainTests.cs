namespace VenturePortfolio.Server.Tests;

/// <summary>Each test breaks the ledger in its own way, so each has a world of its own. Only a superuser can break it.</summary>
public sealed class LedgerChainTests(TestCluster cluster)
{
    [Fact]
    public async Task A_ledger_that_was_only_appended_to_is_intact()
    {
        await using var world = await WithFourEntriesAsync();

        var chains = await LedgerChain.WalkAsync(world.Logins.Job, TestContext.Current.CancellationToken);

        Assert.Equal([new LedgerChain("A", 4, null, true), new LedgerChain("B", 0, null, true)], chains);
    }

    [Theory]
    [InlineData("update cash_flow set amount_minor = amount_minor + 1, unfunded_effect_minor = 0 where seq = 2", 2L, true)]
    [InlineData("update cash_flow set memo = 'tampered' where seq = 3", 3L, true)]
    [InlineData("update cash_flow set recorded_at = recorded_at - interval '1 day' where seq = 1", 1L, true)]
    [InlineData("update cash_flow set recorded_by = null where seq = 1", 1L, true)]
    [InlineData("delete from cash_flow where seq = 2", 3L, true)]
    [InlineData("delete from cash_flow where seq = 4", null, false)]
    [InlineData("update cash_flow c set hash = app.cash_flow_hash(row(c.*)::cash_flow) where seq = 4; update ledger_head set seq = 9", null, false)]
    public async Task What_was_altered_behind_its_back_is_found(string change, long? brokenAt, bool isHeadLast)
    {
        await using var world = await WithFourEntriesAsync();
        await world.AsSuperuserAsync($"set session_replication_role = replica; {change}");

        var chain = (await LedgerChain.WalkAsync(world.Logins.Job, TestContext.Current.CancellationToken))[0];

        Assert.Equal((brokenAt, isHeadLast, false), (chain.BrokenAt, chain.IsHeadLast, chain.IsIntact));
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
