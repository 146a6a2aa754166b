using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>Reading all facts stopped halfway, more often than a pool has connections: by PostgreSQL's clock, or by who asked.</summary>
public sealed class StoppedSnapshotTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    // Longer than any of the times below, from its first row on.
    private const string Long = "select g::bigint, repeat('x', g % 50), md5(g::text) from (select generate_series(1, 20000000) g) s";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stopped_by_PostgreSQL_it_says_so_and_costs_no_connection()
    {
        for (var i = 0; i < MoreThanAPool; i++)
        {
            var stopped = await Assert.ThrowsAsync<PostgresException>(async () =>
            {
                await using var snapshot = await FactSnapshot.OpenAsync(world.Logins, SmallWorld.Policy, "test", Cancel);
                await snapshot.QueryAsync($"select set_config('statement_timeout', '{5 + i}', true)", row => row.GetString(0), Cancel);
                await snapshot.CopyEachAsync(Long, Read, Cancel);
            });
            Assert.Equal(PostgresErrorCodes.QueryCanceled, stopped.SqlState);
        }

        await ReadsAsync();
    }

    [Fact]
    public async Task Called_off_it_says_so_and_costs_no_connection()
    {
        for (var i = 0; i < MoreThanAPool; i++)
        {
            using var called = new CancellationTokenSource(TimeSpan.FromMilliseconds(5 + i));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await using var snapshot = await FactSnapshot.OpenAsync(world.Logins, SmallWorld.Policy, "test", Cancel);
                await snapshot.CopyEachAsync(Long, Read, called.Token);
            });
        }

        await ReadsAsync();
    }

    [Fact]
    public async Task No_more_read_at_once_than_a_pool_would_hold()
    {
        List<FactSnapshot> open = [];
        for (var i = 0; i < Pool; i++)
            open.Add(await FactSnapshot.OpenAsync(world.Logins, SmallWorld.Policy, "test", Cancel));

        var next = FactSnapshot.OpenAsync(world.Logins, SmallWorld.Policy, "test", Cancel);
        Assert.NotSame(next, await Task.WhenAny(next, Task.Delay(200, Cancel)));
        await open[0].DisposeAsync();
        open[0] = await next;
        foreach (var snapshot in open)
            await snapshot.DisposeAsync();
    }

    private int Pool => new NpgsqlConnectionStringBuilder(world.Logins.DataSourceOf(Role.Policy).ConnectionString).MaxPoolSize;

    private int MoreThanAPool => Pool + 4;

    private static void Read(NpgsqlBinaryExporter row)
    {
        row.Long();
        row.Text();
        row.Text();
    }

    private async Task ReadsAsync()
    {
        await using var snapshot = await FactSnapshot.OpenAsync(world.Logins, SmallWorld.Policy, "test", Cancel);
        Assert.Equal([42], await snapshot.CopyAsync("select 42::bigint", row => row.Long(), Cancel));
        await using var beside = await world.Logins.DataSourceOf(Role.Policy).OpenConnectionAsync(Cancel);
    }
}
