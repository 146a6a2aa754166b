namespace VenturePortfolio.Server.Tests;

/// <summary>kill -9 of the real program under writers. Source of the figures: reliability.md, "Figures".</summary>
public sealed class KilledWhileWritingTests
{
    private const int WritersAtOnce = 4;

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_doubled_or_half_written()
    {
        var kills = Trials.Of(usual: 3, all: 30);
        var seed = Trials.Seed();
        var random = new Random(seed);
        await using var world = await FaultWorld.StartAsync();
        using var writers = new Writers(world);
        var slowest = TimeSpan.Zero;
        for (var kill = 0; kill < kills; kill++)
        {
            var node = await world.ServeAsync();
            slowest = node.ReadyAfter > slowest ? node.ReadyAfter : slowest;
            var enough = writers.Acknowledged + random.Next(5, 60);
            var writing = Enumerable.Range(0, WritersAtOnce).Select(_ => writers.UntilItDiesAsync(node)).ToList();
            await Eventually.HoldsAsync(() => writers.Acknowledged >= enough || writing.TrueForAll(one => one.IsCompleted), FaultWorld.Patience);
            await node.Program.KillAsync();
            await Task.WhenAll(writing);
            Assert.True(writers.Acknowledged >= enough, $"Seed {seed}: the writers ended early.\n{node.Program.Printed}");
        }

        var acknowledged = writers.Acknowledged;
        var last = await world.ServeAsync();
        await writers.MustHoldAsync(last, $"Seed {seed}");
        Assert.InRange(slowest, TimeSpan.Zero, Trials.Within(ReadyWithin));
        Trials.Proved(
            $"kill -9 of the API under writes: {kills} kills, {writers.Sent} keys, {acknowledged} acknowledged, 0 lost, 0 doubled, 0 half written; ready again within {slowest.TotalSeconds:0.0} s at worst; seed {seed}");
    }

    /// <summary>The moments between which a write is, then is not, then is undone by a crash.</summary>
    [Fact]
    public async Task Dying_at_each_moment_of_a_write_leaves_the_whole_of_it_or_nothing()
    {
        var trials = Trials.Of(usual: 1, all: 5);
        var seed = Trials.Seed();
        var random = new Random(seed);
        await using var world = await FaultWorld.StartAsync();
        using var writers = new Writers(world);
        for (var trial = 0; trial < trials; trial++)
        {
            foreach (var moment in CrashPoint.OfWrites)
            {
                // Some writes go well before; the one it dies in is told nothing.
                var dying = await world.ServeAsync($"{moment}:{random.Next(1, 8)}");
                await writers.UntilItDiesAsync(dying);
                await Eventually.HoldsAsync(() => dying.Program.HasEnded, FaultWorld.Patience);
            }
        }

        var acknowledged = writers.Acknowledged;
        var committed = await Ask.ValueAsync<long>(world.Logins.Job, "select count(*) from cash_flow");
        // Of the four, only the last has committed before it died.
        Assert.Equal((seed, acknowledged + trials), (seed, (int)committed));
        await writers.MustHoldAsync(await world.ServeAsync(), $"Seed {seed}");
        Trials.Proved(
            $"death at {CrashPoint.OfWrites.Count} named moments of a write, {trials} times each: {writers.Sent} keys, {acknowledged} acknowledged, {committed} committed, each key one effect; seed {seed}");
    }
}
