using System.Globalization;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// The node that computes a night dies or freezes, as a process. Source of the figures: reliability.md, "Figures". A claim
/// lives for 45 seconds without a heartbeat; full trials wait for that, others make the heartbeat that old.
/// </summary>
public sealed class NightNodeTests
{
    /// <summary>Before it writes, and with all written and the run's row locked: then it would hold up whoever comes after.</summary>
    private static readonly string[] FrozenAt = [CrashPoint.NightComputed, CrashPoint.NightStaged];

    private static readonly TimeSpan FrozenFor = TimeSpan.FromSeconds(25);

    /// <summary>Of the nodes that are frozen for longer; in full trials the real one.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(Trials.AreAll ? 45 : 4);

    [Fact]
    public async Task Killed_at_three_points_another_finishes_and_each_date_is_published_once()
    {
        var rounds = Trials.Of(usual: 1, all: 3);
        await using var world = await FaultWorld.StartAsync(plant: PlantAsync);
        var night = await FirstNightAsync(world);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var moment in CrashPoint.OfNights)
            {
                using (var dying = Compute(night, world, moment))
                    Assert.Equal(137, await dying.EndsAsync(FaultWorld.Patience));
                Assert.Equal("RUNNING 1 0", await StateAsync(world, night));
                using (var early = Compute(night, world))
                    Assert.Equal(0, await early.EndsAsync(FaultWorld.Patience));
                Assert.Equal("RUNNING 1 0", await StateAsync(world, night));

                await ClaimDiesAsync(world, night);
                using (var other = Compute(night, world))
                    Assert.Equal(0, await other.EndsAsync(FaultWorld.Patience));
                Assert.StartsWith("PUBLISHED 2 ", await StateAsync(world, night), StringComparison.Ordinal);
                await PublishedOnceAsync(world, night++);
            }
        }

        Trials.Proved($"nightly node killed at {CrashPoint.OfNights.Count} points, {rounds} times each: another finished, each date published exactly once");
    }

    [Fact]
    public async Task Frozen_until_another_took_over_it_writes_nothing_when_it_comes_back()
    {
        var rounds = Trials.Of(usual: 1, all: 3);
        await using var world = await FaultWorld.StartAsync(plant: PlantAsync);
        var night = await FirstNightAsync(world);
        for (var round = 0; round < rounds * FrozenAt.Length; round++, night++)
        {
            var moment = FrozenAt[round % FrozenAt.Length];
            using var frozen = Compute(night, world, $"{moment}:1:freeze", Claim);
            await IsFrozenAsync(frozen);
            // In truth, not by the table: frozen until the last heartbeat is older than a claim lives.
            await Eventually.HoldsAsync(
                () => Ask.ValueAsync<bool>(world.Logins.Job, $"select heartbeat_at < clock_timestamp() - interval '{Claim.TotalSeconds} s' from portfolio.metric_run where business_date = '{DateOf(night)}'"),
                FaultWorld.Patience);
            using (var other = Compute(night, world, claim: Claim))
                Assert.Equal(0, await other.EndsAsync(FaultWorld.Patience));
            var before = await Fingerprint.OfAsync(world.Logins);

            frozen.Signal("CONT");
            Assert.Equal(1, await frozen.EndsAsync(FaultWorld.Patience));

            Assert.Contains("Fenced", frozen.Printed, StringComparison.Ordinal);
            Assert.Equal(before, await Fingerprint.OfAsync(world.Logins));
            await PublishedOnceAsync(world, night);
        }

        Trials.Proved($"nightly node frozen at {FrozenAt.Length} moments for longer than its claim of {Claim.TotalSeconds:0} s lives, until another took over: {rounds} times each, it ended fenced, 0 writes accepted from the stale epoch");
    }

    [Fact]
    public async Task Frozen_for_less_than_its_claim_lives_it_publishes_itself_and_nobody_else_does()
    {
        await using var world = await FaultWorld.StartAsync(plant: PlantAsync);
        var night = await FirstNightAsync(world);
        using var frozen = Compute(night, world, $"{CrashPoint.NightComputed}:1:freeze");
        await IsFrozenAsync(frozen);
        if (Trials.AreAll)
            await PassesAsync(FrozenFor);
        using (var other = Compute(night, world))
            Assert.Equal(0, await other.EndsAsync(FaultWorld.Patience));

        frozen.Signal("CONT");
        Assert.Equal(0, await frozen.EndsAsync(FaultWorld.Patience));

        Assert.StartsWith("PUBLISHED 1 ", await StateAsync(world, night), StringComparison.Ordinal);
        await PublishedOnceAsync(world, night);
        Trials.Proved($"nightly node frozen for {(Trials.AreAll ? FrozenFor.TotalSeconds : 0):0} s, less than its claim lives: it published exactly once");
    }

    private static async Task PlantAsync(DatabaseLogins logins)
    {
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
    }

    /// <summary>Days before today of the oldest night owed; a hundred are owed.</summary>
    private static async Task<int> FirstNightAsync(FaultWorld world)
    {
        await world.ExecuteAsync("update metric_run set business_date = business_date - 100");
        return -100;
    }

    private static ProgramUnderTest Compute(int night, FaultWorld world, string? crashAt = null, TimeSpan? claim = null)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (crashAt is not null)
            settings[CrashPoint.Variable] = crashAt;
        if (claim is { } life)
            settings[CrashPoint.ClaimVariable] = life.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return ProgramUnderTest.StartWith(settings, "nightly", "--data", world.Root, "--as-of", DateOf(night));
    }

    private static string DateOf(int night) =>
        NightPlan.Today(NodaTime.SystemClock.Instance.GetCurrentInstant()).PlusDays(night).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>State, epoch and the number of its values.</summary>
    private static Task<string> StateAsync(FaultWorld world, int night) => Ask.ValueAsync<string>(
        world.Logins.Job,
        $"""
        select state || ' ' || epoch || ' ' || (select count(*) from portfolio.metric_value v where v.run_id = r.id)
        from portfolio.metric_run r where business_date = '{DateOf(night)}'
        """);

    private static async Task PublishedOnceAsync(FaultWorld world, int night)
    {
        Assert.True(await Ask.ValueAsync<bool>(
            world.Logins.Job,
            $"""
            select count(*) > 0 and count(*) = count(distinct (coalesce(sub_fund_id, programme_id, incubator_id), cohort_year, group_by, group_key, metric_key)) and count(distinct run_id) = 1
            from portfolio.metric_value where as_of = '{DateOf(night)}'
            """));
        Assert.Equal(1, await Ask.ValueAsync<long>(
            world.Logins.Job, $"select count(*) from portfolio.metric_run where business_date = '{DateOf(night)}' and state = 'PUBLISHED'"));
    }

    private static async Task ClaimDiesAsync(FaultWorld world, int night)
    {
        var row = $"portfolio.metric_run where business_date = '{DateOf(night)}'";
        if (Trials.AreAll)
            await Eventually.HoldsAsync(() => Ask.ValueAsync<bool>(world.Logins.Job, $"select heartbeat_at < clock_timestamp() - interval '45 s' from {row}"), FaultWorld.Patience);
        else
            await world.ExecuteAsync($"update portfolio.metric_run set heartbeat_at = heartbeat_at - interval '46 s' where business_date = '{DateOf(night)}'");
    }

    /// <summary>Stopped by SIGSTOP: state T of the process. Source: proc(5), /proc/PID/stat.</summary>
    private static Task IsFrozenAsync(ProgramUnderTest program) => Eventually.HoldsAsync(
        () => program.HasEnded
            ? throw new InvalidOperationException(program.Printed)
            : File.ReadAllText($"/proc/{program.ProcessId}/stat").Split(") ")[1].StartsWith('T'),
        FaultWorld.Patience);

    private static async Task PassesAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
