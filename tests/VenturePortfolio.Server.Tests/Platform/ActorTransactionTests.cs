using Npgsql;

namespace VenturePortfolio.Server.Tests;

public sealed class ActorTransactionTests(TestDatabase database, TestCluster cluster) : IClassFixture<TestDatabase>
{
    private static readonly Guid Ada = Guid.Parse("0190aaaa-0000-7000-8000-000000000001");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_actor_and_the_request_are_known_inside_the_transaction()
    {
        await using var act = await ActorTransaction.BeginAsync(database.Logins.DataSourceOf(Role.FundManager), Ada, "request-7", Cancel);

        Assert.Equal(Ada.ToString(), await ScalarAsync(act.Connection, "select current_setting('app.user_id')"));
        Assert.Equal("request-7", await ScalarAsync(act.Connection, "select current_setting('app.request_id')"));
        Assert.Equal("vp_fund_manager", await ScalarAsync(act.Connection, "select session_user::text"));
    }

    [Fact]
    public async Task The_next_user_of_the_connection_has_no_actor()
    {
        await using (var act = await ActorTransaction.BeginAsync(database.Logins.DataSourceOf(Role.Admin), Ada, "request-8", Cancel))
            await act.CommitAsync(Cancel);

        await using var next = await database.Logins.DataSourceOf(Role.Admin).OpenConnectionAsync(Cancel);

        Assert.Equal("", await ScalarAsync(next, "select coalesce(current_setting('app.user_id', true), '')"));
    }

    [Theory]
    [InlineData(Role.FundManager)]
    [InlineData(Role.Incubator)]
    [InlineData(Role.Policy)]
    [InlineData(Role.Admin)]
    public async Task A_person_s_login_writes_only_inside_an_act_and_cannot_become_another(Role role)
    {
        await using var act = await ActorTransaction.BeginAsync(database.Logins.DataSourceOf(role), Ada, "request-9", Cancel);
        Assert.Equal("off", await ScalarAsync(act.Connection, "select current_setting('transaction_read_only')"));

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(act.Connection, "set role vp_owner"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task Policy_staff_read_only_unless_they_act()
    {
        await using var connection = await database.Logins.DataSourceOf(Role.Policy).OpenConnectionAsync(Cancel);

        Assert.Equal("on", await ScalarAsync(connection, "select current_setting('default_transaction_read_only')"));
    }

    [Fact]
    public async Task Requests_have_short_timeouts_and_jobs_have_none()
    {
        await using var request = await database.Logins.DataSourceOf(Role.Incubator).OpenConnectionAsync(Cancel);
        await using var job = await database.Logins.Job.OpenConnectionAsync(Cancel);

        // reliability.md, "Edge": statement_timeout=8s, lock_timeout=3s, idle_in_transaction_session_timeout=15s.
        const string Limits =
            "select concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'))";
        Assert.Equal("8s 3s 15s", await ScalarAsync(request, Limits));
        Assert.Equal("0 0 0", await ScalarAsync(job, Limits));
    }

    [Theory]
    [InlineData("No Reset On Close=true")]
    [InlineData("Multiplexing=true")]
    [InlineData("Options=-c app.user_id=0190aaaa-0000-7000-8000-000000000001")]
    [InlineData("Options=-c role=vp_owner")]
    [InlineData("Options=-crole=vp_owner")]
    [InlineData("Options=--session-authorization=vp_admin")]
    [InlineData("Options=-c row_security=off")]
    [InlineData("Options=-c statement_timeout=0 -c Search_Path=evil")]
    [InlineData("Options=-c session_replication_role=replica")]
    public void A_connection_string_that_hands_on_identity_is_refused(string setting) =>
        Assert.Throws<PlainException>(() => DatabaseLogins.RefuseLeaks(new NpgsqlConnectionStringBuilder($"Host=db;{setting}")));

    [Theory]
    [InlineData("Options=-c statement_timeout=1000 -c jit=off")]
    [InlineData("Pooling=false;Enlist=true;Max Auto Prepare=0;Include Error Detail=true")]
    public async Task What_the_program_needs_otherwise_it_sets_itself(string setting)
    {
        var running = await cluster.RunningAsync();
        var address = new NpgsqlConnectionStringBuilder($"{running.Address("template_portfolio").ConnectionString};{setting}");
        await using var logins = new DatabaseLogins(address, running.Secrets);
        var used = new NpgsqlConnectionStringBuilder(logins.DataSourceOf(Role.Policy).ConnectionString);
        Assert.Equal((true, false, 100, false), (used.Pooling, used.Enlist, used.MaxAutoPrepare, used.IncludeErrorDetail));
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }
}
