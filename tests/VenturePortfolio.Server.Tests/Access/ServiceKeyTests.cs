using System.Net;
using System.Text.Json;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>Programs that sign in with a service key: what they see, how long, and what is kept of the key.</summary>
public sealed class ServiceKeyTests(WritingServer world) : IClassFixture<WritingServer>
{
    private const string Viewer = "{ viewer { role person { displayName } } subFunds(first: 10) { nodes { id cashFlows(first: 1) { totalCount } } } }";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_signs_in_as_its_organisation_in_its_role_and_sees_what_that_sees()
    {
        await world.EntryAsync();
        var (_, secret) = await world.KeyAsync();
        Assert.Matches("^vpk_[A-Za-z0-9_-]{43}$", secret);

        var answer = await AskAsync(secret, Viewer);

        var viewer = answer.GetProperty("data").GetProperty("viewer");
        Assert.Equal("FUND_MANAGER", viewer.GetProperty("role").GetString());
        Assert.Equal("Treasury feed", viewer.GetProperty("person").GetProperty("displayName").GetString());
        var flows = answer.GetProperty("data").GetProperty("subFunds").GetProperty("nodes").EnumerateArray()
            .Where(fund => fund.GetProperty("cashFlows").GetProperty("totalCount").GetInt32() > 0);
        Assert.Equal(SmallWorld.Id("SubFund", SmallWorld.FundA), Assert.Single(flows).GetProperty("id").GetString());
    }

    [Fact]
    public async Task It_writes_in_its_own_name_unless_it_may_only_read()
    {
        var (_, writer) = await world.KeyAsync();
        var (_, reader) = await world.KeyAsync(input => input["readOnly"] = true);
        Assert.Equal("DONE", WritingServer.Told(await RecordAsync(writer), "recordCashFlow"));

        Assert.Null(RunningServer.CodeOf(await AskAsync(reader, Viewer)));
        var before = await Fingerprint.OfAsync(world.Server.Logins);
        Assert.Equal("FORBIDDEN", RunningServer.CodeOf(await RecordAsync(reader)));
        Assert.Equal(before, await Fingerprint.OfAsync(world.Server.Logins));
    }

    [Fact]
    public async Task It_is_shown_once_and_found_nowhere_afterwards()
    {
        var input = WritingServer.InputOf("createServiceKey");
        var text = "mutation($input: CreateServiceKeyInput!) { createServiceKey(input: $input) { secret serviceKey { id prefix } userErrors { code } } }";
        var first = (await world.Server.QueryAsync(TestPerson.Admin, text, new { input })).GetProperty("data").GetProperty("createServiceKey");
        var again = (await world.Server.QueryAsync(TestPerson.Admin, text, new { input })).GetProperty("data").GetProperty("createServiceKey");

        var secret = first.GetProperty("secret").GetString()!;
        Assert.Equal(JsonValueKind.Null, again.GetProperty("secret").ValueKind);
        Assert.Equal(first.GetProperty("serviceKey").GetRawText(), again.GetProperty("serviceKey").GetRawText());
        Assert.Equal(secret[..10], first.GetProperty("serviceKey").GetProperty("prefix").GetString());
        Assert.Equal(0, await RowsThatHoldAsync(secret[10..]));
        Assert.True(await RowsThatHoldAsync(secret[..10]) > 0, "The search finds nothing at all.");
    }

    [Fact]
    public async Task Revoked_it_sees_nothing_at_once_and_is_refused_soon()
    {
        var (id, secret) = await world.KeyAsync();
        using var time = new SteppedDirectory(world.Server.Logins.Job);
        Assert.NotNull(await time.Directory.FindAsync(secret, Cancel));
        Assert.Null(RunningServer.CodeOf(await AskAsync(secret, Viewer)));

        Assert.Equal("DONE", await world.AskAsync(TestPerson.Admin, "revokeServiceKey", WritingServer.InputOf("revokeServiceKey", id)));

        // The server may still remember it; row security does not.
        var remembered = await AskAsync(secret, "{ cashFlows(first: 1) { totalCount } viewer { person { id } } }");
        Assert.Equal(0, remembered.GetProperty("data").GetProperty("cashFlows").GetProperty("totalCount").GetInt32());
        time.Clock.Step(ServiceKeyDirectory.RememberedFor);
        Assert.Null(await time.Directory.FindAsync(secret, Cancel));
        Assert.Equal("ALREADY_REVOKED", await world.AskAsync(TestPerson.Admin, "revokeServiceKey", WritingServer.InputOf("revokeServiceKey", id)));
    }

    [Fact]
    public async Task Expired_it_is_refused_even_while_it_is_remembered()
    {
        var (id, secret) = await world.KeyAsync();
        using var time = new SteppedDirectory(world.Server.Logins.Job);
        var holder = await time.Directory.FindAsync(secret, Cancel);
        Assert.InRange(holder!.ExpiresAt, TimeProvider.System.GetUtcNow().AddDays(29), TimeProvider.System.GetUtcNow().AddDays(32));

        await SuperuserAsync($"update portfolio.service_key set expires_at = clock_timestamp() where id = '{id}'");
        time.Clock.Step(ServiceKeyDirectory.RememberedFor);
        Assert.Null(await time.Directory.FindAsync(secret, Cancel));
    }

    [Fact]
    public async Task Its_use_is_noted_at_most_once_a_minute()
    {
        var (id, secret) = await world.KeyAsync();
        using var time = new SteppedDirectory(world.Server.Logins.Job);
        await time.Directory.FindAsync(secret, Cancel);
        var first = await UsedAsync(id);
        time.Clock.Step(ServiceKeyDirectory.RememberedFor);
        await time.Directory.FindAsync(secret, Cancel);
        Assert.Equal(first, await UsedAsync(id));

        await SuperuserAsync($"update portfolio.service_key set last_used_at = last_used_at - interval '61 s' where id = '{id}'");
        time.Clock.Step(ServiceKeyDirectory.RememberedFor);
        await time.Directory.FindAsync(secret, Cancel);
        Assert.True(string.CompareOrdinal(await UsedAsync(id), first) >= 0);
    }

    [Theory]
    [InlineData("vpk_")]
    [InlineData("vpk_x' or 1=1 --")]
    [InlineData("vpk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("VPK_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_no_key_of_ours_is_refused(string secret)
    {
        using var response = await world.Server.KnockAsync(secret);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.StartsWith("Bearer error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_it_does_not_hold_cannot_be_chosen()
    {
        var (_, secret) = await world.KeyAsync();
        var answer = await AskAsync(secret, Viewer, request => request.Headers.Add(ActorFinder.RoleHeader, "POLICY"));
        Assert.Equal("ROLE_NOT_HELD", RunningServer.CodeOf(answer));
    }

    [Theory]
    [InlineData("role", "ADMIN", "ROLE_NOT_OF_ORGANISATION")]
    [InlineData("role", "POLICY", "ROLE_NOT_OF_ORGANISATION")]
    [InlineData("name", " ", "REQUIRED")]
    [InlineData("name", "feed\u202e", "INVALID_TEXT")]
    [InlineData("expiresOn", "2020-01-01", "EXPIRY_OUT_OF_RANGE")]
    [InlineData("expiresOn", "2099-01-01", "EXPIRY_OUT_OF_RANGE")]
    [InlineData("organisationId", "U3RhcnR1cDox", "NOT_FOUND")]
    public async Task A_key_that_should_not_be_is_refused_with_its_reason(string field, string value, string code)
    {
        var input = WritingServer.InputOf("createServiceKey");
        input[field] = value;
        var before = await Fingerprint.OfAsync(world.Server.Logins);
        Assert.Equal(code, await world.AskAsync(TestPerson.Admin, "createServiceKey", input));
        Assert.Equal(before, await Fingerprint.OfAsync(world.Server.Logins));
    }

    [Theory]
    [InlineData("select hash from service_key_hash")]
    [InlineData("select * from app.use_service_key('\\x00')")]
    [InlineData("update service_key_hash set hash = sha256('x')")]
    [InlineData("update service_key set expires_at = clock_timestamp() + interval '300 days'")]
    public async Task No_login_of_people_reads_a_hash_or_changes_a_key(string sql)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            await using var command = world.Server.Logins.DataSourceOf(role).CreateCommand("set transaction_read_only = off; " + sql);
            var denied = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancel));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
        }
    }

    [Fact]
    public async Task Giving_out_and_taking_back_are_in_the_audit_under_the_administrators_name()
    {
        var (id, secret) = await world.KeyAsync();
        Assert.Null(RunningServer.CodeOf(await AskAsync(secret, Viewer))); // Its use is no change of it.
        await world.AskAsync(TestPerson.Admin, "revokeServiceKey", WritingServer.InputOf("revokeServiceKey", id));
        Assert.Equal("INSERT UPDATE", await Ask.ValueAsync<string>(world.Server.Logins.Job, $"""
            select string_agg(action, ' ' order by id) from portfolio.audit_entry
            where table_name = 'service_key' and after ->> 'id' = '{id}' and person_id = '{TestPeople.KeyOf(TestPerson.Admin)}'
            """));
    }

    private async Task<JsonElement> AskAsync(string secret, string query, Action<HttpRequestMessage>? change = null, object? variables = null)
    {
        using var response = await world.Server.SendAsync(TestPerson.Manager, new { query, variables }, change: request =>
        {
            request.Headers.Authorization = new("Bearer", secret);
            change?.Invoke(request);
        });
        return await RunningServer.JsonOf(response);
    }

    private Task<JsonElement> RecordAsync(string secret) =>
        AskAsync(secret, world.TextOf("recordCashFlow"), variables: new { input = WritingServer.InputOf("recordCashFlow") });

    private Task<string> UsedAsync(Guid id) =>
        Ask.ValueAsync<string>(world.Server.Logins.Job, $"select to_char(last_used_at, 'YYYY-MM-DD HH24:MI:SS.US') from portfolio.service_key where id = '{id}'");

    private async Task SuperuserAsync(string sql)
    {
        await using var connection = await world.Server.SuperuserAsync(Cancel);
        await using var command = new NpgsqlCommand("set session_replication_role = replica; " + sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    /// <summary>In every column of every table.</summary>
    private async Task<long> RowsThatHoldAsync(string text)
    {
        var tables = await Ask.ValueAsync<string[]>(world.Server.Logins.Job, "select array_agg(tablename::text) from pg_tables where schemaname = 'portfolio'");
        var counts = tables.Select(table => $"(select count(*) from portfolio.{table} t where position('{text}' in t::text) > 0)");
        return await Ask.ValueAsync<long>(world.Server.Logins.Job, $"select {string.Join(" + ", counts)}");
    }

    private sealed class SteppedDirectory : IDisposable
    {
        public SteppedDirectory(NpgsqlDataSource job) => Directory = new ServiceKeyDirectory(job, Clock);

        public SteppedTime Clock { get; } = new();

        public ServiceKeyDirectory Directory { get; }

        public void Dispose() => Directory.Dispose();
    }
}
