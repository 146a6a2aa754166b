using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server.Tests;

/// <summary>Source of the five seconds: reliability.md, "Edge".</summary>
public sealed class PatienceTests(RunningServer server, TestCluster cluster) : IClassFixture<RunningServer>
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task It_is_five_seconds_where_nobody_says_otherwise_and_what_is_said_where_somebody_does()
    {
        Assert.DoesNotContain("GraphQL:TimeoutSeconds", server.Settings.Keys);
        Assert.Equal(Promised, server.Services.GetRequiredService<Edge>().Patience);

        await using var hasty = new RunningServer(cluster)
        {
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Profile"] = "demo", ["GraphQL:TimeoutSeconds"] = "2.5" },
        };
        await hasty.InitializeAsync();
        Assert.Equal(TimeSpan.FromSeconds(2.5), hasty.Services.GetRequiredService<Edge>().Patience);
    }

    /// <summary>Signing in reads <c>person</c>; whoever holds that table keeps every request waiting.</summary>
    [Fact]
    public async Task A_request_that_waits_five_seconds_is_given_up_in_postgresql_too()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using (var holder = await server.Logins.Migrator.OpenConnectionAsync(cancel))
        await using (var holding = await holder.BeginTransactionAsync(cancel))
        {
            await using var hold = holder.CreateCommand();
            hold.CommandText = "lock table portfolio.person in access exclusive mode";
            await hold.ExecuteNonQueryAsync(cancel);

            var watch = Stopwatch.StartNew();
            using var response = await server.SendAsync(TestPerson.OtherIncubator, new { query = "{ __typename }" });

            Assert.InRange(watch.Elapsed, Promised - TimeSpan.FromSeconds(0.1), Trials.Within(Promised + TimeSpan.FromSeconds(1)));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.Equal("TIMEOUT", RunningServer.CodeOf(await RunningServer.JsonOf(response)));
            await Eventually.HoldsAsync(async () => await WaitingAsync(holder, cancel) == 0, TimeSpan.FromSeconds(2));
        }

        using var after = await server.SendAsync(TestPerson.OtherIncubator, new { query = "{" });
        Assert.Equal(HttpStatusCode.BadRequest, after.StatusCode);
    }

    private static async Task<long> WaitingAsync(Npgsql.NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var count = connection.CreateCommand();
        count.CommandText = "select count(*) from pg_locks where relation = 'portfolio.person'::regclass and not granted";
        return (long)(await count.ExecuteScalarAsync(cancel))!;
    }
}
