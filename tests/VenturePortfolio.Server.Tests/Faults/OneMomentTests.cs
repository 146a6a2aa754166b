namespace VenturePortfolio.Server.Tests;

/// <summary>A query is several statements; they must see one moment. Source of the figures: reliability.md, "Figures".</summary>
public sealed class OneMomentTests(SmallWorld world) : IClassFixture<SmallWorld>, IDisposable
{
    private const int Readers = 3;

    private const int MomentsLeast = 5;

    // The ledger has no gaps: as many entries as the newest one's number, at any one moment, and in each part of the answer.
    private static readonly string Query = $$"""
        {
          newest: cashFlows(first: 1, where: { subFund: { id: { eq: "{{SmallWorld.Id("SubFund", SmallWorld.FundA)}}" } } }, orderBy: [RECORDED_AT_DESC]) { nodes { seq } }
          subFund(id: "{{SmallWorld.Id("SubFund", SmallWorld.FundA)}}") {
            cashFlows(first: 20, orderBy: [SEQ_DESC]) { totalCount nodes { seq amount { amount } } }
          }
        }
        """;

    private readonly ReadEngine engine = new(world.Logins);

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task The_total_equals_the_items_in_every_read_under_writes()
    {
        var reads = Trials.Of(usual: 1_000, all: 10_000);
        var done = 0;
        await world.RecordAsync(SmallWorld.Call("0.01"));
        var moments = new System.Collections.Concurrent.ConcurrentDictionary<long, bool>();
        var writer = Task.Run(
            async () =>
            {
                while (!IsOver())
                {
                    var entry = await world.RecordAsync(SmallWorld.Call("0.01"));
                    await world.ReverseAsync(entry.Value);
                }
            },
            TestContext.Current.CancellationToken);
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Task.Run(
            async () =>
            {
                while (!IsOver())
                {
                    moments[await ReadAsync()] = true;
                    Interlocked.Increment(ref done);
                }
            },
            TestContext.Current.CancellationToken)));
        await writer;

        Assert.True(moments.Count >= MomentsLeast, $"{moments.Count} moments in {done} reads");
        Trials.Proved($"one query cannot see two moments: total = items in {done} of {done} reads under writes, {moments.Count} different moments seen");

        // A disk that takes its time over each commit lets all reads pass between two of them: then it is read on.
        bool IsOver() => Volatile.Read(ref done) is var so && so >= reads && (moments.Count >= MomentsLeast || so >= 100 * reads);
    }

    /// <summary>The moment seen.</summary>
    private async Task<long> ReadAsync()
    {
        var data = await engine.DataAsync(SmallWorld.Policy, Query);
        var flows = data.GetProperty("subFund").GetProperty("cashFlows");
        var total = flows.GetProperty("totalCount").GetInt64();
        var seqs = flows.GetProperty("nodes").EnumerateArray().Select(node => long.Parse(node.GetProperty("seq").GetString()!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Enumerable.Range(0, seqs.Count).Select(back => total - back), seqs);
        Assert.Equal(Math.Min(total, 20), seqs.Count);
        Assert.Equal($"{total}", data.GetProperty("newest").GetProperty("nodes")[0].GetProperty("seq").GetString());
        return total;
    }
}
