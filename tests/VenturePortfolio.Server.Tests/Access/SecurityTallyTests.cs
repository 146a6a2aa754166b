using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server.Tests;

/// <summary>Refusals reach the security chain counted: a flood of strangers costs rows per minute, not per request.</summary>
public sealed class SecurityTallyTests(WritingServer server) : IClassFixture<WritingServer>
{
    private SecurityTally Tally => server.Server.Services.GetRequiredService<SecurityTally>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flood_of_strangers_is_one_event_with_its_count()
    {
        for (var i = 0; i < 40; i++)
        {
            using var refused = await server.Server.Http.PostAsJsonAsync(server.Server.GraphQL, new { query = "{ viewer { id } }" }, Cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using (var report = await server.Server.Http.GetAsync(new Uri("reports/leverage.csv?asOf=2026-06-30", UriKind.Relative), Cancel))
            Assert.Equal(HttpStatusCode.Unauthorized, report.StatusCode);
        await Tally.FlushAsync(Cancel);

        // Its own minute may have been written in between.
        Assert.Equal(41, await SumAsync("kind = 'SIGN_IN_REFUSED' and note = 'UNAUTHENTICATED' and person_id is null"));
        Assert.InRange(await Ask.ValueAsync<long>(server.Server.Logins.Job, "select count(*) from security_event where note = 'UNAUTHENTICATED'"), 1, 3);
    }

    [Fact]
    public async Task A_known_person_without_a_membership_is_refused_by_name()
    {
        using (var refused = await server.Server.SendAsync(TestPerson.Former, new { query = "{ viewer { id } }" }))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await Tally.FlushAsync(Cancel);

        Assert.Equal(1, await SumAsync($"kind = 'SIGN_IN_REFUSED' and note = 'NO_MEMBERSHIP' and person_id = '{TestPeople.KeyOf(TestPerson.Former)}'"));
    }

    [Fact]
    public async Task An_act_that_a_role_may_not_do_is_an_event_with_the_person_and_the_act()
    {
        Assert.Equal("FORBIDDEN", await server.AskAsync(TestPerson.Policy, "recordCashFlow", WritingServer.InputOf("recordCashFlow")));
        await Tally.FlushAsync(Cancel);

        Assert.Equal(1, await SumAsync($"kind = 'ACCESS_DENIED' and note = 'recordCashFlow' and person_id = '{TestPeople.KeyOf(TestPerson.Policy)}'"));
    }

    [Fact]
    public async Task However_many_people_are_refused_within_a_minute_the_rows_stay_bounded()
    {
        for (var i = 0; i < 5_000; i++)
            Tally.Count(SecurityLog.AccessDenied, "bounded", Guid.NewGuid());
        await Tally.FlushAsync(Cancel);

        Assert.Equal(5_000, await SumAsync("note = 'bounded'"));
        Assert.InRange(await Ask.ValueAsync<long>(server.Server.Logins.Job, "select count(*) from security_event where note = 'bounded'"), 2, 1_001);
        Assert.Empty((await VerifyReport.MakeAsync(server.Server.Logins, null, Silent.Progress, Cancel)).Findings);
    }

    private Task<long> SumAsync(string condition) => Ask.ValueAsync<long>(
        server.Server.Logins.Job, $"select coalesce(sum(times), 0)::bigint from security_event where {condition}");
}
