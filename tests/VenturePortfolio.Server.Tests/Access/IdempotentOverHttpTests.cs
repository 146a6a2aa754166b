namespace VenturePortfolio.Server.Tests;

public sealed class IdempotentOverHttpTests(WritingServer world) : IClassFixture<WritingServer>
{
    [Fact]
    public async Task Fifty_parallel_identical_mutations_have_one_effect_and_fifty_equal_answers()
    {
        var input = WritingServer.InputOf("recordCashFlow");
        var before = await CountAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => BytesAsync(input))));

        Assert.Contains("\"userErrors\":[]", Assert.Single(answers.Distinct(StringComparer.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(before + 1, await CountAsync());
    }

    [Fact]
    public async Task A_repeat_may_select_other_fields_of_the_same_result()
    {
        var input = WritingServer.InputOf("reportMilestone");
        await world.AskAsync(TestPerson.Incubator, "reportMilestone", input);
        const string Other = """
            mutation($input: ReportMilestoneInput!) {
              again: reportMilestone(input: $input) { milestone { title reports(first: 1) { nodes { verification } } } userErrors { code } }
            }
            """;

        var answer = await world.Server.QueryAsync(TestPerson.Incubator, Other, new { input });

        var milestone = answer.GetProperty("data").GetProperty("again").GetProperty("milestone");
        Assert.Equal("ITF grant", milestone.GetProperty("title").GetString());
        Assert.Equal("V1", milestone.GetProperty("reports").GetProperty("nodes")[0].GetProperty("verification").GetString());
    }

    /// <summary>As the key invites to: on a busy machine some wait too long for the one that acts, and ask again.</summary>
    private async Task<string> BytesAsync(Dictionary<string, object?> input)
    {
        for (var attempts = 1; ; attempts++)
        {
            using var response = await world.Server.SendAsync(TestPerson.Manager, new { query = world.TextOf("recordCashFlow"), variables = new { input } });
            if (response.StatusCode != System.Net.HttpStatusCode.ServiceUnavailable || attempts == 10)
            {
                return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    private async Task<long> CountAsync()
    {
        await using var command = world.Server.Logins.Job.CreateCommand("select count(*) from cash_flow");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
