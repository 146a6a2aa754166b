using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VenturePortfolio.Server.Tests;

/// <summary>The demo and a night of it, read in each language: no English sentence is left in another one's answer.</summary>
public sealed class ReadersLanguageTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (await Ask.ValueAsync<long>(server.Logins.Job, "select count(*) from portfolio.rule_verdict") == 0)
        {
            await SeedCommand.RunAsync(server.Logins.Job, "all", Silent.Progress, Cancel);
            Assert.Equal(NightState.Published, (await new Nights(server.Logins).ByHandAsync(new(2026, 6, 30))).State);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("en", false)]
    [InlineData("zh-Hant", true)]
    [InlineData("zh-Hans", true)]
    public async Task Reasons_of_verdicts_and_figures_and_events_of_runs_are_in_the_language(string language, bool isChinese)
    {
        var words = new List<string>();
        var fund = (await AskAsync(language, """{ subFunds(first: 1, where: { code: { eq: "DEMO-SF-BAYAREA-V" } }) { nodes { id } } }""")).GetProperty("subFunds").GetProperty("nodes");
        var id = fund.GetArrayLength() == 0 ? await FundAsync() : fund[0].GetProperty("id").GetString();
        Gather(await AskAsync(language, $$"""{ ruleReport(subFundId: "{{id}}", asOf: "2026-06-30") { verdicts { detail } } }"""), words);
        Assert.True(words.Count > 20, $"{words.Count} reasons on demand");
        Gather(await AskAsync(language, """{ ruleVerdicts(first: 100, where: { reason: { isNull: false } }) { nodes { detail } } }"""), words);
        Gather(await AskAsync(language, """{ findings(first: 100) { nodes { detail } } }"""), words);
        Gather(await AskAsync(language, """{ metricValues(first: 100, where: { absentWhy: { isNull: false } }) { nodes { absentWhy } } }"""), words);
        Gather(await AskAsync(language, """{ startupMetricValues(first: 100, where: { absentWhy: { isNull: false }, asOf: { eq: "2026-06-30" } }) { nodes { absentWhy } } }"""), words);
        Gather(await AskAsync(language, """{ incubationReport(asOf: "2026-06-30") { groups { figures { detail absentWhy } } } }"""), words);
        Gather(await AskAsync(language, """{ leverageReport(asOf: "2026-06-30", groupBy: SUB_FUND) { groups { figures { absentWhy } } } }"""), words);
        Gather(await AskAsync(language, """{ metricRunEvents(first: 100) { nodes { message } } }"""), words);

        Assert.True(words.Count > 400, $"{words.Count} sentences");
        Assert.All(words, sentence => Assert.Equal(isChinese, Regex.IsMatch(sentence, @"\p{IsCJKUnifiedIdeographs}", RegexOptions.None, TimeSpan.FromSeconds(1))));
        if (isChinese)
        {
            Assert.All(words, sentence => Assert.DoesNotMatch("[a-z]{2,} [a-z]{2,}", sentence));
        }
    }

    [Theory]
    [InlineData("en", "the guidance fund is the largest contributor")]
    [InlineData("zh-Hant", "引導基金是最大出資人")]
    [InlineData("zh-Hans", "引导基金是最大出资人")]
    public async Task Files_of_findings_have_the_reasons_in_the_language(string language, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{VerdictEndpoint.Findings[1..]}?status=BREACH", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.TokenOf(TestPerson.Policy));
        request.Headers.Add("Accept-Language", language);
        using var response = await server.Http.SendAsync(request, Cancel);

        Assert.Contains(expected, await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private async Task<string> FundAsync() =>
        GlobalId.Of("SubFund", await Ask.ValueAsync<string>(server.Logins.Job, "select id::text from portfolio.sub_fund where code like '%BAYAREA-V'"));

    private async Task<JsonElement> AskAsync(string language, string query)
    {
        using var response = await server.SendAsync(TestPerson.Policy, new { query }, change: request => request.Headers.Add("Accept-Language", language));
        var answer = await RunningServer.JsonOf(response);
        Assert.False(answer.TryGetProperty("errors", out var errors), $"{query} {errors}");
        return answer.GetProperty("data");
    }

    /// <summary>Every text at the ends of the answer.</summary>
    private static void Gather(JsonElement at, List<string> words)
    {
        switch (at.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in at.EnumerateObject())
                {
                    Gather(member.Value, words);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in at.EnumerateArray())
                {
                    Gather(item, words);
                }

                break;
            case JsonValueKind.String:
                words.Add(at.GetString()!);
                break;
        }
    }
}
