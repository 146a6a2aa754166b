using System.Net;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>A server without its alarm would stay as it is; with it, each test plans nights that cannot be published meanwhile.</summary>
public sealed class NightlyHealthTests(TestCluster cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_database_in_which_nothing_is_due_is_healthy_for_anybody()
    {
        await using var server = new RunningServer(cluster);
        await server.InitializeAsync();

        using var response = await server.Http.GetAsync(new Uri("health/nightly", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"status":"Healthy","newestPublished":null,"unpublished":0,"dates":[]}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Another runner holds the claims, so the alarm leaves them alone until the claims are let go of.</summary>
    [Fact]
    public async Task Dates_that_are_due_and_not_published_are_named_with_since_when_until_they_are()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var server = new RunningServer(cluster);
        await server.InitializeAsync();
        var nights = new Nights(server.Logins);
        var yesterday = NightPlan.Yesterday(SystemClock.Instance.GetCurrentInstant());
        var (eve, before) = (yesterday.PlusDays(-1), yesterday.PlusDays(-2));
        await using var claim = server.Logins.Job.CreateCommand(
            $"""
            insert into metric_run (kind, business_date, known_at, state, epoch, heartbeat_at)
            select 'NIGHTLY', d, (d + 1 + time '02:30') at time zone 'Asia/Hong_Kong', 'RUNNING', 1, clock_timestamp() + interval '1 day'
            from unnest(array[date '{before:uuuu-MM-dd}', date '{eve:uuuu-MM-dd}']) d
            """);
        await claim.ExecuteNonQueryAsync(cancel);

        await Eventually.HoldsAsync(async () => await AskAsync(server) is (HttpStatusCode.ServiceUnavailable, var text) && text.Contains($"{eve:uuuu-MM-dd}", StringComparison.Ordinal), Patience);
        var (_, named) = await AskAsync(server);
        Assert.Contains($$"""{"businessDate":"{{before:uuuu-MM-dd}}","dueSince":"{{eve.PlusDays(-1):uuuu-MM-dd}}T18:30:00Z"}""", named, StringComparison.Ordinal);
        Assert.Contains($$"""{"businessDate":"{{eve:uuuu-MM-dd}}","dueSince":"{{eve:uuuu-MM-dd}}T18:30:00Z"}""", named, StringComparison.Ordinal);

        await using var free = server.Logins.Job.CreateCommand("update metric_run set heartbeat_at = null, state = 'FAILED', failure = 'test' where state = 'RUNNING'");
        await free.ExecuteNonQueryAsync(cancel);
        await nights.Night.RunOwedAsync(cancel);

        await Eventually.HoldsAsync(async () => await AskAsync(server) is (HttpStatusCode.OK, _), Patience);
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(RunningServer server)
    {
        using var response = await server.Http.GetAsync(new Uri("health/nightly", UriKind.Relative), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
