using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace VenturePortfolio.Server.Tests;

public sealed class ActorFinderTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Somebody_we_do_not_know_is_told_so()
    {
        var (status, code) = await AskAsync(server.Issuer.TokenFor("nobody", TimeSpan.FromMinutes(1)));
        Assert.Equal((HttpStatusCode.Forbidden, "UNKNOWN_PERSON"), (status, code));
    }

    [Fact]
    public async Task Somebody_whose_memberships_were_revoked_is_told_so()
    {
        var (status, code) = await AskAsync(server.TokenOf(TestPerson.Former));
        Assert.Equal((HttpStatusCode.Forbidden, "NO_MEMBERSHIP"), (status, code));
    }

    [Theory]
    [InlineData("ADMIN")]
    [InlineData("policy")]
    [InlineData("FUND_MANAGER,POLICY")]
    [InlineData("0")]
    public async Task A_role_one_does_not_hold_cannot_be_chosen(string role)
    {
        var (status, code) = await AskAsync(server.TokenOf(TestPerson.ManagerAndPolicy), role);
        Assert.Equal((HttpStatusCode.Forbidden, "ROLE_NOT_HELD"), (status, code));
    }

    [Theory]
    [InlineData("POLICY")]
    [InlineData("FUND_MANAGER")]
    public async Task One_of_several_roles_can_be_chosen(string role)
    {
        using var response = await server.SendAsync(
            TestPerson.ManagerAndPolicy, new { query = "{ viewer { role } }" }, change: request => request.Headers.Add(ActorFinder.RoleHeader, role));
        Assert.Equal(role, (await RunningServer.JsonOf(response)).GetProperty("data").GetProperty("viewer").GetProperty("role").GetString());
    }

    [Fact]
    public async Task Somebody_just_admitted_gets_in_at_once()
    {
        var token = server.Issuer.TokenFor("newcomer", TimeSpan.FromMinutes(1));
        Assert.Equal("UNKNOWN_PERSON", (await AskAsync(token)).Code);
        await using (var admit = server.Logins.Job.CreateCommand("""
            with p as (insert into portfolio.person (display_name, issuer, subject) values ('New', 'urn:venture-portfolio:demo', 'newcomer') returning id)
            insert into portfolio.membership (person_id, organisation_id, role)
            select p.id, o.id, 'POLICY' from p, portfolio.organisation o where o.kind = 'POLICY_BODY'
            """))
        {
            await admit.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal((HttpStatusCode.OK, null), await AskAsync(token));
    }

    private async Task<(HttpStatusCode Status, string? Code)> AskAsync(string token, string? role = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, server.GraphQL)
        {
            Content = new StringContent("""{"query":"{ __typename }"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (role is not null)
        {
            request.Headers.Add(ActorFinder.RoleHeader, role);
        }

        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, RunningServer.CodeOf(await RunningServer.JsonOf(response)));
    }
}
