using System.Net.Http.Headers;

namespace VenturePortfolio.Server.Tests;

/// <summary>Every hostile request is refused over HTTP, for the reason it was built for.</summary>
public sealed class HostileRequestTests(RunningServer server) : IClassFixture<RunningServer>
{
    public static TheoryData<string> Names => [.. HostileRequests.All.Select(request => request.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_hostile_request_is_refused(string name)
    {
        var hostile = HostileRequests.All.Single(request => string.Equals(request.Name, name, StringComparison.Ordinal));
        using var content = new ByteArrayContent(hostile.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue(hostile.ContentType);

        using var response = await server.SendAsync(TestPerson.Policy, content);

        var answer = await RunningServer.JsonOf(response);
        var code = RunningServer.CodeOf(answer);
        Assert.True((int)response.StatusCode is >= 400 and < 500, $"{response.StatusCode} {code}");
        Assert.False(answer.TryGetProperty("data", out _), "A refused request has no data.");
        Assert.Equal(hostile.Code ?? code, code);
        Assert.NotEqual("INTERNAL", code);
        Assert.DoesNotContain("Did you mean", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_enough_of_them_and_each_is_another()
    {
        Assert.InRange(HostileRequests.All.Count, 40, 1_000);
        Assert.Distinct(HostileRequests.All.Select(request => request.Name), StringComparer.Ordinal);
        Assert.Distinct(HostileRequests.All.Select(request => Convert.ToBase64String(request.Body)), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("{ subFunds(first: 1) { nodes { cod } } }")]
    [InlineData("{ subFund(idd: 1) { code } }")]
    [InlineData("{ subFundz { code } }")]
    [InlineData("{ ... on Quary { __typename } }")]
    [InlineData("{ subFunds(first: 1, orderBy: [CODE_ASK]) { nodes { code } } }")]
    [InlineData("{ subFunds(first: 1, where: { coda: { eq: \"a\" } }) { nodes { code } } }")]
    [InlineData("{ viewer { role @skipp(if: true) } }")]
    public async Task What_was_meant_is_never_guessed(string query)
    {
        var answer = await server.QueryAsync(TestPerson.Policy, query);
        Assert.NotNull(RunningServer.CodeOf(answer));
        Assert.DoesNotContain("Did you mean", answer.ToString(), StringComparison.Ordinal);
    }
}
