using System.Net;

namespace VenturePortfolio.Server.Tests;

public sealed class HealthTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    public async Task A_server_on_a_current_schema_is_live_and_ready_for_anybody(string path)
    {
        using var response = await server.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Healthy", (await RunningServer.JsonOf(response)).GetProperty("status").GetString());
    }

    /// <summary>The journal is held, so that the question which schema this is goes unanswered.</summary>
    [Fact]
    public async Task A_server_whose_database_does_not_answer_within_a_second_is_not_ready_but_live()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var holder = await server.Logins.Migrator.OpenConnectionAsync(cancel);
        await using var holding = await holder.BeginTransactionAsync(cancel);
        await using var hold = holder.CreateCommand();
        hold.CommandText = "lock table migration.applied_script in access exclusive mode";
        await hold.ExecuteNonQueryAsync(cancel);

        using var ready = await server.Http.GetAsync(new Uri("health/ready", UriKind.Relative), cancel);
        using var live = await server.Http.GetAsync(new Uri("health/live", UriKind.Relative), cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("no answer", (await RunningServer.JsonOf(ready)).GetProperty("checks").GetProperty("database").GetString());
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task A_server_on_an_older_schema_is_not_ready()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var holder = await server.Logins.Migrator.OpenConnectionAsync(cancel);
        await using var transaction = await holder.BeginTransactionAsync(cancel);
        await transaction.RollbackAsync(cancel);
        await using var forget = holder.CreateCommand();
        forget.CommandText = "create temporary table kept as select * from migration.applied_script; delete from migration.applied_script";
        await forget.ExecuteNonQueryAsync(cancel);
        using var ready = await server.Http.GetAsync(new Uri("health/ready", UriKind.Relative), cancel);
        await using var recall = holder.CreateCommand();
        recall.CommandText = "insert into migration.applied_script overriding system value select * from kept";
        await recall.ExecuteNonQueryAsync(cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(
            "the schema is older than the program",
            (await RunningServer.JsonOf(ready)).GetProperty("checks").GetProperty("database").GetString());
    }
}
