using System.Globalization;
using System.Text.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Why figures of milestones of <see cref="StartupNightTests.Facts"/>, known on 1 March 2026, read otherwise on 1 June: what came to be known in between is planted
/// here, and every effect is counted by hand.
/// </summary>
public sealed class RestatedStartupsTests(TestCluster cluster) : IAsyncLifetime
{
    private static readonly string StartupA = GlobalId.Of("Startup", SmallWorld.StartupA);
    private static readonly string IncubatorA = GlobalId.Of("Incubator", new Guid("00000000-0000-7000-8000-0000000000a6"));
    private static readonly string IncubatorB = GlobalId.Of("Incubator", new Guid("00000000-0000-7000-8000-0000000000b6"));

    private const string Then = "2026-03-01T00:00:00Z";
    private const string Later = "2026-06-01T00:00:00Z";

    /// <summary>The first report was wrong by ten days; another milestone had been reached; a second round came late; startup B had been in incubator A all the time.</summary>
    private static readonly string Told = $"""
        select set_config('app.backdate', 'on', false);
        insert into milestone_report (startup_id, milestone_id, effective_on, verification, recorded_at, supersedes_id)
            select startup_id, milestone_id, '2026-03-02', 'V1', '2026-04-01 00:00Z', id from milestone_report where milestone_id = '00000000-0000-7000-8000-0000000000c1';
        insert into milestone (id, startup_id, kind, title, due_on, recorded_at)
            values ('00000000-0000-7000-8000-0000000000c3', '{SmallWorld.StartupA}', 'FIN-GRANT', 'Told late', '2026-02-01', '2026-05-01 00:00Z');
        insert into milestone_report (startup_id, milestone_id, effective_on, verification, recorded_at)
            values ('{SmallWorld.StartupA}', '00000000-0000-7000-8000-0000000000c3', '2026-01-31', 'V0', '2026-05-01 00:00Z');
        insert into financing_round (startup_id, stage, effective_on, total_minor, currency, recorded_at)
            values ('{SmallWorld.StartupA}', 'A', '2026-01-15', 400000000, 'CNY', '2026-05-02 00:00Z');
        insert into incubation (startup_id, incubator_id, kind, effective_on, recorded_at, reverses_id)
            select startup_id, incubator_id, kind, effective_on, '2026-05-03 00:00Z', id from incubation where startup_id = '{SmallWorld.StartupB}';
        insert into incubation (startup_id, incubator_id, kind, effective_on, recorded_at)
            select startup_id, '00000000-0000-7000-8000-0000000000a6', kind, effective_on, '2026-05-03 00:00Z' from incubation where startup_id = '{SmallWorld.StartupB}' and reverses_id is null;
        """;

    private DatabaseLogins? logins;
    private ReadEngine? engine;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DatabaseLogins Logins => logins ?? throw new InvalidOperationException("xunit has not initialized the test yet.");

    private ReadEngine Engine => engine ??= new ReadEngine(Logins);

    public async ValueTask InitializeAsync()
    {
        logins = await cluster.CloneAsync(Cancel);
        var facts = await PlantedFacts.BeginAsync(Logins);
        await TestPeople.AddAsync(Logins.Job, Cancel);
        // What the small world says without a time was told in time.
        await facts.RunAsync(SmallWorld.Sql.Replace("insert into incubation (startup_id, incubator_id, kind, effective_on)", "insert into incubation (startup_id, incubator_id, kind, effective_on, recorded_at)", StringComparison.Ordinal)
            .Replace("'ADMITTED', '2025-01-01')", "'ADMITTED', '2025-01-01', '2025-01-02 00:00Z')", StringComparison.Ordinal));
        await facts.RunAsync(StartupNightTests.Facts);
        await facts.RunAsync(Told);
    }

    public async ValueTask DisposeAsync()
    {
        engine?.Dispose();
        if (logins is not null)
        {
            await logins.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_startups_figures_are_led_over_from_what_was_known_to_what_is()
    {
        // Due by 28 May: one, reached nine days early; no, a day late; another, told late, a day early.
        var onTime = await ToldAsync(SmallWorld.IncubatorA, "ON-TIME", startup: StartupA);
        Assert.Equal("1 -> 0.5: CORRECTION -1, LATE_POSTING 0.5", onTime.Text);
        Assert.Equal(
            ["CORRECTION MilestoneReport", "LATE_POSTING Milestone", "LATE_POSTING MilestoneReport"],
            onTime.Rows.Order(StringComparer.Ordinal));
        Assert.Equal("1 of 1 due on time|1 of 2 due on time|1 of 1|1 of 1", onTime.Beside);
        Assert.Equal("-9 -> 0: CORRECTION 10, LATE_POSTING -1", (await ToldAsync(SmallWorld.Policy, "SLIPPAGE-DAYS", startup: StartupA)).Text);
        // 6 million of 5, and 4 more.
        Assert.Equal("1.2 -> 2: LATE_POSTING 0.8", (await ToldAsync(SmallWorld.ManagerA, "GRAD-FINANCING", startup: StartupA)).Text);
    }

    [Fact]
    public async Task Whoever_turned_out_to_be_in_another_incubator_is_reclassified()
    {
        // A converts an achievement and B does not.
        var here = await ToldAsync(SmallWorld.Policy, "CONVERSION-SHARE", incubator: IncubatorA);
        Assert.Equal("1 -> 0.5: RECLASSIFICATION -0.5", here.Text);
        Assert.Equal(["RECLASSIFICATION Incubation"], here.Rows.Distinct());
        Assert.EndsWith("|1 of 1|2 of 2", here.Beside, StringComparison.Ordinal);
        // Its own staff do not see the stay that was taken back there: to them B came late.
        Assert.Equal("1 -> 0.5: LATE_POSTING -0.5", (await ToldAsync(SmallWorld.IncubatorA, "CONVERSION-SHARE")).Text);
        Assert.Equal(here.Text, (await ToldAsync(SmallWorld.Policy, "CONVERSION-SHARE", incubator: IncubatorA, cohort: 2025)).Text);
        // Nobody is left there, and of all together nothing changed.
        Assert.Equal("0 -> -: ", (await ToldAsync(SmallWorld.Policy, "CONVERSION-SHARE", incubator: IncubatorB)).Text);
        Assert.Equal("0.5 -> 0.5: ", (await ToldAsync(SmallWorld.Policy, "CONVERSION-SHARE")).Text);
        Assert.Equal("NOTHING_RECORDED", await CodeAsync(SmallWorld.Policy, "CONVERSION-SHARE", incubator: IncubatorA, cohort: 2020));
    }

    [Fact]
    public async Task A_figure_of_another_revision_is_told_as_it_was_read()
    {
        await using (var command = Logins.Job.CreateCommand($"""
            with run as (
                insert into metric_run (kind, business_date, known_at, state, published_at) values ('BY_HAND', '2026-05-28', '{Then}', 'PUBLISHED', now()) returning id)
            insert into metric_value (run_id, incubator_id, metric_key, revision, as_of, known_at, unit, fx_basis, value, status)
            select run.id, i.id, 'CONVERSION-SHARE', 99, '2026-05-28', '{Then}', 'RATIO', 'none', 0.75, 'OK' from run, incubator i where i.code = 'IA'
            """))
        {
            await command.ExecuteNonQueryAsync(Cancel);
        }

        Assert.Equal("0.75 -> 0.5: DEFINITION 0.25, RECLASSIFICATION -0.5", (await ToldAsync(SmallWorld.Policy, "CONVERSION-SHARE", incubator: IncubatorA)).Text);
    }

    [Fact]
    public async Task It_is_told_to_those_who_are_told_the_figure()
    {
        Assert.Equal("NOT_FOUND", await CodeAsync(SmallWorld.IncubatorB, "ON-TIME", startup: StartupA));
        Assert.Equal("NOT_FOUND", await CodeAsync(SmallWorld.IncubatorB, "CONVERSION-SHARE", incubator: IncubatorA));
        Assert.Equal("NOT_FOUND", await CodeAsync(SmallWorld.ManagerB, "ON-TIME", startup: StartupA));
        Assert.Equal("REQUIRED", await CodeAsync(SmallWorld.ManagerA, "ON-TIME"));
        Assert.Equal("FORBIDDEN", await CodeAsync(SmallWorld.ManagerA, "CONVERSION-SHARE", incubator: IncubatorA));
        Assert.Equal("FORBIDDEN", await CodeAsync(SmallWorld.Admin, "ON-TIME"));
        Assert.Equal("FORBIDDEN", await CodeAsync(SmallWorld.IncubatorA, "LV-1"));
        // Stays are not shown to fund managers.
        var hidden = await ToldAsync(SmallWorld.ManagerA, "ENTRY-AGE", startup: StartupA);
        Assert.Equal(("- -> -: ", 0), (hidden.Text, hidden.Rows.Count));
    }

    [Theory]
    [InlineData("definition: \"GRADUATION\"", "REQUIRED")]
    [InlineData("definition: \"SURVIVAL-1Y\", startupId: \"x\"", "NOT_EXPECTED")]
    [InlineData("definition: \"ON-TIME\", cohort: 2025", "REQUIRED")]
    [InlineData("definition: \"ON-TIME\", programme: \"P\"", "NOT_EXPECTED")]
    [InlineData("definition: \"ON-TIME\", currency: \"HKD\"", "NOT_EXPECTED")]
    [InlineData("definition: \"LV-1\", cohort: 2025", "NOT_EXPECTED")]
    [InlineData("definition: \"ON-TIME\", startupId: \"'; drop table startup\"", "NOT_FOUND")]
    public async Task What_does_not_fit_is_refused(string arguments, string code) =>
        Assert.Equal(code, await Engine.CodeAsync(SmallWorld.Policy, $"{{ restatement({arguments}, asOf: \"2026-05-28\", knownAt1: \"{Then}\", knownAt2: \"{Later}\") {{ before }} }}"));

    private const string Query = """
        query($d: String!, $k1: DateTime!, $k2: DateTime!, $s: ID, $i: ID, $c: Int) {
          restatement(definition: $d, asOf: "2026-05-28", knownAt1: $k1, knownAt2: $k2, startupId: $s, incubatorId: $i, cohort: $c) {
            before after difference steps { cause effect } rowCount rows { cause row } beforeCoverage afterCoverage beforeDetail afterDetail beforeStatus afterStatus } }
        """;

    private async Task<(string Text, IReadOnlyList<string> Rows, string Beside)> ToldAsync(Actor actor, string definition, string? startup = null, string? incubator = null, int? cohort = null)
    {
        var found = (await Engine.DataAsync(actor, Query, Given(definition, startup, incubator, cohort))).GetProperty("restatement");
        var steps = found.GetProperty("steps").EnumerateArray().ToList();
        return (
            $"{Trimmed(found.GetProperty("before"))} -> {Trimmed(found.GetProperty("after"))}: {string.Join(", ", steps.Select(step => $"{step.GetProperty("cause").GetString()} {Trimmed(step.GetProperty("effect"))}"))}",
            [.. found.GetProperty("rows").EnumerateArray().Select(row => $"{row.GetProperty("cause").GetString()} {KindOf(row.GetProperty("row").GetString()!)}")],
            $"{found.GetProperty("beforeDetail").GetString()}|{found.GetProperty("afterDetail").GetString()}|{found.GetProperty("beforeCoverage").GetString()}|{found.GetProperty("afterCoverage").GetString()}");
    }

    private Task<string?> CodeAsync(Actor actor, string definition, string? startup = null, string? incubator = null, int? cohort = null) =>
        Engine.CodeAsync(actor, Query, Given(definition, startup, incubator, cohort));

    private static Dictionary<string, object?> Given(string definition, string? startup, string? incubator, int? cohort) => new(StringComparer.Ordinal)
    {
        ["d"] = definition, ["k1"] = Then, ["k2"] = Later, ["s"] = startup, ["i"] = incubator, ["c"] = cohort,
    };

    private static string KindOf(string globalId) => new[] { "MilestoneReport", "Milestone", "Incubation", "FinancingRound", "AchievementConversion" }
        .First(kind => GlobalId.KeyOf(globalId, kind) is not null);

    private static string Trimmed(JsonElement value) => value.GetString() is { } text
        ? (decimal.Parse(text, CultureInfo.InvariantCulture) / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)
        : "-";
}
