using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>SIGTERM while a request is being answered. Source: reliability.md, "Edge": in-flight finish, exit 0 in 30 s.</summary>
public sealed class StoppedMidRequestTests
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);

    /// <summary>Shorter than a lock is waited for (3 s), longer than it takes to be told to stop.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_begun_before_is_answered_in_full_and_nothing_new_is_let_in()
    {
        await using var world = await FaultWorld.StartAsync();
        var node = await world.ServeAsync();
        using var http = new HttpClient();
        // Whoever holds the table makes the query slow, as a busy database would.
        await using var holder = await world.Logins.Migrator.OpenConnectionAsync(Cancel);
        await using var holding = await holder.BeginTransactionAsync(Cancel);
        await using (var hold = holder.CreateCommand())
        {
            hold.CommandText = "lock table portfolio.sub_fund in access exclusive mode";
            await hold.ExecuteNonQueryAsync(Cancel);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address, "graphql"))
        {
            Content = JsonContent.Create(new { query = "{ subFunds(first: 5) { nodes { code } } }" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", world.Token);
        var answering = http.SendAsync(request, Cancel);
        await Eventually.HoldsAsync(
            () => Ask.ValueAsync<bool>(world.Logins.Job, "select exists (select from pg_locks where relation = 'portfolio.sub_fund'::regclass and not granted)"), FaultWorld.Patience);
        using var slow = new PeriodicTimer(Slow);

        node.Program.Signal("TERM");

        // The door is shut, or a last answer says so, while the request behind it is still being worked on.
        await Eventually.HoldsAsync(() => IsRefusedAsync(node), Slow);
        Assert.False(answering.IsCompleted);
        Assert.False(node.Program.HasEnded);
        await slow.WaitForNextTickAsync(Cancel);
        Assert.False(answering.IsCompleted);
        await holding.CommitAsync(Cancel);

        using var answer = await answering;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var funds = (await RunningServer.JsonOf(answer)).GetProperty("data").GetProperty("subFunds").GetProperty("nodes");
        Assert.InRange(funds.GetArrayLength(), 1, 5);
        Assert.Equal(0, await node.Program.EndsAsync(EndsWithin));
        Trials.Proved($"SIGTERM under a request of {Slow.TotalSeconds:0} s: it was answered with 200, nothing new was let in meanwhile, the program ended with 0");
    }

    private static async Task<bool> IsRefusedAsync(FaultNode node)
    {
        // A connection of its own each time: an old one might still be listened to.
        using var knocking = new HttpClient();
        try
        {
            using var answer = await knocking.GetAsync(new Uri(node.Address, "health/ready"), Cancel);
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable;
        }
        catch (HttpRequestException)
        {
            return true; // Nobody listens any more.
        }
    }
}
