using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>Connections of planned queries are handed on without a reset (decision 55): there must be nothing to reset.</summary>
public sealed class ReaderConnectionTests(RandomWorld world) : IClassFixture<RandomWorld>, IDisposable
{
    private readonly ReadEngine engine = new(world.Logins);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => engine.Dispose();

    [Theory]
    [InlineData(Role.FundManager)]
    [InlineData(Role.Incubator)]
    [InlineData(Role.Policy)]
    [InlineData(Role.Admin)]
    public async Task Who_read_leaves_nothing_behind(Role role)
    {
        var before = await OnConnectionAsync(role, "select pg_backend_pid()::text");
        foreach (var actor in RandomWorld.Everybody.Where(person => person.Role == role))
        {
            await engine.DataAsync(actor, "{ cashFlows(first: 3) { nodes { id } } }");
            await engine.DataAsync(actor, "{ subFunds(first: 3) { totalCount nodes { code cashFlows(first: 2) { totalCount nodes { id } } } } }");
        }

        Assert.Equal("idle", await Ask.ValueAsync<string>(world.Logins.Migrator, $"select state from pg_stat_activity where pid = {before}"));
        Assert.Equal(before, await OnConnectionAsync(role, "select pg_backend_pid()::text"));
        Assert.Equal(
            "actor [], request [], settings 0, locks 0, channels 0, cursors 0",
            await OnConnectionAsync(role, """
                select format('actor [%s], request [%s], settings %s, locks %s, channels %s, cursors %s',
                    current_setting('app.user_id', true), current_setting('app.request_id', true),
                    (select count(*) from pg_settings where source = 'session'),
                    (select count(*) from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'),
                    (select count(*) from pg_listening_channels()),
                    (select count(*) from pg_cursors where is_holdable))
                """));
    }

    [Fact]
    public async Task What_failed_halfway_is_rolled_back_before_the_next()
    {
        await using (var connection = await world.Logins.ReaderOf(Role.Policy).OpenConnectionAsync(Cancel))
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new("begin isolation level repeatable read read only"),
                    new($"select set_config('app.user_id', '{RandomWorld.Policy.PersonId:D}', true)"),
                    new("select 1 / 0"),
                },
            };
            var failure = await Assert.ThrowsAsync<PostgresException>(() => batch.ExecuteNonQueryAsync(Cancel));
            Assert.Equal(PostgresErrorCodes.DivisionByZero, failure.SqlState);
        }

        Assert.Equal("", await OnConnectionAsync(Role.Policy, "select coalesce(current_setting('app.user_id', true), '')"));
    }

    [Fact]
    public async Task Nothing_can_be_written_through_them()
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => OnConnectionAsync(Role.Admin, "update portfolio.membership set revoked_at = revoked_at returning ''"));

        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refusal.SqlState);
    }

    private async Task<string?> OnConnectionAsync(Role role, string sql)
    {
        await using var command = world.Logins.ReaderOf(role).CreateCommand(sql);
        return (string?)await command.ExecuteScalarAsync(Cancel);
    }
}
