using System.Collections.Concurrent;
using System.Globalization;

namespace VenturePortfolio.Server.Tests;

/// <summary>Two nodes, restarted one after the other while clients are served by both.</summary>
public sealed class RollingRestartTests
{
    private const int Clients = 4;

    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task No_request_fails_while_two_nodes_are_restarted_in_turn()
    {
        var restarts = Trials.Of(usual: 2, all: 20);
        await using var world = await FaultWorld.StartAsync();
        var nodes = new[] { await ServeAsync(world), await ServeAsync(world) };
        using var writers = new Writers(world);
        using var balancer = new Balancer(nodes, world.Token, writers);
        var stop = false;
        var failures = new ConcurrentBag<string>();
        var served = 0;
        var clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(
            async () =>
            {
                while (!Volatile.Read(ref stop))
                {
                    if (await balancer.AskAsync() is { } failure)
                        failures.Add(failure);
                    else
                        Interlocked.Increment(ref served);
                }
            },
            TestContext.Current.CancellationToken)));
        try
        {
            for (var restart = 0; restart < restarts; restart++)
            {
                var leaving = nodes[restart % 2];
                leaving.Program.Signal("TERM");
                Assert.Equal(0, await leaving.Program.EndsAsync(EndsWithin));
                // As an operator does: the next only when this one is back.
                nodes[restart % 2] = balancer.Replace(leaving, await ServeAsync(world));
                var enough = Volatile.Read(ref served) + 50;
                await Eventually.HoldsAsync(() => Volatile.Read(ref served) >= enough, FaultWorld.Patience);
            }
        }
        finally
        {
            Volatile.Write(ref stop, true);
            await clients;
        }

        Assert.Empty(failures);
        Assert.InRange(writers.Acknowledged, 10, served);
        await writers.MustHoldAsync(nodes[0], "all orders");
        Trials.Proved($"rolling restart of two nodes: {restarts} restarts, {served} requests served, {writers.Acknowledged} of them writes, 0 failed, 0 writes lost, each ended with 0 within {EndsWithin.TotalSeconds:0} s");
    }

    [Fact]
    public async Task Asked_to_stop_it_says_so_at_once_and_still_answers_while_it_drains()
    {
        await using var world = await FaultWorld.StartAsync();
        var node = await ServeAsync(world);
        using var http = new HttpClient();

        node.Program.Signal("TERM");
        await Eventually.HoldsAsync(async () => !await node.IsReadyAsync(), TimeSpan.FromSeconds(10));
        // Not ready because it drains, not because it is gone: it answers, on a connection that closes.
        using (var answer = await http.GetAsync(new Uri(node.Address, "health/ready"), TestContext.Current.CancellationToken))
        {
            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.True(answer.Headers.ConnectionClose);
            Assert.Contains("stopping", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.Equal(0, await node.Program.EndsAsync(EndsWithin));
    }

    private static Task<FaultNode> ServeAsync(FaultWorld world) => world.ServeAsync(
        crashAt: null, ("DrainSeconds", "4"), ("GraphQL__TimeoutSeconds", Trials.Within(TimeSpan.FromSeconds(5)).TotalSeconds.ToString(CultureInfo.InvariantCulture)));

    /// <summary>What stands before the nodes: asks each whether it is ready, and shares requests out among those that are.</summary>
    private sealed class Balancer : IDisposable
    {
        private const int WriteEvery = 9; // Odd: both nodes get them.

        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

        private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
        private readonly CancellationTokenSource end = new();
        private readonly string token;
        private readonly Writers writers;
        private volatile FaultNode[] all;
        private volatile FaultNode[] ready;
        private int turn;

        public Balancer(FaultNode[] nodes, string token, Writers writers)
        {
            (this.token, this.writers) = (token, writers);
            all = ready = [.. nodes];
            _ = WatchAsync();
        }

        public FaultNode Replace(FaultNode gone, FaultNode come)
        {
            all = [.. all.Where(node => node != gone), come];
            return come;
        }

        /// <summary>Null when it was answered as it should be. No second try: a failure is a failure.</summary>
        public async Task<string?> AskAsync()
        {
            var nodes = ready;
            var now = (uint)Interlocked.Increment(ref turn);
            var node = nodes[(int)(now % nodes.Length)];
            if (now % WriteEvery == 0)
                return await writers.TryAsync(node, Guid.NewGuid().ToString()) is Told.Done ? null : $"a write was not done: {writers.Refusals}";
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address, "graphql"))
            {
                Content = System.Net.Http.Json.JsonContent.Create(new { query = "{ subFunds(first: 5) { nodes { code } } }" }),
            };
            request.Headers.Authorization = new("Bearer", token);
            try
            {
                using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
                var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                return answer.IsSuccessStatusCode && !text.Contains("\"errors\"", StringComparison.Ordinal) ? null : $"{(int)answer.StatusCode} {text}";
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or TaskCanceledException)
            {
                return gone.ToString();
            }
        }

        public void Dispose()
        {
            end.Cancel();
            end.Dispose();
            http.Dispose();
        }

        private async Task WatchAsync()
        {
            using var timer = new PeriodicTimer(Interval);
            var ended = end.Token;
            while (!ended.IsCancellationRequested)
            {
                var asked = all;
                var answers = await Task.WhenAll(asked.Select(node => node.IsReadyAsync()));
                var able = asked.Where((_, at) => answers[at]).ToArray();
                // With none ready there is nobody better to ask.
                ready = able.Length > 0 ? able : ready;
                try
                {
                    await timer.WaitForNextTickAsync(ended);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }
}
