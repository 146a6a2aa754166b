using Microsoft.Extensions.Configuration;
using Spectre.Console;

namespace VenturePortfolio.Server.Tests;

/// <summary>Security events and the anchor, each broken in its own way by a superuser; only that one can.</summary>
public sealed class VerifyTests(TestCluster cluster) : IDisposable
{
    private const string RebuildLedger = """
        do $$
        declare
            e cash_flow;
            previous bytea;
        begin
            for e in select * from cash_flow order by sub_fund_id, seq loop
                e.prev_hash := case when e.seq = 1 then sha256(convert_to(e.sub_fund_id::text, 'UTF8')) else previous end;
                previous := app.cash_flow_hash(e);
                update cash_flow set prev_hash = e.prev_hash, hash = previous where id = e.id;
                update ledger_head set hash = previous where sub_fund_id = e.sub_fund_id;
            end loop;
        end $$
        """;

    private const string RebuildSecurity = """
        do $$
        declare
            e security_event;
            previous bytea := sha256(convert_to('security', 'UTF8'));
        begin
            for e in select * from security_event order by day, seq loop
                e.prev_hash := previous;
                previous := app.security_event_hash(e);
                update security_event set prev_hash = e.prev_hash, hash = previous where day = e.day and seq = e.seq;
            end loop;
            update security_head set hash = previous;
        end $$
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("vp-anchor-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("update security_event set note = 'nothing' where seq = 2", "event 2 was altered: its content does not fit its hash")]
    [InlineData("update security_event set times = times + 1 where seq = 2; update security_event e set hash = app.security_event_hash(row(e.*)::security_event) where seq = 2",
        "event 3 is not chained to the one before it: one of the two was replaced, or events between them are gone")]
    [InlineData("delete from security_event where seq = 2", "event 2 is missing")]
    [InlineData("delete from security_event where seq in (2, 3)", "event 2 to event 3 are missing")]
    [InlineData("delete from security_event where seq = (select max(seq) from security_event)", "the head names another event as the last: the last events are gone or were replaced")]
    public async Task A_security_event_altered_or_removed_is_named(string change, string finding)
    {
        await using var world = await WorldAsync();
        Assert.Empty((await VerifyAsync(world, null)).Findings);
        await world.AsSuperuserAsync($"set session_replication_role = replica; {change}");

        Assert.EndsWith(finding, Assert.Single((await VerifyAsync(world, null)).Findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_day_of_security_events_removed_is_noticed()
    {
        await using var world = await WorldAsync();
        await world.AsSuperuserAsync($"""
            set session_replication_role = replica;
            update security_event set day = day - 1, at = at - interval '1 day' where seq <= 4;
            update security_event set seq = seq - 4 where day = (select max(day) from security_event);
            {RebuildSecurity}
            """);
        Assert.Empty((await VerifyAsync(world, null)).Findings);

        await world.AsSuperuserAsync("set session_replication_role = replica; delete from security_event where day = (select min(day) from security_event)");

        Assert.Contains("event 1 is not chained to the one before it", Assert.Single((await VerifyAsync(world, null)).Findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_rewritten_so_that_it_fits_itself_is_noticed_by_the_anchor_alone()
    {
        await using var world = await WorldAsync();
        var anchors = new AnchorFile(Path.Combine(folder, "anchors.jsonl"));
        var first = await PublishAsync(world, daysAgo: 3);
        Assert.Equal(1, await anchors.AppendOwedAsync(world.Logins, Cancel));
        await world.RecordAsync(SmallWorld.Call("5.00"));
        await PublishAsync(world, daysAgo: 2);
        Assert.Equal(1, await anchors.AppendOwedAsync(world.Logins, Cancel));
        Assert.Equal(0, await anchors.AppendOwedAsync(world.Logins, Cancel));
        await world.RecordAsync(SmallWorld.Call("6.00"));
        Assert.Empty((await VerifyAsync(world, anchors)).Findings);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(anchors.FilePath));

        await world.AsSuperuserAsync($"set session_replication_role = replica; update cash_flow set amount_minor = 1, unfunded_effect_minor = 0 where seq = 2; {RebuildLedger}");

        Assert.Empty((await VerifyAsync(world, null)).Findings);
        Assert.Equal(
            [$"fund A: its history was rewritten since its beginning: entry 2 is not the one anchored on the night of {first}"],
            (await VerifyAsync(world, anchors)).Findings);
    }

    [Fact]
    public async Task A_program_started_anew_reads_no_facts_where_no_night_is_owed()
    {
        await using var world = await WorldAsync();
        var path = Path.Combine(folder, "anchors.jsonl");
        await PublishAsync(world, daysAgo: 3);
        Assert.Equal(1, await new AnchorFile(path).AppendOwedAsync(world.Logins, Cancel));
        await world.AsSuperuserAsync("revoke select on import_batch from vp_job");

        Assert.Equal(0, await new AnchorFile(path).AppendOwedAsync(world.Logins, Cancel));
        await PublishAsync(world, daysAgo: 2);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => new AnchorFile(path).AppendOwedAsync(world.Logins, Cancel));
    }

    [Fact]
    public async Task Only_what_follows_the_last_anchor_that_fits_is_called_rewritten()
    {
        await using var world = await WorldAsync();
        var anchors = new AnchorFile(Path.Combine(folder, "anchors.jsonl"));
        await PublishAsync(world, daysAgo: 3);
        await anchors.AppendOwedAsync(world.Logins, Cancel);
        await world.RecordAsync(SmallWorld.Call("5.00"));
        await world.RecordAsync(SmallWorld.Call("6.00"));
        var second = await PublishAsync(world, daysAgo: 2);
        await anchors.AppendOwedAsync(world.Logins, Cancel);

        await world.AsSuperuserAsync($"set session_replication_role = replica; update cash_flow set memo = 'x' where seq = 3; {RebuildLedger}");
        Assert.Equal(
            [$"fund A: its history was rewritten after entry 2: entry 4 is not the one anchored on the night of {second}"],
            (await VerifyAsync(world, anchors)).Findings);

        await world.AsSuperuserAsync("set session_replication_role = replica; delete from cash_flow where seq > 2; update ledger_head h set seq = 2, hash = c.hash from cash_flow c where c.sub_fund_id = h.sub_fund_id and c.seq = 2");
        Assert.Empty((await VerifyAsync(world, null)).Findings);
        Assert.Equal([$"fund A: entry 4, anchored on the night of {second}, is gone"], (await VerifyAsync(world, anchors)).Findings);
    }

    [Fact]
    public async Task Published_figures_and_security_events_rewritten_since_are_noticed_too()
    {
        await using var world = await WorldAsync();
        var anchors = new AnchorFile(Path.Combine(folder, "anchors.jsonl"));
        var night = await PublishAsync(world, daysAgo: 2);
        await anchors.AppendOwedAsync(world.Logins, Cancel);
        var day = await world.ValueAsync<string>("select day::text from security_head");
        var seq = await world.ValueAsync<long>("select seq from security_head");

        await world.AsSuperuserAsync($"set session_replication_role = replica; update metric_value set status = 'OK-ISH' where metric_key = 'DPI'; update security_event set note = 'x' where seq = 1; {RebuildSecurity}");

        Assert.Empty((await VerifyAsync(world, null)).Findings);
        Assert.Equal(
            [
                $"night of {night}: its published figures are not those that were anchored",
                $"security events of {day}: its history was rewritten since its beginning: entry {seq} is not the one anchored on the night of {night}",
            ],
            (await VerifyAsync(world, anchors)).Findings);
    }

    [Theory]
    [InlineData("update commitment set amount_minor = amount_minor + 1 where sub_fund_id = '{A}'", "commitment", 2, 2)]
    [InlineData("delete from audit_entry where id = (select min(id) from audit_entry)", "audit_entry", null, null)]
    [InlineData("insert into reported_nav (sub_fund_id, nav_minor, currency, effective_on, recorded_at) values ('{A}', 1, 'CNY', '2025-12-31', '2026-01-05')", "reported_nav", 0, 1)]
    public async Task A_fact_without_a_chain_altered_removed_or_put_in_behind_its_back_is_noticed_by_the_anchor(string change, string table, int? then, int? now)
    {
        await using var world = await WorldAsync();
        var anchors = new AnchorFile(Path.Combine(folder, "anchors.jsonl"));
        var night = await PublishAsync(world, daysAgo: 3);
        await anchors.AppendOwedAsync(world.Logins, Cancel);
        // Told later of what happened before: that is no rewriting.
        await world.ExecuteAsync($"insert into reported_nav (sub_fund_id, nav_minor, currency, effective_on) values ('{SmallWorld.FundA}', 5, 'CNY', '2025-12-31')");
        await PublishAsync(world, daysAgo: 2);
        await anchors.AppendOwedAsync(world.Logins, Cancel);
        Assert.Empty((await VerifyAsync(world, anchors)).Findings);

        await world.AsSuperuserAsync($"set session_replication_role = replica; {change.Replace("{A}", SmallWorld.FundA.ToString(), StringComparison.Ordinal)}");

        var finding = Assert.Single((await VerifyAsync(world, anchors)).Findings);
        Assert.StartsWith($"{table}: rows recorded before ", finding, StringComparison.Ordinal);
        Assert.Contains($"were altered, removed or put in since the night of {night} (", finding, StringComparison.Ordinal);
        if (then is not null)
            Assert.EndsWith($"({then} then, {now} now)", finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_anchor_file_itself_cannot_be_edited_or_thinned_out_unnoticed()
    {
        await using var world = await WorldAsync();
        var anchors = new AnchorFile(Path.Combine(folder, "anchors.jsonl"));
        foreach (var daysAgo in new[] { 4, 3, 2 })
        {
            await PublishAsync(world, daysAgo);
            await anchors.AppendOwedAsync(world.Logins, Cancel);
        }

        var lines = await File.ReadAllLinesAsync(anchors.FilePath, Cancel);
        Assert.Equal(3, lines.Length);
        var edited = Path.Combine(folder, "edited");
        await File.WriteAllLinesAsync(edited, [lines[0], lines[2]], Cancel);
        Assert.StartsWith("anchor, line 2: the line before it is not the one", Assert.Single((await VerifyAsync(world, new AnchorFile(edited))).Findings), StringComparison.Ordinal);
        await File.WriteAllLinesAsync(edited, [lines[0], lines[1].Replace("\"A\"", "\"B\"", StringComparison.Ordinal)], Cancel);
        Assert.Equal("anchor, line 2: is not what was written (cut off, or edited)", Assert.Single((await VerifyAsync(world, new AnchorFile(edited))).Findings));

        // Cut off by a power failure: the next line begins anew, and what stands is left as it is.
        await File.WriteAllTextAsync(edited, $"{lines[0]}\n{lines[1][..50]}", Cancel);
        Assert.Equal(2, await new AnchorFile(edited).AppendOwedAsync(world.Logins, Cancel));
        Assert.Equal(
            ["anchor, line 2: is not what was written (cut off, or edited)"], (await VerifyAsync(world, new AnchorFile(edited))).Findings);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<VerifyReport> VerifyAsync(SmallWorld world, AnchorFile? anchors) =>
        VerifyReport.MakeAsync(world.Logins, anchors?.Read(), Silent.Progress, Cancel);

    /// <summary>Publishes a night of that many days ago; returns its date.</summary>
    private static async Task<string> PublishAsync(SmallWorld world, int daysAgo)
    {
        var nights = new Nights(world.Logins);
        var state = await nights.Runs.ReadAsync(Cancel);
        var due = new DueNight(NightPlan.Today(state.Now).PlusDays(-daysAgo), state.ClosedHorizon);
        var (run, night) = await nights.Runs.PlanNightAsync(due, Cancel);
        Assert.Equal(NightState.Published, (await nights.Run.RunAsync(run, night, _ => { }, Cancel)).State);
        return NodaTime.Text.LocalDatePattern.Iso.Format(night.BusinessDate);
    }

    private async Task<SmallWorld> WorldAsync()
    {
        var world = new SmallWorld(cluster);
        await world.InitializeAsync();
        await world.ExecuteAsync(SmallWorld.TermsSql);
        await world.RecordAsync(SmallWorld.Call());
        await world.RecordAsync(SmallWorld.Call("3.00"));
        return world;
    }
}
