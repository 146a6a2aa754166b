using System.Diagnostics;

namespace VenturePortfolio.Server.Tests;

/// <summary>kill -9 of PostgreSQL under a writing program. Source of the figures: reliability.md, "Figures".</summary>
public sealed class KilledPostgresTests
{
    private const int WritersAtOnce = 4;

    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_the_service_comes_back_by_itself()
    {
        var kills = Trials.Of(usual: 2, all: 20);
        var seed = Trials.Seed();
        var random = new Random(seed);
        await using var world = await FaultWorld.StartAsync();
        using var writers = new Writers(world);
        var node = await world.ServeAsync();
        var slowest = TimeSpan.Zero;
        var stop = false;
        var writing = Task.WhenAll(Enumerable.Range(0, WritersAtOnce).Select(_ => writers.UntilAsync(node, () => Volatile.Read(ref stop))));
        try
        {
            for (var kill = 0; kill < kills; kill++)
            {
                await MoreAsync(random.Next(5, 60));
                var dead = world.Postmaster;
                var watch = Stopwatch.StartNew();
                FaultWorld.Signal(dead, "KILL");
                // The dead one's children may answer for a moment; another process number is the new one.
                await Eventually.HoldsAsync(() => IsAnother(world, dead), FaultWorld.Patience);
                await MoreAsync(1);
                slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            }
        }
        finally
        {
            Volatile.Write(ref stop, true);
            await writing;
        }

        var acknowledged = writers.Acknowledged;
        await writers.MustHoldAsync(node, $"Seed {seed}");
        Assert.InRange(slowest, TimeSpan.Zero, Trials.Within(BackWithin));
        Assert.False(node.Program.HasEnded);
        Trials.Proved(
            $"kill -9 of PostgreSQL under writes: {kills} kills, {writers.Sent} keys, {acknowledged} acknowledged, 0 lost; writing again after {slowest.TotalSeconds:0.0} s at worst; meanwhile {writers.Refusals}; seed {seed}");

        Task MoreAsync(int acknowledgements)
        {
            var enough = writers.Acknowledged + acknowledgements;
            return Eventually.HoldsAsync(
                () => writers.Acknowledged >= enough || (writing.IsCompleted ? throw new InvalidOperationException($"Seed {seed}: the writers ended.\n{node.Program.Printed}", writing.Exception) : false),
                FaultWorld.Patience);
        }
    }

    private static bool IsAnother(FaultWorld world, int dead)
    {
        try
        {
            return world.Postmaster != dead;
        }
        catch (Exception none) when (none is IOException or InvalidOperationException or FormatException)
        {
            return false; // Its file is being written.
        }
    }
}
