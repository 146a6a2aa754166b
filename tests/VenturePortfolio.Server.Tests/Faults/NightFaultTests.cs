using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Several runners, stale runners, and writers that are not finished.</summary>
public sealed class NightFaultTests(TestCluster cluster)
{
    private static readonly LocalDate AsOf = new(2024, 12, 31);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_nodes_make_up_three_nights_and_publish_one_run_per_business_date()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        await facts.PlantStartupsAsync();
        var nights = new Nights(logins);
        // The first night was planned and then everything was down: it and all nights since are owed.
        var now = SystemClock.Instance.GetCurrentInstant();
        var first = NightPlan.Yesterday(now).PlusDays(-3);
        await nights.Runs.PlanNightAsync(new DueNight(first, NightPlan.ScheduledAt(first)), Cancel);
        var due = NightPlan.Due(now, [new PlannedNight(first, NightPlan.ScheduledAt(first), IsPublished: false)]);

        using var one = Node(logins);
        using var other = Node(logins);
        await Task.WhenAll(one.StartAsync(Cancel), other.StartAsync(Cancel));
        await Task.WhenAll(RingAsync(one), RingAsync(other), RingAsync(one));
        await Eventually.HoldsAsync(
            async () =>
            {
                Assert.Equal("", await nights.OneAsync("select coalesce(string_agg(failure, '; '), '') from metric_run where state = 'FAILED'"));
                return await nights.OneAsync("select count(*)::text from metric_run where state = 'PUBLISHED'") == $"{due.Count}";
            },
            TimeSpan.FromSeconds(60));
        await Task.WhenAll(RingAsync(one), RingAsync(other));
        await Task.WhenAll(one.StopAsync(CancellationToken.None), other.StopAsync(CancellationToken.None));

        Assert.Equal(
            [.. due.Select(night => $"{night.BusinessDate:uuuu-MM-dd} PUBLISHED {night.KnownAt.ToUnixTimeSeconds()}")],
            await nights.ColumnAsync("select business_date || ' ' || state || ' ' || extract(epoch from known_at)::bigint from metric_run order by business_date"));
        // Each figure of each night once: no night was published twice.
        Assert.Equal("0", await nights.OneAsync("select count(*)::text from (select 1 from metric_value group by sub_fund_id, programme_id, incubator_id, cohort_year, group_by, group_key, metric_key, as_of having count(*) > 1) doubled"));
        Assert.Equal($"{due.Count}", await nights.OneAsync("select count(distinct as_of)::text from metric_value"));
        // Quartz keeps its tables to itself.
        Assert.Equal("0", await nights.OneAsync("select count(*)::text from pg_class where relname like 'qrtz%' and relnamespace <> 'quartz'::regnamespace"));
        Assert.Equal("true", await nights.OneAsync("select (count(*) > 0)::text from pg_class where relname like 'qrtz%' and relnamespace = 'quartz'::regnamespace"));
    }

    [Fact]
    public async Task The_sweeper_alone_makes_up_a_night_when_the_program_starts()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        var nights = new Nights(logins);
        var first = NightPlan.Yesterday(SystemClock.Instance.GetCurrentInstant()).PlusDays(-1);
        await nights.Runs.PlanNightAsync(new DueNight(first, NightPlan.ScheduledAt(first)), Cancel);

        using var node = Node(logins);
        await node.StartAsync(Cancel);
        await Eventually.HoldsAsync(
            async () => await nights.OneAsync($"select state from metric_run where business_date = '{first:uuuu-MM-dd}'") == "PUBLISHED",
            TimeSpan.FromSeconds(60));
        await node.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_runner_whose_claim_was_taken_over_writes_nothing_and_the_other_publishes()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        await facts.PlantStartupsAsync();
        var nights = new Nights(logins);
        var night = new DueNight(AsOf, PlantedFacts.Long + Duration.FromDays(1));
        var run = await nights.Runs.PlanByHandAsync(night, Cancel);
        IReadOnlyList<NightValue> values;
        await using (var snapshot = await FactSnapshot.OpenAsync(logins, Cancel))
        {
            values = [.. NightValues.Of(
                await PortfolioFactsLoad.ReadAsync(snapshot, night.BusinessDate, night.KnownAt, Cancel), [], (_, _, error) => throw error)];
        }

        await using var stale = await RunClaim.TryAsync(nights.Runs, run, Cancel);
        Assert.Null(await RunClaim.TryAsync(nights.Runs, run, Cancel));
        // Frozen for longer than a claim lives.
        await facts.RunAsync("update metric_run set heartbeat_at = heartbeat_at - interval '46 s' where id = $1", run);
        Assert.Equal(NightState.Published, (await nights.Run.RunAsync(run, night, _ => { }, Cancel)).State);
        var before = await nights.ValuesAsync("true");

        await Assert.ThrowsAsync<FencedException>(() => stale!.CheckpointAsync("still here"));
        await Assert.ThrowsAsync<FencedException>(() => NightPublish.RunAsync(logins, stale!, values, [], new RunReport(), () => Task.CompletedTask, Cancel));
        Assert.False(await nights.Runs.HeartbeatAsync(run, stale!.Epoch, Cancel));
        await nights.Runs.FailAsync(run, stale.Epoch, "too late", Cancel);

        Assert.True(stale.IsFenced);
        Assert.All(Nights.Published, table => Assert.Contains(before, value => value.StartsWith($"{table} ", StringComparison.Ordinal)));
        Assert.Equal(before, await nights.ValuesAsync("true"));
        Assert.Equal("PUBLISHED 2", await nights.OneAsync("select state || ' ' || epoch from metric_run"));
        Assert.Equal("0", await nights.OneAsync("select count(*)::text from metric_run_event where message = 'still here'"));
    }

    [Fact]
    public async Task A_stale_runner_writes_nothing_while_the_one_that_took_over_is_still_computing()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        var nights = new Nights(logins);
        var facts = await PlantedFacts.BeginAsync(logins);
        var run = await nights.Runs.PlanByHandAsync(new DueNight(AsOf, PlantedFacts.Long), Cancel);
        await using var stale = await RunClaim.TryAsync(nights.Runs, run, Cancel);
        await facts.RunAsync("update metric_run set heartbeat_at = heartbeat_at - interval '46 s' where id = $1", run);
        await using var fresh = await RunClaim.TryAsync(nights.Runs, run, Cancel);

        await Assert.ThrowsAsync<FencedException>(() => NightPublish.RunAsync(logins, stale!, [], [], new RunReport(), () => Task.CompletedTask, Cancel));
        await nights.Runs.FailAsync(run, stale!.Epoch, "too late", Cancel);
        await fresh!.CheckpointAsync("mine");

        Assert.Equal("RUNNING 2", await nights.OneAsync("select state || ' ' || epoch from metric_run"));
    }

    // A commit of a large night took seconds on a busy disk; a beat that waited for it found the run published and had the runner say it was fenced.
    [Fact]
    public async Task A_claim_at_rest_does_not_take_its_own_publication_for_anothers()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        var facts = await PlantedFacts.BeginAsync(logins);
        var runs = new RunTable(logins) { Beat = TimeSpan.FromMilliseconds(1) };
        var run = await runs.PlanByHandAsync(new DueNight(AsOf, PlantedFacts.Long), Cancel);
        await using var claim = await RunClaim.TryAsync(runs, run, Cancel);

        await claim!.RestAsync();
        await facts.RunAsync("update metric_run set state = 'PUBLISHED', published_at = clock_timestamp() where id = $1", run);

        Assert.False(await runs.HeartbeatAsync(run, claim.Epoch, Cancel));
        Assert.False(claim.IsFenced);
        Assert.False(claim.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_night_waits_for_a_writer_that_began_before_its_instant_and_is_computed_after_it()
    {
        await using var logins = await cluster.CloneAsync(Cancel);
        await PlantedFacts.BeginAsync(logins);
        var nights = new Nights(logins);
        var impatient = new NightRun(logins, nights.Runs, NullLogger<NightRun>.Instance) { HorizonPatience = TimeSpan.Zero };

        NightOutcome waiting;
        DueNight night;
        await using (var writer = await logins.Job.OpenConnectionAsync(Cancel))
        {
            await using var transaction = await writer.BeginTransactionAsync(Cancel);
            await using (var write = new Npgsql.NpgsqlCommand("insert into programme (code, name_en, currency, invented, source) values ('SLOW', 'Slow', 'CNY', true, 'test')", writer, transaction))
            {
                await write.ExecuteNonQueryAsync(Cancel);
            }

            night = new DueNight(AsOf, KnownAt.Truncate(SystemClock.Instance.GetCurrentInstant()));
            waiting = await impatient.RunAsync(await nights.Runs.PlanByHandAsync(night, Cancel), night, _ => { }, Cancel);
        }

        Assert.Equal(NightState.Waiting, waiting.State);
        var run = Guid.Parse(await nights.OneAsync("select id::text from metric_run"));
        Assert.Equal(NightState.Published, (await nights.Run.RunAsync(run, night, _ => { }, Cancel)).State);
    }

    private static IHost Node(DatabaseLogins logins)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(logins);
        builder.Services.AddNight();
        builder.Services.AddNightAlarm();
        return builder.Build();
    }

    private static Task RingAsync(IHost node) => node.Services.GetRequiredService<Night>().RunOwedAsync(Cancel);
}
