using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>One answer, as it came over HTTP.</summary>
public sealed record Exchanged(HttpStatusCode Status, string? ETag, string? CacheControl, string Body);

/// <summary>
/// The running application on the rows of <see cref="SmallWorld"/>, one figure published, asked by GET. What somebody may read is
/// asked for every time, so that no test has to wait for it to be forgotten.
/// </summary>
public sealed class PinnedServer(TestCluster cluster) : IAsyncLifetime
{
    public RunningServer Server { get; } = new(cluster)
    {
        Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Profile"] = "demo",
            ["GraphQL:PinnedScopeSeconds"] = "0",
            ["GraphQL:TimeoutSeconds"] = "60", // The first write of a process builds its model, which a busy machine takes its time for.
        },
    };

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        await ExecuteAsync(SmallWorld.Sql);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Server.Logins.Job.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>From then on nobody may load history with recorded times of its own, and instants can be closed.</summary>
    public Task PublishAsync() => ExecuteAsync(
        """
        insert into portfolio.metric_run (kind, business_date, known_at, state, published_at)
        select 'BY_HAND', '2026-01-01', clock_timestamp(), 'PUBLISHED', clock_timestamp()
        where not exists (select from portfolio.metric_run where state = 'PUBLISHED')
        """);

    /// <summary>The present, by the database's clock.</summary>
    public Task<string> NowAsync() => Ask.ValueAsync<string>(
        Server.Logins.Job, """select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""");

    /// <summary>A capital call of fund A.</summary>
    public async Task CallAsync()
    {
        var answer = await Server.QueryAsync(
            TestPerson.Manager, WritingServer.TextOf("recordCashFlow", "cashFlow"), new { input = WritingServer.InputOf("recordCashFlow") });
        Assert.Equal("DONE", RunningServer.CodeOf(answer) ?? WritingServer.Told(answer, "recordCashFlow"));
    }

    public async Task<Exchanged> GetAsync(
        TestPerson person, string query, object? variables = null, string? ifNoneMatch = null, Action<HttpRequestMessage>? change = null)
    {
        var address = $"{Server.GraphQL}?query={Uri.EscapeDataString(query)}"
            + (variables is null ? "" : $"&variables={Uri.EscapeDataString(JsonSerializer.Serialize(variables))}");
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Server.TokenOf(person));
        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        change?.Invoke(request);
        using var response = await Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Exchanged(
            response.StatusCode,
            response.Headers.ETag?.ToString(),
            response.Headers.CacheControl?.ToString(),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The answer once it is pinned: an instant is closed only when no older transaction writes any more.</summary>
    public async Task<Exchanged> PinnedAsync(TestPerson person, string query, object? variables = null)
    {
        Exchanged? answer = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                answer = await GetAsync(person, query, variables);
                Assert.Equal(HttpStatusCode.OK, answer.Status);
                return answer.ETag is not null;
            },
            TimeSpan.FromSeconds(60));
        return answer!;
    }
}
