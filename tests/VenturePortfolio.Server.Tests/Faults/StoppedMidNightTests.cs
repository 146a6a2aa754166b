namespace VenturePortfolio.Server.Tests;

/// <summary>
/// SIGTERM to a serving node in the middle of a night. Source: reliability.md, "Edge": job handed over, exit 0 in 30 s; "Night":
/// published exactly once. The node is held at the moment by SIGSTOP, asked to stop, and let go on.
/// </summary>
public sealed class StoppedMidNightTests
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);

    /// <summary>Before anything is read, with all computed, and within the transaction that publishes.</summary>
    public static TheoryData<string> Moments => [.. CrashPoint.OfNights];

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task The_next_node_finishes_it_and_each_date_is_published_once(string moment)
    {
        await using var world = await FaultWorld.StartAsync(plant: PlantAsync);
        // Two nights are owed, three once today's alarm time has passed: the one that is cut short, and those after it.
        await world.ExecuteAsync("update metric_run set business_date = business_date - 3");
        var state = await new RunTable(world.Logins).ReadAsync(TestContext.Current.CancellationToken);
        var owed = NightPlan.Due(state.Now, state.Nights).Count;
        Assert.InRange(owed, 2, 3);
        using (var stopping = ProgramUnderTest.StartWith(
            new Dictionary<string, string>(StringComparer.Ordinal) { [CrashPoint.Variable] = $"{moment}:1:freeze" },
            "serve", "--profile", "demo", "--data", world.Root, "--urls", "http://127.0.0.1:0"))
        {
            await Eventually.HoldsAsync(() => IsFrozen(stopping), FaultWorld.Patience);
            Assert.Equal(0, await PublishedAsync(world));

            stopping.Signal("TERM");
            stopping.Signal("CONT");

            Assert.Equal(0, await stopping.EndsAsync(EndsWithin));
        }

        // Given back, not left to be found dead: whoever comes next need not wait until the claim is old.
        Assert.Equal(0, await Ask.ValueAsync<long>(world.Logins.Job, "select count(*) from portfolio.metric_run where state = 'RUNNING'"));
        await world.ServeAsync();
        await Eventually.HoldsAsync(async () => await PublishedAsync(world) == owed, FaultWorld.Patience);

        Assert.Equal(owed, await Ask.ValueAsync<long>(world.Logins.Job, "select count(distinct business_date) from portfolio.metric_run where business_date in (select as_of from portfolio.metric_value)"));
        Assert.True(await Ask.ValueAsync<bool>(
            world.Logins.Job,
            """
            select count(*) > 0 and count(*) = count(distinct (as_of, coalesce(sub_fund_id, programme_id, incubator_id), cohort_year, group_by, group_key, metric_key))
            from portfolio.metric_value
            """));
        Trials.Proved($"serving node told to stop at {moment} of a night: it ended with 0 and gave the night back, the next node published each of {owed} dates exactly once");
    }

    /// <summary>Runs published here, besides the one that the world begins with, which has no values.</summary>
    private static Task<long> PublishedAsync(FaultWorld world) => Ask.ValueAsync<long>(
        world.Logins.Job,
        "select count(*) from portfolio.metric_run r where state = 'PUBLISHED' and exists (select from portfolio.metric_value v where v.run_id = r.id)");

    private static async Task PlantAsync(DatabaseLogins logins)
    {
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
    }

    /// <summary>State T of proc(5), /proc/PID/stat.</summary>
    private static bool IsFrozen(ProgramUnderTest program) => program.HasEnded
        ? throw new InvalidOperationException(program.Printed)
        : File.ReadAllText($"/proc/{program.ProcessId}/stat").Split(") ")[1].StartsWith('T');
}
