using System.Net;

namespace VenturePortfolio.Server.Tests;

public sealed class PatienceTests(RunningServer server) : IClassFixture<RunningServer>
{
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

            using var response = await server.SendAsync(TestPerson.OtherIncubator, new { query = "{ __typename }" });

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
