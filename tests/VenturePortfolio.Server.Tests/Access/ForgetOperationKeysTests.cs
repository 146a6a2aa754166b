namespace VenturePortfolio.Server.Tests;

public sealed class ForgetOperationKeysTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    [Fact]
    public async Task Keys_are_kept_for_72_hours_and_forgotten_after()
    {
        await world.RecordAsync(SmallWorld.Call("1.00"), "old");
        await world.RecordAsync(SmallWorld.Call("2.00"), "young");
        await world.AsSuperuserAsync("""
            update operation_key set recorded_at = clock_timestamp() - interval '72 hours 1 minute' where key = 'old';
            update operation_key set recorded_at = clock_timestamp() - interval '71 hours 59 minutes' where key = 'young';
            """);

        Assert.Equal(1, await ForgetOperationKeys.RunAsync(world.Logins.Job, TestContext.Current.CancellationToken));

        Assert.Equal(["young"], await world.ValueAsync<string[]>("select array_agg(key) from operation_key"));
        // Both entries stand; only the promise to recognise a repeat of the old one has ended.
        Assert.Equal(2, await world.ValueAsync<long>("select count(*) from cash_flow"));
    }
}
