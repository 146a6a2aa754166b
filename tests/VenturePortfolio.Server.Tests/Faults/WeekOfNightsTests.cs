using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// A week of nights, 26 February to 3 March 2024 with its 29 February, on two nodes whose clock a test turns: nodes die and
/// freeze in mid-night, fail, are down for days, ring twice, and the clock steps both ways. Postings go on all week, some
/// of them about the days before. Afterwards every figure must be what an undisturbed week gave.
/// </summary>
public sealed class WeekOfNightsTests(TestCluster cluster)
{
    private const int Nodes = 2;

    private static readonly LocalDate First = new(2024, 2, 26);
    private static readonly LocalDate Last = new(2024, 3, 3);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_date_is_published_once_and_equals_the_undisturbed_week_byte_for_byte()
    {
        var weeks = Trials.Of(usual: 3, all: 100);
        var seed = Trials.Seed();
        var undisturbed = await UndisturbedAsync();
        Assert.Equal(7, undisturbed.Select(value => value.AsOf).Distinct().Count());
        Assert.All(Nights.Published, table => Assert.Contains(undisturbed, value => value.Value.StartsWith($"{table}|", StringComparison.Ordinal)));
        var faults = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var week = 0; week < weeks; week++)
        {
            await using var logins = await WorldAsync();
            var chaos = new DisturbedWeek(logins, new Random(seed + week), faults);
            await chaos.RunAsync(First, Last);

            Assert.Equal((seed + week, 7L), (seed + week, await Ask.ValueAsync<long>(
                logins.Job, "select count(*) filter (where state = 'PUBLISHED') from portfolio.metric_run")));
            Assert.Equal((seed + week, 7L), (seed + week, await Ask.ValueAsync<long>(
                logins.Job, "select count(distinct business_date) from portfolio.metric_run")));
            Assert.Equal(undisturbed, await ValuesAsync(logins));
        }

        Trials.Proved(
            $"a week of nights under random faults, 29 February in it: {weeks} weeks, each of 7 dates published once, {undisturbed.Count} figures equal byte for byte; {string.Join(", ", faults.OrderBy(fault => fault.Key, StringComparer.Ordinal).Select(fault => $"{fault.Value} {fault.Key}"))}; seed {seed}");
    }

    private async Task<List<(string AsOf, string Value)>> UndisturbedAsync()
    {
        await using var logins = await WorldAsync();
        var clock = new TurnedClock();
        var nights = new Nights(logins);
        var night = new Night(nights.Runs, nights.Run, NullLogger<Night>.Instance) { PlannersClock = clock };
        for (var date = First; date <= Last; date = date.PlusDays(1))
        {
            clock.Now = NightPlan.ScheduledAt(date);
            await night.RunOwedAsync(Cancel);
        }

        return await ValuesAsync(logins);
    }

    /// <summary>The facts of that week, each recorded when it was told; the first night is planned.</summary>
    private async Task<DatabaseLogins> WorldAsync()
    {
        var logins = await cluster.CloneAsync(Cancel);
        var facts = await PlantedFacts.BeginAsync(logins, told: NightPlan.ScheduledAt(First.PlusDays(-30)));
        await facts.PlantWeekAsync(First, Last);
        await facts.PlantStartupsAsync();
        await new RunTable(logins).PlanNightAsync(new DueNight(First, NightPlan.ScheduledAt(First)), Cancel);
        return logins;
    }

    /// <summary>
    /// Every figure and verdict with all that is stored of it, by the names of its subjects: the keys differ from world to world, and so do those of the
    /// rows that a verdict rests on.
    /// </summary>
    private static async Task<List<(string AsOf, string Value)>> ValuesAsync(DatabaseLogins logins)
    {
        await using var command = logins.Job.CreateCommand(string.Join(" union all ", Nights.Published.Select(table => $"""
            select v.as_of::text, concat_ws('|', '{table}', p.code, f.code, n.code, s.code, i.code, u.code, (to_jsonb(v) - array['id', 'run_id', 'part_id', 'evidence',
                'programme_id', 'sub_fund_id', 'incubator_id', 'startup_id', 'investor_id', 'rule_id'])::text,
                (select jsonb_agg(e - 'row' order by place) from jsonb_array_elements(to_jsonb(v) -> 'evidence') with ordinality x (e, place)))
            from {table} v
            left join programme p on p.id = (to_jsonb(v) ->> 'programme_id')::uuid
            left join sub_fund f on f.id = (to_jsonb(v) ->> 'sub_fund_id')::uuid
            left join incubator n on n.id = (to_jsonb(v) ->> 'incubator_id')::uuid
            left join startup s on s.id = (to_jsonb(v) ->> 'startup_id')::uuid
            left join investor i on i.id = (to_jsonb(v) ->> 'investor_id')::uuid
            left join rule u on u.id = (to_jsonb(v) ->> 'rule_id')::uuid
            """)) + " order by 1, 2");
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var values = new List<(string, string)>();
        while (await reader.ReadAsync(Cancel))
            values.Add((reader.GetString(0), reader.GetString(1)));
        return values;
    }

    /// <summary>A clock that stands where it was put.</summary>
    private sealed class TurnedClock : IClock
    {
        public Instant Now { get; set; }

        public Instant GetCurrentInstant() => Now;
    }

    /// <summary>One week in which everything happens to the nodes but a calm night.</summary>
    private sealed class DisturbedWeek(DatabaseLogins logins, Random dice, Dictionary<string, int> faults)
    {
        private readonly TurnedClock clock = new();
        private readonly List<(Task Run, TaskCompletionSource Awake)> asleep = [];

        public async Task RunAsync(LocalDate first, LocalDate last)
        {
            clock.Now = NightPlan.ScheduledAt(first.PlusDays(-1));
            var end = NightPlan.ScheduledAt(last) + Duration.FromHours(1);
            while (clock.Now < end)
            {
                TurnClock();
                clock.Now = Instant.Min(clock.Now, end); // No downtime reaches into the nights after the week.
                await Task.WhenAll(Enumerable.Range(0, dice.Next(1, Nodes + 1)).Select(_ => RingAsync()));
                if (asleep.Count > 0 && dice.Next(3) == 0)
                    await WakeAsync(dice.Next(asleep.Count));
            }

            // The faults end: whoever lives makes up what is owed, and the last sleepers find that they were replaced.
            await ClaimsDieAsync();
            await Node(_ => Task.CompletedTask).RunOwedAsync(Cancel);
            while (asleep.Count > 0)
                await WakeAsync(0);
            await Node(_ => Task.CompletedTask).RunOwedAsync(Cancel);
        }

        /// <summary>Mostly on by some hours; at times by days of downtime, at times back.</summary>
        private void TurnClock() => clock.Now += dice.Next(10) switch
        {
            0 => Counted("downtimes", Duration.FromHours(dice.Next(24, 72))),
            1 => Counted("steps back", Duration.FromHours(-dice.Next(1, 30))),
            2 => Counted("steps on", Duration.FromHours(dice.Next(12, 24))),
            _ => Duration.FromMinutes(dice.Next(60, 600)),
        };

        /// <summary>An alarm, on a node that may not live to the end of it.</summary>
        private async Task RingAsync()
        {
            var awake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var fell = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var (fault, moment) = (dice.Next(4), CrashPoint.OfNights[dice.Next(2)]);
            var met = false;
            var run = Node(async at =>
            {
                if (met || at != moment || fault > 2)
                    return;
                met = true;
                if (fault == 2)
                    throw Counted("failures", new TimeoutException("thrown by the test"));
                // Frozen, or dead: nobody can tell until it moves, which the dead do at the end only to show that it is in vain.
                fell.SetResult();
                await awake.Task;
            }).RunOwedAsync(Cancel);
            if (await Task.WhenAny(run, fell.Task) == run)
            {
                await run;
                return;
            }

            lock (asleep)
                asleep.Add((run, awake));
            Counted("freezes and deaths", 0);
            await ClaimsDieAsync();
        }

        private async Task WakeAsync(int which)
        {
            var (run, awake) = asleep[which];
            asleep.RemoveAt(which);
            awake.SetResult();
            await run;
        }

        /// <summary>45 seconds without a heartbeat have passed for all that are asleep.</summary>
        private async Task ClaimsDieAsync()
        {
            await using var command = logins.Job.CreateCommand(
                "update metric_run set heartbeat_at = heartbeat_at - interval '46 s' where state = 'RUNNING'");
            await command.ExecuteNonQueryAsync(Cancel);
        }

        private Night Node(Func<string, Task> reaches)
        {
            var runs = new RunTable(logins);
            var run = new NightRun(logins, runs, NullLogger<NightRun>.Instance) { HorizonPatience = TimeSpan.FromSeconds(30), Reaches = reaches };
            return new Night(runs, run, NullLogger<Night>.Instance) { PlannersClock = clock };
        }

        private T Counted<T>(string fault, T value)
        {
            lock (faults)
                faults[fault] = faults.GetValueOrDefault(fault) + 1;
            return value;
        }
    }
}
