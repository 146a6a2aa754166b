using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Runs that policy staff ask for, watch and call off.</summary>
public sealed class RequestedRunTests(TestCluster cluster)
{
    private const string Request = "mutation($input: RequestRunInput!) { requestRun(input: $input) { run { id kind state businessDate } userErrors { code path } } }";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_requested_run_is_planned_once_done_watched_and_then_read()
    {
        await using var server = await ServerAsync();
        var nights = new Nights(server.Logins);

        var run = await RequestAsync(server, new { asOf = "2024-12-31", idempotencyKey = Guid.NewGuid() });
        Assert.Equal(("REQUESTED", "PLANNED"), (run.GetProperty("kind").GetString(), run.GetProperty("state").GetString()));
        var knownAt = await nights.OneAsync("select to_char(known_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from metric_run");
        var again = await RequestAsync(server, new { asOf = "2024-12-31", knownAt, idempotencyKey = Guid.NewGuid() });
        Assert.Equal(run.GetProperty("id").GetString(), again.GetProperty("id").GetString());

        // The server looks for what was requested every few seconds, of its own accord.
        await Eventually.HoldsAsync(async () => await nights.OneAsync("select state from metric_run") == "PUBLISHED", TimeSpan.FromSeconds(60));

        var watched = await server.QueryAsync(TestPerson.Policy, "{ metricRunEvents(first: 20, orderBy: [AT_ASC]) { nodes { message person { id } } } }");
        var lines = watched.GetProperty("data").GetProperty("metricRunEvents").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("message").GetString()!).ToList();
        Assert.Equal("asked for by a person", lines[0]);
        Assert.Equal(
            GlobalId.Of("Person", TestPeople.KeyOf(TestPerson.Policy).ToString("D")),
            watched.GetProperty("data").GetProperty("metricRunEvents").GetProperty("nodes")[0].GetProperty("person").GetProperty("id").GetString());
        Assert.Contains(lines, line => line.StartsWith("read 1 sub-funds", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("computed ", StringComparison.Ordinal));
        var done = await RequestAsync(server, new { asOf = "2024-12-31", knownAt, idempotencyKey = Guid.NewGuid() });
        Assert.Equal((run.GetProperty("id").GetString(), "PUBLISHED"), (done.GetProperty("id").GetString(), done.GetProperty("state").GetString()));
        var report = await server.QueryAsync(
            TestPerson.Policy, "query($k: DateTime!) { leverageReport(asOf: \"2024-12-31\", knownAt: $k, groupBy: VINTAGE) { run { kind } groups { key } } }", new { k = knownAt });
        Assert.Equal("REQUESTED", report.GetProperty("data").GetProperty("leverageReport").GetProperty("run").GetProperty("kind").GetString());
    }

    /// <summary>As after an upgrade: what was published of the pair is of older definitions, and the first run stays as it is.</summary>
    [Fact]
    public async Task A_pair_published_by_older_definitions_is_computed_again_and_read_from_there()
    {
        await using var server = await ServerAsync();
        var nights = new Nights(server.Logins);
        var pair = new DueNight(new(2024, 12, 31), PlantedFacts.Long + Duration.FromDays(1));
        var older = await nights.Runs.PlanByHandAsync(pair, Cancel);
        Assert.Equal(NightState.Published, (await nights.Run.RunAsync(older, pair, _ => { }, Cancel)).State);
        var asked = new { asOf = "2024-12-31", knownAt = NodaTime.Text.InstantPattern.ExtendedIso.Format(pair.KnownAt), idempotencyKey = Guid.NewGuid() };
        Assert.Equal(GlobalId.Of("MetricRun", older), (await RequestAsync(server, asked)).GetProperty("id").GetString());

        await nights.OneAsync($"update metric_run set definitions = 'OLDER' where id = '{older}' returning 'done'");
        var newer = (await RequestAsync(server, asked with { idempotencyKey = Guid.NewGuid() })).GetProperty("id").GetString();

        Assert.NotEqual(GlobalId.Of("MetricRun", older), newer);
        await Eventually.HoldsAsync(async () => await nights.OneAsync("select count(*)::text from metric_run where state = 'PUBLISHED'") == "2", TimeSpan.FromSeconds(60));
        var report = await server.QueryAsync(
            TestPerson.Policy, "query($k: DateTime!) { leverageReport(asOf: \"2024-12-31\", knownAt: $k, groupBy: VINTAGE) { run { id } } }", new { k = asked.knownAt });
        Assert.Equal(newer, report.GetProperty("data").GetProperty("leverageReport").GetProperty("run").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("2999-01-01", null, "AS_OF_IN_FUTURE asOf")]
    [InlineData("2024-12-31", "2999-01-01T00:00:00Z", "KNOWN_AT_NOT_CLOSED knownAt")]
    [InlineData("1969-12-31", null, "NOTHING_RECORDED asOf")]
    public async Task What_cannot_be_computed_is_refused(string asOf, string? knownAt, string expected)
    {
        await using var server = await ServerAsync();

        var answer = await server.QueryAsync(TestPerson.Policy, Request, new { input = new { asOf, knownAt, idempotencyKey = Guid.NewGuid() } });

        var error = answer.GetProperty("data").GetProperty("requestRun").GetProperty("userErrors")[0];
        Assert.Equal(expected, $"{error.GetProperty("code").GetString()} {error.GetProperty("path")[1].GetString()}");
        Assert.Equal("0", await new Nights(server.Logins).OneAsync("select count(*)::text from metric_run"));
    }

    [Theory]
    [InlineData("CLAIMED")]
    [InlineData("COMPUTED")]
    public async Task A_run_called_off_in_its_midst_publishes_nothing_and_its_claim_is_void(string moment)
    {
        await using var server = await ServerAsync();
        var nights = new Nights(server.Logins);
        var pair = new DueNight(new(2024, 12, 31), PlantedFacts.Long + Duration.FromDays(1));
        var run = await nights.Runs.PlanByHandAsync(pair, Cancel);
        var called = "";
        var stopped = new NightRun(server.Logins, nights.Runs, NullLogger<NightRun>.Instance)
        {
            Reaches = async at => called = at == (moment == "CLAIMED" ? CrashPoint.NightClaimed : CrashPoint.NightComputed) ? await CancelAsync(server, run) : called,
        };

        var outcome = await stopped.RunAsync(run, pair, _ => { }, Cancel);

        Assert.Equal(("DONE", NightState.Fenced), (called, outcome.State));
        Assert.Equal("0 0 0 0 0", await nights.OneAsync("""
            select concat_ws(' ', (select count(*) from metric_value), (select count(*) from metric_detail), (select count(*) from metric_part),
                (select count(*) from rule_verdict), (select count(*) from metric_run_report))
            """));
        Assert.Equal("CANCELLED|", await nights.OneAsync("select state || '|' || coalesce(heartbeat_at::text, '') from metric_run"));
        Assert.Equal(NightState.Busy, (await nights.Run.RunAsync(run, pair, _ => { }, Cancel)).State);
        Assert.Equal("RUN_IS_OVER", await CancelAsync(server, run));
    }

    [Fact]
    public async Task A_night_called_off_stays_owed_and_one_published_cannot_be()
    {
        await using var server = await ServerAsync();
        var nights = new Nights(server.Logins);
        // The server's own sweep is over, and the next is five minutes off: nobody but this test takes the night up.
        await Eventually.HoldsAsync(
            () => Ask.ValueAsync<bool>(
                server.Logins.Quartz,
                "select coalesce(bool_or(prev_fire_time > 0), false) and not exists (select from quartz.qrtz_fired_triggers) from quartz.qrtz_triggers"),
            TimeSpan.FromSeconds(60));
        var date = NightPlan.Yesterday(SystemClock.Instance.GetCurrentInstant()).PlusDays(-1);
        var (run, night) = await nights.Runs.PlanNightAsync(new DueNight(date, NightPlan.ScheduledAt(date)), Cancel);
        Assert.Equal("DONE", await CancelAsync(server, run));
        Assert.Equal("FAILED", await nights.OneAsync("select state from metric_run"));

        Assert.Equal(NightState.Published, (await nights.Run.RunAsync(run, night, _ => { }, Cancel)).State);

        Assert.Equal("RUN_IS_OVER", await CancelAsync(server, run));
        Assert.Equal("NOT_FOUND", await CancelAsync(server, Guid.NewGuid()));
        Assert.Equal("PUBLISHED", await nights.OneAsync("select state from metric_run"));
    }

    [Fact]
    public async Task Progress_is_told_while_a_run_is_at_work()
    {
        await using var server = await ServerAsync();
        var runs = new RunTable(server.Logins) { Beat = TimeSpan.FromMilliseconds(50) };
        var nights = new Nights(server.Logins);
        var pair = new DueNight(new(2024, 12, 31), PlantedFacts.Long + Duration.FromDays(1));
        var run = await runs.PlanByHandAsync(pair, Cancel);
        var slow = new NightRun(server.Logins, runs, NullLogger<NightRun>.Instance)
        {
            Reaches = at => at == CrashPoint.NightComputed
                ? Eventually.HoldsAsync(async () => await nights.OneAsync("select count(*)::text from metric_run_event where message like 'computing sub-funds, 0 figures so far%'") != "0", TimeSpan.FromSeconds(30))
                : Task.CompletedTask,
        };

        Assert.Equal(NightState.Published, (await slow.RunAsync(run, pair, _ => { }, Cancel)).State);
    }

    private static async Task<JsonElement> RequestAsync(RunningServer server, object input)
    {
        var answer = await server.QueryAsync(TestPerson.Policy, Request, new { input });
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        Assert.Equal(0, answer.GetProperty("data").GetProperty("requestRun").GetProperty("userErrors").GetArrayLength());
        return answer.GetProperty("data").GetProperty("requestRun").GetProperty("run");
    }

    private static async Task<string> CancelAsync(RunningServer server, Guid run)
    {
        var answer = await server.QueryAsync(
            TestPerson.Policy,
            "mutation($input: CancelRunInput!) { cancelRun(input: $input) { run { state } userErrors { code } } }",
            new { input = new { runId = SmallWorld.Id("MetricRun", run), idempotencyKey = Guid.NewGuid() } });
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return WritingServer.Told(answer, "cancelRun");
    }

    /// <summary>T-LEV-1 in a whole server.</summary>
    private async Task<RunningServer> ServerAsync()
    {
        var server = new RunningServer(cluster);
        await server.InitializeAsync();
        var facts = await PlantedFacts.BeginAsync(server.Logins);
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync();
        return server;
    }
}
