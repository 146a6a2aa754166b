using System.Net;

namespace VenturePortfolio.Server.Tests;

/// <summary>Whoever asks too much at once, or too much altogether, is told so at once and when to come back.</summary>
public sealed class RequestLimitsTests(TestCluster cluster)
{
    private const string Waiting = "{ subFunds(first: 1) { nodes { id } } }";

    [Fact]
    public async Task A_person_who_has_spent_the_budget_is_refused_and_nobody_else_is()
    {
        await using var server = await StartAsync(("Limits:CostMax", "100"), ("Limits:UnitsAtOnce", "100"), ("Limits:UnitsPerSecond", "1"));
        const string Dear = "{ subFunds(first: 80) { nodes { id } } }"; // 81 units
        Assert.Equal((HttpStatusCode.OK, null, null), await AskAsync(server, TestPerson.Policy, Dear));

        var (status, code, wait) = await AskAsync(server, TestPerson.Policy, Dear);

        Assert.Equal((HttpStatusCode.TooManyRequests, "BUDGET_SPENT"), (status, code));
        Assert.InRange(wait!.Value, 1, 81);
        Assert.Equal((HttpStatusCode.OK, null, null), await AskAsync(server, TestPerson.Admin, Dear));
        Assert.Equal((HttpStatusCode.OK, null, null), await AskAsync(server, TestPerson.Policy, "{ __typename }"));
    }

    [Fact]
    public async Task Without_any_budget_left_nothing_is_even_parsed()
    {
        await using var server = await StartAsync(("Limits:CostMax", "5"), ("Limits:UnitsAtOnce", "5"), ("Limits:UnitsPerSecond", "1"));
        await Eventually.HoldsAsync(
            async () => (await AskAsync(server, TestPerson.Policy, "{ viewer { role } }")).Code is "BUDGET_SPENT", TimeSpan.FromSeconds(30));
        await Eventually.HoldsAsync(async () => (await AskAsync(server, TestPerson.Policy, "{")).Code is "SYNTAX_ERROR", TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_person_with_too_many_requests_open_is_refused_and_nobody_else_is()
    {
        await using var server = await StartAsync(("Limits:InFlightPerPerson", "1"));
        await WhileOneWaitsAsync(server, async () =>
        {
            Assert.Equal((HttpStatusCode.TooManyRequests, "TOO_MANY_REQUESTS", 1), await AskAsync(server, TestPerson.Policy, "{ __typename }"));
            Assert.Equal((HttpStatusCode.OK, null, null), await AskAsync(server, TestPerson.Admin, "{ __typename }"));
        });
        Assert.Equal((HttpStatusCode.OK, null, null), await AskAsync(server, TestPerson.Policy, "{ __typename }"));
    }

    [Fact]
    public async Task When_too_many_requests_are_open_in_all_everybody_is_refused()
    {
        await using var server = await StartAsync(("Limits:InFlight", "1"));
        await WhileOneWaitsAsync(server, async () =>
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "OVERLOADED", 1), await AskAsync(server, TestPerson.Admin, "{ __typename }")));
        Assert.Equal((HttpStatusCode.OK, null, null), await AskAsync(server, TestPerson.Admin, "{ __typename }"));
    }

    /// <summary>
    /// Twenty refused reports in a row once spent the whole budget of 100,000. Refused for its arguments a report takes nothing; refused for its size what counting takes.
    /// Of both doors; nothing is planted, so that a good question finds nothing either.
    /// </summary>
    [Fact]
    public async Task A_refused_report_costs_what_was_done_until_then()
    {
        await using var server = await StartAsync(("Limits:UnitsAtOnce", "20000"), ("Limits:UnitsPerSecond", "1"));
        var files = new FileClient(server);
        for (var time = 0; time < 20; time++)
        {
            var answer = await server.QueryAsync(TestPerson.Policy, """{ leverageReport(asOf: "2199-12-31", compareTo: "2024-12-31") { asOf } }""");
            Assert.Equal("AS_OF_IN_FUTURE", RunningServer.CodeOf(answer));
            var cost = answer.GetProperty("extensions").GetProperty("cost");
            Assert.Equal((10_001, 2), (cost.GetProperty("requested").GetInt64(), cost.GetProperty("actual").GetInt64()));
            Assert.Equal((HttpStatusCode.BadRequest, "DATE_MALFORMED"), await files.RefusalAsync(TestPerson.Policy, "leverage.csv?asOf=June"));
            Assert.Equal((HttpStatusCode.Forbidden, "FORBIDDEN"), await files.RefusalAsync(TestPerson.Admin, "leverage.csv?asOf=2024-12-31"));
            Assert.Equal("FORBIDDEN", (await AskAsync(server, TestPerson.Admin, """{ restatement(definition: "LV-1", asOf: "2024-12-31", knownAt1: "2026-06-01T00:00:00Z", knownAt2: "2026-06-02T00:00:00Z") { before } }""")).Code);
        }
    }

    [Fact]
    public void Limits_under_which_nobody_could_ask_are_refused_at_the_start()
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager { ["Limits:CostMax"] = "200000" };
        Assert.Throws<PlainException>(() => new RequestLimits(configuration));
    }

    /// <summary>One request of the policy staff waits for a lock on <c>sub_fund</c> while <paramref name="act"/> runs.</summary>
    private static async Task WhileOneWaitsAsync(RunningServer server, Func<Task> act)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var holder = await server.Logins.Migrator.OpenConnectionAsync(cancel);
        Task<HttpResponseMessage> waiting;
        await using (await holder.BeginTransactionAsync(cancel))
        {
            await using var hold = holder.CreateCommand();
            hold.CommandText = "lock table portfolio.sub_fund in access exclusive mode";
            await hold.ExecuteNonQueryAsync(cancel);
            waiting = server.SendAsync(TestPerson.Policy, new { query = Waiting });
            hold.CommandText = "select exists (select from pg_locks where relation = 'portfolio.sub_fund'::regclass and not granted)";
            await Eventually.HoldsAsync(async () => (bool)(await hold.ExecuteScalarAsync(cancel))!, TimeSpan.FromSeconds(30));
            await act();
        }

        (await waiting).Dispose();
    }

    private async Task<RunningServer> StartAsync(params (string Name, string Value)[] settings)
    {
        var server = new RunningServer(cluster)
        {
            Settings = settings.Append(("Profile", "demo")).Append(("GraphQL:TimeoutSeconds", "60")).ToDictionary(each => each.Item1, each => (string?)each.Item2, StringComparer.Ordinal),
        };
        await server.InitializeAsync();
        // One request shall be able to wait for a lock until the test has asked all it wants to know.
        await using var connection = await cluster.SuperuserConnectionAsync(server.Logins, TestContext.Current.CancellationToken);
        await using var patient = new Npgsql.NpgsqlCommand(
            $"alter role vp_policy in database {connection.Database} set lock_timeout = 0; alter role vp_policy in database {connection.Database} set statement_timeout = 0",
            connection);
        await patient.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return server;
    }

    private static async Task<(HttpStatusCode Status, string? Code, int? RetryAfter)> AskAsync(RunningServer server, TestPerson person, string query)
    {
        using var response = await server.SendAsync(person, new { query });
        var wait = response.Headers.RetryAfter?.Delta is { } delta ? (int?)delta.TotalSeconds : null;
        return (response.StatusCode, RunningServer.CodeOf(await RunningServer.JsonOf(response)), wait);
    }
}
