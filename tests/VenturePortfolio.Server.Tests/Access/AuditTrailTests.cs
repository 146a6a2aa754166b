using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>Who, when, before, after, why: of whoever changes anything, by whatever way.</summary>
public sealed class AuditTrailTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    [Fact]
    public async Task A_reversal_is_audited_with_its_reason()
    {
        var entry = (await world.RecordAsync(SmallWorld.Call())).Value;
        var reversal = (await world.ReverseAsync(entry, reason: "Typed twice on Monday.")).Value;

        Assert.Equal("Typed twice on Monday.", await world.ValueAsync<string>(
            $"select reason from audit_entry where table_name = 'cash_flow' and after ->> 'id' = '{reversal}'"));
        Assert.True(await world.ValueAsync<bool>(
            $"select reason is null from audit_entry where table_name = 'cash_flow' and after ->> 'id' = '{entry}'"));
    }

    [Fact]
    public async Task What_the_job_changes_is_audited_and_what_it_loads_is_its_own_record()
    {
        await world.ExecuteAsync($"update startup set stage = 'GROWTH' where id = '{SmallWorld.StartupB}'");

        Assert.Equal("vp_job UPDATE SEED GROWTH", await world.ValueAsync<string>($"""
            select concat_ws(' ', login, action, before ->> 'stage', after ->> 'stage')
            from audit_entry where table_name = 'startup' and after ->> 'id' = '{SmallWorld.StartupB}'
            """));
        Assert.Equal(0, await world.ValueAsync<long>("select count(*) from audit_entry where table_name = 'commitment'"));
    }

    [Fact]
    public async Task Who_is_who_is_audited_and_an_event_of_the_security_chain_even_when_the_job_writes_it()
    {
        var person = Guid.CreateVersion7();
        await world.ExecuteAsync($"insert into person (id, display_name, issuer, subject) values ('{person}', 'New', 'test', '{person}')");

        Assert.Equal("vp_job INSERT New", await world.ValueAsync<string>(
            $"select concat_ws(' ', login, action, after ->> 'display_name') from audit_entry where table_name = 'person' and after ->> 'id' = '{person}'"));
        Assert.Equal("PERSON_CHANGED vp_job", await world.ValueAsync<string>(
            $"select concat_ws(' ', kind, login) from security_event where note = 'INSERT {person}'"));
    }

    [Fact]
    public async Task A_membership_revoked_by_an_administrator_names_the_administrator()
    {
        var cancel = TestContext.Current.CancellationToken;
        var membership = await world.ValueAsync<Guid>($"select id from membership where person_id = '{TestPeople.KeyOf(TestPerson.OtherManager)}'");
        await using (var transaction = await ActorTransaction.BeginAsync(
            world.Logins.DataSourceOf(Role.Admin), SmallWorld.Admin.PersonId, "request-7", cancel))
        {
            await using var revoke = new NpgsqlCommand(
                $"select set_config('app.reason', 'Left the firm.', true); update membership set revoked_at = clock_timestamp() where id = '{membership}'",
                transaction.Connection, transaction.Transaction);
            await revoke.ExecuteNonQueryAsync(cancel);
            await transaction.CommitAsync(cancel);
        }

        var admin = SmallWorld.Admin.PersonId;
        Assert.Equal($"{admin}|request-7|vp_admin|Left the firm.", await world.ValueAsync<string>(
            $"select concat_ws('|', person_id, request_id, login, reason) from audit_entry where table_name = 'membership' and action = 'UPDATE' and after ->> 'id' = '{membership}'"));
        Assert.Equal($"{admin}|request-7|vp_admin|MEMBERSHIP_CHANGED", await world.ValueAsync<string>(
            $"select concat_ws('|', person_id, request_id, login, kind) from security_event where note = 'UPDATE {membership}'"));
    }

    [Fact]
    public async Task An_update_that_changes_nothing_leaves_no_row_and_no_event()
    {
        await world.ExecuteAsync("update person set display_name = display_name");

        Assert.Equal(0, await world.ValueAsync<long>("select count(*) from audit_entry where table_name = 'person' and action = 'UPDATE'"));
        Assert.Equal(0, await world.ValueAsync<long>("select count(*) from security_event where kind = 'PERSON_CHANGED' and note like 'UPDATE%'"));
    }

    [Fact]
    public async Task Policy_staff_and_administrators_read_security_events_and_nobody_else()
    {
        var seen = new List<string>();
        foreach (var actor in SmallWorld.Everybody)
        {
            await using var transaction = await ActorTransaction.BeginAsync(
                world.Logins.DataSourceOf(actor.Role), actor.PersonId, "test", TestContext.Current.CancellationToken);
            await using var count = new NpgsqlCommand("select count(*) > 0 from security_event", transaction.Connection, transaction.Transaction);
            if ((bool)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))!)
                seen.Add($"{actor.Role}");
        }

        Assert.Equal(["Policy", "Admin"], seen);
    }
}
