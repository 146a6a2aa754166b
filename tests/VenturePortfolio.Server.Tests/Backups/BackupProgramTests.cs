using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// The commands as a person types them: serve, verify, backup, restore into an empty cluster, and serve from it.
/// </summary>
public sealed partial class BackupProgramTests : IAsyncLifetime
{
    private const string Query = """
        {
          metricValues(first: 100, orderBy: [ID_ASC]) { totalCount nodes { id metricKey asOf knownAt value numerator denominator status absentWhy } }
          cashFlows(first: 100, orderBy: [ID_ASC]) { totalCount nodes { id seq amount { amount currency } effectiveOn recordedAt } }
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string root = Path.Combine(Path.GetTempPath(), "vp-vault-" + Guid.NewGuid().ToString("N")[..12]);
    private PortfolioDatabase? first;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string From => Path.Combine(root, "a");

    private string To => Path.Combine(root, "b");

    private string Backup => Path.Combine(root, "portfolio.backup");

    public async ValueTask InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Data:Directory", From)]).Build();
        first = await PortfolioDatabase.OpenAsync(configuration, Silent.Progress, Cancel);
        await TestPeople.AddAsync(first.Logins.Job, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (first is not null)
            await first.DisposeAsync();
        // A program that did not end in good order leaves its PostgreSQL running: adopted, to be stopped.
        if (Directory.Exists(To))
            await (await PrivateCluster.StartAsync(new() { Directory = To }, CancellationToken.None)).DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task A_backup_is_verified_restored_into_an_empty_cluster_and_served_from()
    {
        var before = await AnswerAsync(From);
        // The sweeper has anchored the first night by then, or does so while this waits.
        await RunsAsync(0, "0 findings|all intact", "verify", "--data", From);
        await RunsAsync(0, ": manifest ", "backup", "--to", Backup, "--data", From);

        await RunsAsync(0, "Restored and compared with the manifest; chains: all intact.", "restore", "--from", Backup, "--data", To);
        await RunsAsync(1, "The database is not empty", "restore", "--from", Backup, "--data", To);
        Assert.Equal(before, await AnswerAsync(To));
        await RunsAsync(0, "all fit", "verify", "--data", To, "--anchors", Path.Combine(From, "anchors.jsonl"));

        await TamperAsync();
        await RunsAsync(1, "FOUND fund ", "verify", "--data", From);
    }

    /// <summary>A server's answer to policy staff, served from a folder.</summary>
    private static async Task<string> AnswerAsync(string data)
    {
        using var program = ProgramUnderTest.Start("serve", "--profile", "demo", "--data", data, "--urls", "http://127.0.0.1:0");
        await program.PrintsAsync("Listening", Patience);
        var address = Address().Match(program.Printed).Value;
        using var issuer = DemoIssuer.Open(data);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", issuer.TokenFor(TestPeople.SubjectOf(TestPerson.Policy), TimeSpan.FromMinutes(10)));
        var answer = "";
        // A busy machine: the program has just started, and says that it took too long.
        await Eventually.HoldsAsync(async () =>
        {
            using var response = await http.PostAsJsonAsync(new Uri(address + "/graphql"), new { query = Query }, Cancel);
            answer = await response.Content.ReadAsStringAsync(Cancel);
            return (int)response.StatusCode != 503;
        }, Patience);
        Assert.Contains("\"totalCount\":", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"totalCount\":0", answer, StringComparison.Ordinal);
        using var nightly = await http.GetAsync(new Uri(address + "/health/nightly"), Cancel);
        Assert.True(nightly.IsSuccessStatusCode, await nightly.Content.ReadAsStringAsync(Cancel));
        await Eventually.HoldsAsync(() => File.Exists(Path.Combine(data, "anchors.jsonl")), Patience);
        program.Signal("TERM");
        Assert.Equal(0, await program.EndsAsync(Patience));
        return answer;
    }

    private static async Task RunsAsync(int exit, string says, params string[] command)
    {
        using var program = ProgramUnderTest.Start(command);
        Assert.True(await program.EndsAsync(Patience) == exit, program.Printed);
        Assert.Contains(says.Split('|'), text => program.Printed.Contains(text, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", program.Printed, StringComparison.Ordinal);
    }

    private async Task TamperAsync()
    {
        await using var cluster = await PrivateCluster.StartAsync(new() { Directory = From }, Cancel);
        await TestCluster.SuperuserAsync(
            cluster, "venture_portfolio", "set session_replication_role = replica; update portfolio.cash_flow set memo = 'x' where seq = 1", Cancel);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
