using System.Net;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// What takes too long, or whose asker has gone, stops in PostgreSQL too. The slow thing is row security itself: the
/// manager's own sub-funds are made to take a minute, so that the statement runs and waits for nobody.
/// </summary>
public sealed class GivenUpTests(TestCluster cluster)
{
    private const string Query = "{ subFunds(first: 1) { nodes { id cashFlows(first: 1) { nodes { id } } } } }";

    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operation_beyond_its_time_is_a_503_and_its_statement_is_cancelled()
    {
        await using var server = await SlowAsync(timeoutSeconds: "2");
        var asked = server.SendAsync(TestPerson.Manager, new { query = Query });
        await Eventually.HoldsAsync(async () => asked.IsCompleted || await RunningAsync(server) > 0, Generous);

        using var response = await asked;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("TIMEOUT", RunningServer.CodeOf(await RunningServer.JsonOf(response)));
        await Eventually.HoldsAsync(async () => await RunningAsync(server) == 0, Generous);
        Assert.Null(RunningServer.CodeOf(await server.QueryAsync(TestPerson.Policy, Query)));
    }

    [Fact]
    public async Task What_postgresql_stops_for_taking_too_long_is_a_timeout_too()
    {
        await using var server = await SlowAsync(timeoutSeconds: "60", statementTimeout: "500ms");
        using var response = await server.SendAsync(TestPerson.Manager, new { query = Query });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("TIMEOUT", RunningServer.CodeOf(await RunningServer.JsonOf(response)));
    }

    [Fact]
    public async Task When_the_asker_goes_away_the_statement_is_cancelled()
    {
        await using var server = await SlowAsync(timeoutSeconds: "60");
        using var http = new HttpClient { BaseAddress = server.Http.BaseAddress };
        using var leaves = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.GraphQL}?query={Uri.EscapeDataString(Query)}");
        request.Headers.Authorization = new("Bearer", server.TokenOf(TestPerson.Manager));
        var asked = http.SendAsync(request, leaves.Token);
        await Eventually.HoldsAsync(async () => asked.IsCompleted || await RunningAsync(server) > 0, Generous);
        Assert.False(asked.IsCompleted, "It was answered before the asker could go.");

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await Eventually.HoldsAsync(async () => await RunningAsync(server) == 0, Generous);
    }

    /// <summary>Statements of fund managers that run at the moment.</summary>
    private static Task<long> RunningAsync(RunningServer server) => Ask.ValueAsync<long>(
        server.Logins.Migrator,
        "select count(*) from pg_stat_activity where datname = current_database() and usename = 'vp_fund_manager' and state = 'active'");

    private async Task<RunningServer> SlowAsync(string timeoutSeconds, string statementTimeout = "0")
    {
        var server = new RunningServer(cluster)
        {
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Profile"] = "demo", ["GraphQL:TimeoutSeconds"] = timeoutSeconds },
        };
        await server.InitializeAsync();
        await using (var world = server.Logins.Job.CreateCommand(SmallWorld.Sql))
        {
            await world.ExecuteNonQueryAsync(Cancel);
        }

        await using var connection = await cluster.SuperuserConnectionAsync(server.Logins, Cancel);
        await using var slow = new Npgsql.NpgsqlCommand(
            $"""
            create or replace function app.my_sub_funds() returns uuid[]
            language plpgsql stable security definer set search_path = portfolio, app, pg_temp
            as 'begin perform pg_sleep(60); return array[]::uuid[]; end';
            alter role vp_fund_manager in database {connection.Database} set statement_timeout = '{statementTimeout}'
            """,
            connection);
        await slow.ExecuteNonQueryAsync(Cancel);
        return server;
    }
}
