using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Every process of PostgreSQL stands still for a while, as on a machine that swaps or whose disk hangs, and goes on. Source of the
/// promise: reliability.md, "Figures", of a network that stalls: 503 within 6 s, none hangs, healed within 5 s.
/// </summary>
public sealed class FrozenPostgresTests
{
    private const int Clients = 6;

    private static readonly TimeSpan FrozenFor = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan HealWithin = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_told_to_come_back_or_served_and_nothing_is_lost_or_doubled()
    {
        var freezes = Trials.Of(usual: 1, all: 5);
        await using var world = await FaultWorld.StartAsync();
        using var writers = new Writers(world);
        var node = await world.ServeAsync();
        await ServesAsync(world, writers, node);
        var postmaster = world.Postmaster;
        var (slowest, healed) = (TimeSpan.Zero, TimeSpan.Zero);
        var told = new ConcurrentDictionary<HttpStatusCode, int>();
        for (var freeze = 0; freeze < freezes; freeze++)
        {
            var watch = Stopwatch.StartNew();
            var processes = Freeze(postmaster);
            try
            {
                var writing = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => writers.TryAsync(node, Guid.NewGuid().ToString())));
                await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
                {
                    var asked = Stopwatch.StartNew();
                    var (status, retryAfter) = await ReadAsync(world, node);
                    Assert.True(status == HttpStatusCode.OK || (status == HttpStatusCode.ServiceUnavailable && retryAfter is not null), $"{status}, Retry-After {retryAfter}");
                    Assert.InRange(asked.Elapsed, TimeSpan.Zero, Trials.Within(AnswerWithin));
                    slowest = asked.Elapsed > slowest ? asked.Elapsed : slowest;
                    told.AddOrUpdate(status, 1, (_, count) => count + 1);
                }));
                // Promised nothing, every one of them: whether it was done is for its key to say.
                Assert.All(await writing, write => Assert.NotEqual(Told.Nothing, write));
                await Eventually.HoldsAsync(() => watch.Elapsed > FrozenFor, FaultWorld.Patience);
            }
            finally
            {
                processes.ForEach(process => FaultWorld.Signal(process, "CONT"));
            }

            watch.Restart();
            await ServesAsync(world, writers, node);
            healed = watch.Elapsed > healed ? watch.Elapsed : healed;
        }

        Assert.InRange(healed, TimeSpan.Zero, Trials.Within(HealWithin));
        // It was waited for, not taken for dead.
        Assert.Equal(postmaster, world.Postmaster);
        Assert.False(node.Program.HasEnded);
        Assert.True(told.GetValueOrDefault(HttpStatusCode.ServiceUnavailable) > 0, "Nobody noticed that PostgreSQL stood still.");
        await writers.MustHoldAsync(node, "No seed");
        Trials.Proved($"PostgreSQL stands still for {FrozenFor.TotalSeconds:0} s: {freezes} times, reads {string.Join(", ", told.Select(status => $"{status.Value} x {(int)status.Key}"))}, {slowest.TotalSeconds:0.0} s at worst; served again after {healed.TotalSeconds:0.0} s at worst; 0 of {writers.Sent} keys lost or doubled");
    }

    /// <summary>The first process, so that it makes no new ones, and then all it has made.</summary>
    private static List<int> Freeze(int postmaster)
    {
        FaultWorld.Signal(postmaster, "STOP");
        List<int> all = [postmaster, .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? process : 0)
            .Where(process => process > 0 && ParentOf(process) == postmaster)];
        all.Skip(1).ToList().ForEach(process => FaultWorld.Signal(process, "STOP"));
        return all;
    }

    /// <summary>The second field after the name: proc(5), /proc/PID/stat.</summary>
    private static int? ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null; // It has just ended.
        }
    }

    private static Task ServesAsync(FaultWorld world, Writers writers, FaultNode node) => Eventually.HoldsAsync(
        async () => (await ReadAsync(world, node)).Status == HttpStatusCode.OK && await writers.TryAsync(node, Guid.NewGuid().ToString()) == Told.Done, FaultWorld.Patience);

    private static async Task<(HttpStatusCode Status, TimeSpan? RetryAfter)> ReadAsync(FaultWorld world, FaultNode node)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address, "graphql"))
        {
            Content = JsonContent.Create(new { query = "{ cashFlows(first: 5) { nodes { seq } } }" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", world.Token);
        using var answer = await http.SendAsync(request, Cancel);
        return (answer.StatusCode, answer.Headers.RetryAfter?.Delta);
    }
}
