using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>What no login of the application can do, whatever SQL it sends.</summary>
public sealed class AppendOnlyTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    [Fact]
    public async Task No_login_can_change_or_remove_a_fact()
    {
        await world.RecordAsync(SmallWorld.Call());
        await world.ReportAsync(SmallWorld.Grant());
        var tables = await world.ValueAsync<string[]>("""
            select array_agg(c.relname || ' set ' || a.attname || ' = ' || a.attname order by c.relname)
            from pg_trigger t join pg_class c on c.oid = t.tgrelid
            join lateral (select attname from pg_attribute where attrelid = c.oid and attnum > 0 and attgenerated = '' order by attnum desc limit 1) a on true
            where t.tgname = 'append_only'
            """);
        Assert.Contains("cash_flow set hash = hash", tables, StringComparer.Ordinal);
        Assert.Contains("audit_entry set reason = reason", tables, StringComparer.Ordinal);
        var before = await world.FingerprintAsync();

        foreach (var (login, source, person) in LoginsAndPeople())
        {
            foreach (var update in tables)
            {
                var table = update.Split(' ')[0];
                await RefusesAsync(login, source, person, $"update portfolio.{update}");
                await RefusesAsync(login, source, person, $"delete from portfolio.{table}");
                await RefusesAsync(login, source, person, $"truncate portfolio.{table} cascade");
            }
        }

        Assert.Equal(before, await world.FingerprintAsync());
    }

    [Fact]
    public async Task Nobody_chooses_their_own_place_time_or_name_in_the_ledger()
    {
        var entry = Guid.CreateVersion7();
        await RunAsync(world.Logins.DataSourceOf(Role.FundManager), SmallWorld.ManagerA.PersonId, $"""
            set local app.backdate = 'on';
            insert into portfolio.cash_flow (id, sub_fund_id, seq, kind, amount_minor, currency, effective_on, recorded_by, recorded_at, prev_hash, hash)
            values ('{entry}', '{SmallWorld.FundA}', 4711, 'FUND_EXPENSE', 1, 'CNY', '2026-01-01', '{SmallWorld.ManagerB.PersonId}',
                '2001-01-01', decode(repeat('00', 32), 'hex'), decode(repeat('11', 32), 'hex'));
            """);

        Assert.True(await world.ValueAsync<bool>($"""
            select seq < 4711 and recorded_by = '{SmallWorld.ManagerA.PersonId}' and recorded_at > clock_timestamp() - interval '1 minute'
            from cash_flow where id = '{entry}'
            """));
        Assert.All(await LedgerChain.WalkAsync(world.Logins, TestContext.Current.CancellationToken), chain => Assert.True(chain.IsIntact));
    }

    [Theory]
    [InlineData("2001-01-01")]
    [InlineData("2190-01-01")]
    public async Task Nobody_chooses_when_a_milestone_was_recorded(string recordedAt)
    {
        var id = Guid.CreateVersion7();
        await RunAsync(world.Logins.DataSourceOf(Role.Incubator), SmallWorld.IncubatorA.PersonId, $"""
            set local app.backdate = 'on';
            insert into portfolio.milestone (id, startup_id, kind, title, recorded_at)
                values ('{id}', '{SmallWorld.StartupA}', 'FIN-GRANT', 'x', '{recordedAt}');
            """);

        Assert.True(await world.ValueAsync<bool>(
            $"select recorded_at between clock_timestamp() - interval '1 minute' and clock_timestamp() from milestone where id = '{id}'"));
    }

    [Fact]
    public async Task Nobody_reports_a_milestone_in_anothers_name()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(
            world.Logins.DataSourceOf(Role.Incubator),
            SmallWorld.IncubatorA.PersonId,
            $"""
            insert into portfolio.milestone_report (startup_id, milestone_id, effective_on, verification, reported_by)
            values ('{SmallWorld.StartupA}', '{SmallWorld.AnnouncedMilestone}', '2026-01-01', 'V0', '{SmallWorld.IncubatorB.PersonId}')
            """));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Every_act_leaves_an_audit_row_with_person_request_and_login()
    {
        var entry = (await world.RecordAsync(SmallWorld.Call("77.77"))).Value;

        Assert.Equal($"{SmallWorld.ManagerA.PersonId}|test|vp_fund_manager|INSERT|7777", await world.ValueAsync<string>($"""
            select concat_ws('|', person_id, request_id, login, action, after ->> 'amount_minor')
            from audit_entry where table_name = 'cash_flow' and (after ->> 'id')::uuid = '{entry}'
            """));
    }

    private IEnumerable<(string Login, NpgsqlDataSource Source, Guid Person)> LoginsAndPeople() =>
    [
        .. SmallWorld.Everybody.Select(actor => (actor.Role.ToString(), world.Logins.DataSourceOf(actor.Role), actor.PersonId)),
        ("job", world.Logins.Job, SmallWorld.Admin.PersonId),
        ("owner", world.Logins.Migrator, SmallWorld.Admin.PersonId),
    ];

    /// <summary>Refused for want of a right, or, for the owner, without effect: forced row security shows it no rows.</summary>
    private static async Task RefusesAsync(string login, NpgsqlDataSource source, Guid person, string sql)
    {
        try
        {
            var changed = await RunAsync(source, person, sql);
            Assert.True(changed <= 0 && sql[0] is not 't', $"{login} could: {sql}");
        }
        catch (PostgresException refused)
        {
            Assert.True(refused.SqlState == PostgresErrorCodes.InsufficientPrivilege || login == "owner", $"{login}: {sql}: {refused.Message}");
        }
    }

    private static async Task<int> RunAsync(NpgsqlDataSource source, Guid person, string sql)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var transaction = await ActorTransaction.BeginAsync(source, person, "forged", cancel);
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction.Transaction);
        var changed = await command.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return changed;
    }
}
