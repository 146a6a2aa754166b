using System.Net;
using System.Text.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>What was known at a closed instant can never change: it is answered with a strong ETag, and from memory.</summary>
public sealed class PinnedAnswersTests(PinnedServer world) : IClassFixture<PinnedServer>, IAsyncLifetime
{
    private const string Flows =
        """
        query ($knownAt: DateTime!) {
          subFunds(first: 10, orderBy: [CODE_ASC]) {
            nodes {
              code nameEn
              cashFlows(first: 50, asOf: "2026-06-30", knownAt: $knownAt) {
                totalCount
                nodes { id kind recordedAt amount { amount currency } investor { nameEn } }
              }
            }
          }
        }
        """;

    private string now = "";

    public async ValueTask InitializeAsync()
    {
        await world.PublishAsync();
        await world.CallAsync();
        now = await world.NowAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_pinned_answer_keeps_its_bytes_while_the_ledger_goes_on()
    {
        var first = await world.PinnedAsync(TestPerson.Manager, Flows, new { knownAt = now });
        Assert.Matches("^\"[0-9a-f]{32}\"$", first.ETag);
        Assert.Equal("no-cache, private", first.CacheControl);
        var counted = Count(first);

        await world.CallAsync();

        Assert.Equal(first, await world.GetAsync(TestPerson.Manager, Flows, new { knownAt = now }));
        Assert.Equal(counted + 1, Count(await world.PinnedAsync(TestPerson.Manager, Flows, new { knownAt = await world.NowAsync() })));
    }

    [Fact]
    public async Task Whoever_has_it_already_is_told_so_and_sent_nothing()
    {
        var first = await world.PinnedAsync(TestPerson.Manager, Flows, new { knownAt = now });
        foreach (var known in new[] { first.ETag!, $"\"other\", {first.ETag}", "*" })
        {
            var again = await world.GetAsync(TestPerson.Manager, Flows, new { knownAt = now }, ifNoneMatch: known);
            Assert.Equal((HttpStatusCode.NotModified, first.ETag, ""), (again.Status, again.ETag, again.Body));
        }

        var other = await world.GetAsync(TestPerson.Manager, Flows, new { knownAt = now }, ifNoneMatch: "\"other\"");
        Assert.Equal(first, other);
    }

    [Fact]
    public async Task A_kept_answer_is_given_without_touching_the_facts()
    {
        var cancel = TestContext.Current.CancellationToken;
        var first = await world.PinnedAsync(TestPerson.Manager, Flows, new { knownAt = now });
        await using var holder = await world.Server.Logins.Migrator.OpenConnectionAsync(cancel);
        await using var holding = await holder.BeginTransactionAsync(cancel);
        await using var hold = holder.CreateCommand();
        hold.CommandText = "lock table portfolio.cash_flow in access exclusive mode";
        await hold.ExecuteNonQueryAsync(cancel);

        Assert.Equal(first, await world.GetAsync(TestPerson.Manager, Flows, new { knownAt = now }));
    }

    [Fact]
    public async Task Nobody_is_given_what_was_kept_for_another()
    {
        var mine = await world.PinnedAsync(TestPerson.Manager, Flows, new { knownAt = now });
        var answers = new List<Exchanged> { mine };
        foreach (var person in new[] { TestPerson.OtherManager, TestPerson.Incubator, TestPerson.Policy, TestPerson.Admin, TestPerson.ManagerAndPolicy })
        {
            answers.Add(await world.PinnedAsync(person, Flows, new { knownAt = now }));
        }

        var seen = answers.ConvertAll(Count);
        Assert.True(seen[0] > 0 && seen[0] == seen[3], $"The manager sees {seen[0]}, policy staff {seen[3]}.");
        Assert.Equal([0, 0, 0, 0], [seen[1], seen[2], seen[4], seen[5]]);

        // The same person, asking in another role.
        var asPolicy = await world.GetAsync(
            TestPerson.ManagerAndPolicy, Flows, new { knownAt = now }, change: request => request.Headers.Add("Vp-Role", "POLICY"));
        Assert.Equal(seen[0], Count(asPolicy));
    }

    [Fact]
    public async Task After_a_membership_is_revoked_what_was_kept_is_out_of_reach()
    {
        var before = await world.PinnedAsync(TestPerson.Manager, Flows, new { knownAt = now });
        await using var connection = await world.Server.Logins.DataSourceOf(Role.Admin).OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var change = connection.CreateCommand();
        change.CommandText =
            $"update portfolio.membership set revoked_at = clock_timestamp() where person_id = '{TestPeople.KeyOf(TestPerson.Manager)}' and revoked_at is null";
        Assert.Equal(1, await change.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        try
        {
            var after = await world.GetAsync(TestPerson.Manager, Flows, new { knownAt = now }, ifNoneMatch: before.ETag);
            Assert.NotEqual(HttpStatusCode.NotModified, after.Status);
            Assert.NotEqual(before.ETag, after.ETag);
            Assert.DoesNotContain("CAPITAL_CALL", after.Body, StringComparison.Ordinal);
        }
        finally
        {
            await world.ExecuteAsync($"""
                insert into portfolio.membership (person_id, organisation_id, role)
                values ('{TestPeople.KeyOf(TestPerson.Manager)}', '{TestPeople.OrganisationOf(TestPerson.Manager)}', 'FUND_MANAGER')
                """);
        }

        Assert.Equal(before.ETag, (await world.PinnedAsync(TestPerson.Manager, Flows, new { knownAt = now })).ETag);
    }

    [Fact]
    public async Task A_card_that_changes_is_seen_at_once()
    {
        var before = await world.PinnedAsync(TestPerson.Manager, Flows, new { knownAt = now });
        await world.ExecuteAsync($"update portfolio.sub_fund set name_en = 'Another name {Guid.NewGuid():N}' where id = '{SmallWorld.FundA}'");
        var after = await world.GetAsync(TestPerson.Manager, Flows, new { knownAt = now }, ifNoneMatch: before.ETag);
        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.Contains("Another name", after.Body, StringComparison.Ordinal);
        Assert.NotEqual(before.ETag, after.ETag);
    }

    /// <summary>A fund that comes to hold a startup lets its manager read what was known of it at a closed instant, too.</summary>
    [Fact]
    public async Task A_startup_that_an_own_fund_comes_to_hold_is_seen_at_once()
    {
        const string Milestones = """query ($knownAt: DateTime!) { startups(first: 5) { nodes { milestones(first: 3, knownAt: $knownAt) { nodes { title } } } } }""";
        var (before, others) = (await world.PinnedAsync(TestPerson.OtherManager, Milestones, new { knownAt = now }), await world.PinnedAsync(TestPerson.Policy, Milestones, new { knownAt = now }));
        Assert.DoesNotContain("Graduation", before.Body, StringComparison.Ordinal);

        await world.ExecuteAsync($"""
            insert into portfolio.investment (sub_fund_id, startup_id, instrument, amount_minor, currency, effective_on)
            values ('{SmallWorld.FundB}', '{SmallWorld.StartupA}', 'PREFERRED', 5000000, 'CNY', '2025-03-01')
            """);

        var after = await world.GetAsync(TestPerson.OtherManager, Milestones, new { knownAt = now }, ifNoneMatch: before.ETag);
        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.Contains("Graduation", after.Body, StringComparison.Ordinal);
        // Whose rights do not follow from it keep what they have.
        Assert.Equal(HttpStatusCode.NotModified, (await world.GetAsync(TestPerson.Policy, Milestones, new { knownAt = now }, ifNoneMatch: others.ETag)).Status);
    }

    [Theory]
    [InlineData("{ cashFlows(first: 5) { nodes { id } } }")] // Not dated at all.
    [InlineData("""{ cashFlows(first: 5, asOf: "2020-12-31") { nodes { id } } }""")] // May be told later.
    [InlineData("""{ cashFlows(first: 5, knownAt: "2199-01-01T00:00:00Z") { nodes { id } } }""")] // Still to come.
    [InlineData("""{ a: cashFlows(first: 5, knownAt: "NOW") { nodes { id } } b: cashFlows(first: 5) { nodes { id } } }""")]
    [InlineData("""{ cashFlows(first: 5, knownAt: "NOW") { nodes { reversedBy { id } } } }""")] // May be reversed later.
    [InlineData("""{ cashFlows(first: 5, knownAt: "NOW") { nodes { recordedBy { displayName } } } }""")] // People change.
    [InlineData("""{ cashFlows(first: 5, knownAt: "NOW", where: { reversedBy: { seq: { gt: "0" } } }) { nodes { id } } }""")]
    [InlineData("""{ subFunds(first: 5, where: { cashFlows: { some: { seq: { gt: "0" } } } }) { nodes { cashFlows(first: 1, knownAt: "NOW") { nodes { id } } } } }""")]
    [InlineData("""{ subFunds(first: 5) { nodes { cashFlows(first: 1, knownAt: "NOW") { nodes { id } } metrics(first: 1) { nodes { id } } } } }""")]
    [InlineData("""{ viewer { role } cashFlows(first: 5, knownAt: "NOW") { nodes { id } } }""")]
    [InlineData("""{ a: subFunds(first: 5) { nodes { knownAt: code } } }""")] // Cards alone: a name that says knownAt pins nothing.
    [InlineData("""{ leverageReport(asOf: "2001-12-31", knownAt: "2002-01-01T00:00:00Z") { asOf } }""")] // An error beside it.
    [InlineData("""{ restatement(definition: "ENTRY-AGE-SHARE", asOf: "2026-06-30", knownAt1: "2026-01-01T00:00:00Z", knownAt2: "NOW") { after } }""")] // A day of founding has no dates.
    public async Task What_may_still_change_is_never_pinned(string query)
    {
        var answer = await world.GetAsync(TestPerson.Policy, query.Replace("NOW", now, StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.OK, null, "no-store"), (answer.Status, answer.ETag, answer.CacheControl));
    }

    [Theory]
    [InlineData("""{ cashFlows(first: 5, knownAt: "NOW") { totalCount nodes { id investor { nameEn } investment { amount { amount } } } } }""")]
    [InlineData("""{ startups(first: 5) { nodes { code milestones(first: 3, knownAt: "NOW") { nodes { title kind { nameEn } } } } } }""")]
    [InlineData("""{ subFunds(first: 5, where: { manager: { nameEn: { ne: "" } } }) { nodes { id } } fxRates(first: 1, knownAt: "NOW") { nodes { perUsd } } }""")]
    [InlineData("""{ restatement(definition: "CONVERSION-SHARE", asOf: "2026-06-30", knownAt1: "2026-01-01T00:00:00Z", knownAt2: "NOW") { after } }""")]
    public async Task What_hangs_on_a_closed_instant_and_on_cards_alone_is_pinned(string query) =>
        Assert.NotNull((await world.PinnedAsync(TestPerson.Policy, query.Replace("NOW", now, StringComparison.Ordinal))).ETag);

    private static int Count(Exchanged answer)
    {
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.GetProperty("data").GetProperty("subFunds").GetProperty("nodes").EnumerateArray()
            .Sum(fund => fund.GetProperty("cashFlows").GetProperty("totalCount").GetInt32());
    }
}
