using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>The network between the program and PostgreSQL fails. Source of the figures: reliability.md, "Figures".</summary>
public sealed class NetworkFaultTests(TestCluster cluster)
{
    private const int Clients = 16;

    private static readonly TimeSpan StallFor = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan HealWithin = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_fail_soon_while_the_network_stalls_and_the_pools_heal_when_it_flows_again()
    {
        var stalls = Trials.Of(usual: 1, all: 5);
        await using var network = await FaultyNetwork.StartAsync(cluster);
        var (slowest, healed, failed) = (TimeSpan.Zero, TimeSpan.Zero, 0);
        for (var stall = 0; stall < stalls; stall++)
        {
            await network.ServesAsync();
            var watch = Stopwatch.StartNew();
            network.Proxy.Stall();
            // Two waves: the first finds connections in its pools, the second needs new ones.
            var answers = await network.AskAsync(Clients);
            answers.AddRange(await network.AskAsync(Clients));

            // Nobody hung until the network came back: all of them were answered while it stood still.
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status));
            Assert.All(answers, answer => Assert.InRange(answer.After, TimeSpan.Zero, Trials.Within(AnswerWithin)));
            slowest = answers.Max(answer => answer.After) is var worst && worst > slowest ? worst : slowest;
            failed += answers.Count;
            await Eventually.HoldsAsync(() => watch.Elapsed > StallFor, FaultWorld.Patience);

            network.Proxy.Flow();
            watch.Restart();
            await network.ServesAsync();
            healed = watch.Elapsed > healed ? watch.Elapsed : healed;
        }

        Assert.InRange(healed, TimeSpan.Zero, Trials.Within(HealWithin));
        Trials.Proved(
            $"network to PostgreSQL stalls {StallFor.TotalSeconds:0} s: {stalls} stalls, {failed} requests answered 503, {slowest.TotalSeconds:0.0} s at worst, none hung; pools serve again after {healed.TotalSeconds:0.0} s at worst");
    }

    [Fact]
    public async Task A_cut_network_fails_requests_at_once_and_costs_nothing_when_it_is_back()
    {
        await using var network = await FaultyNetwork.StartAsync(cluster);
        await network.ServesAsync();

        network.Proxy.Cut();
        var answers = await network.AskAsync(Clients);
        network.Proxy.Flow();
        var watch = Stopwatch.StartNew();
        await network.ServesAsync();

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Trials.Within(HealWithin));
        Trials.Proved($"network to PostgreSQL is cut: {answers.Count} requests answered 503, serves again after {watch.Elapsed.TotalSeconds:0.0} s");
    }

    [Fact]
    public async Task A_late_network_makes_answers_late_and_nothing_else()
    {
        await using var network = await FaultyNetwork.StartAsync(cluster);
        await network.ServesAsync();

        network.Proxy.Flow(late: TimeSpan.FromMilliseconds(50));

        Assert.All(await network.AskAsync(4), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }

    /// <summary>A server whose database is reached through a network that can fail.</summary>
    private sealed class FaultyNetwork(RunningServer server, TcpProxy proxy, DatabaseLogins direct) : IAsyncDisposable
    {
        public TcpProxy Proxy => proxy;

        public static async Task<FaultyNetwork> StartAsync(TestCluster cluster)
        {
            var running = await cluster.RunningAsync();
            var proxy = new TcpProxy(Path.Combine(running.Directory.Postgres, $".s.PGSQL.{ClusterDirectory.Port}"));
            var direct = await cluster.CloneAsync(Cancel);
            var address = running.Address(new NpgsqlConnectionStringBuilder(direct.Job.ConnectionString).Database!);
            (address.Host, address.Port) = ("127.0.0.1", proxy.Port);
            var server = new RunningServer(cluster) { Database = new DatabaseLogins(address, running.Secrets) };
            await server.InitializeAsync();
            await using var load = direct.Job.CreateCommand(SmallWorld.Sql);
            await load.ExecuteNonQueryAsync(Cancel);
            return new(server, proxy, direct);
        }

        /// <summary>Half of them read, half of them write, all at once; each person has a pool.</summary>
        public async Task<List<(HttpStatusCode Status, TimeSpan After)>> AskAsync(int clients)
        {
            var answers = new ConcurrentBag<(HttpStatusCode, TimeSpan)>();
            await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
            {
                var watch = Stopwatch.StartNew();
                using var response = client % 2 == 0 ? await ReadAsync() : await WriteAsync();
                answers.Add((response.StatusCode, watch.Elapsed));
            }));
            return [.. answers];
        }

        /// <summary>Waits until every client of a crowd is served.</summary>
        public Task ServesAsync() => Eventually.HoldsAsync(
            async () => (await AskAsync(Clients)).TrueForAll(answer => answer.Status == HttpStatusCode.OK), FaultWorld.Patience);

        public async ValueTask DisposeAsync()
        {
            proxy.Flow();
            await server.DisposeAsync();
            await proxy.DisposeAsync();
            await direct.DisposeAsync();
        }

        private Task<HttpResponseMessage> ReadAsync() =>
            server.SendAsync(TestPerson.Policy, new { query = "{ subFunds(first: 5) { nodes { code } } }" });

        private Task<HttpResponseMessage> WriteAsync() => server.SendAsync(
            TestPerson.Manager,
            new { query = WritingServer.TextOf("recordCashFlow", "cashFlow"), variables = new { input = WritingServer.InputOf("recordCashFlow") } });
    }
}
