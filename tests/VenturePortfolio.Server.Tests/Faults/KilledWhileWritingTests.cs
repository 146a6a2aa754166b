using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Spectre.Console;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// kill -9 of the real program under writers: what it acknowledged is there, once, and a repeat with the same key doubles
/// nothing. A smoke test of three kills; reliability.md asks for thirty.
/// </summary>
public sealed partial class KilledWhileWritingTests : IAsyncLifetime
{
    private const int Kills = 3;
    private const int Writers = 4;
    private static readonly string[] Busy = ["TIMEOUT", "UNAVAILABLE", "OVERLOADED"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string root = Path.Combine(Path.GetTempPath(), "vp-killed-" + Guid.NewGuid().ToString("N")[..12]);
    private readonly ConcurrentDictionary<string, string?> answers = new(StringComparer.Ordinal);
    private readonly HttpClient http = new();
    private PortfolioDatabase? database;
    private Uri? address;
    private string? token;

    public async ValueTask InitializeAsync()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Data:Directory"] = root })
            .Build();
        database = await PortfolioDatabase.OpenAsync(
            configuration, new ProgressLines(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) })), Cancel);
        await TestPeople.AddAsync(database.Logins.Job, Cancel);
        // The program opens the same key: its tokens and ours are alike.
        using var issuer = DemoIssuer.Open(root);
        token = issuer.TokenFor(TestPeople.SubjectOf(TestPerson.Manager), TimeSpan.FromMinutes(30));
        // The first start loads the seeds; the rows written to here come after them.
        using var first = await ServeAsync();
        await using var load = database.Logins.Job.CreateCommand(SmallWorld.Sql);
        await load.ExecuteNonQueryAsync(Cancel);
        await first.KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (database is not null)
            await database.DisposeAsync();
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_doubled()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var program = await ServeAsync();
            var enough = Acknowledged.Count + random.Next(5, 60);
            var writers = Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteUntilItDiesAsync)).ToList();
            await Eventually.HoldsAsync(() => Acknowledged.Count >= enough || writers.TrueForAll(writer => writer.IsCompleted), Patience);
            await program.KillAsync();
            await Task.WhenAll(writers);
            Assert.True(Acknowledged.Count >= enough, $"Seed {seed}: the writers ended early.\n{program.Printed}");
        }

        using var last = await ServeAsync();
        foreach (var (key, node) in Acknowledged)
            Assert.Equal((key, node, 1), (key, await NodeOfAsync(key), await CountAsync(key)));

        foreach (var (key, node) in answers)
        {
            string? again = null;
            await Eventually.HoldsAsync(async () => (again = await PostAsync(key)) is not null, Patience);
            Assert.True(node is null || string.Equals(node, again, StringComparison.Ordinal), $"Seed {seed}: key {key} was answered differently.");
            Assert.Equal((key, 1), (key, await CountAsync(key)));
        }

        var chains = await LedgerChain.WalkAsync(database!.Logins.Job, Cancel);
        Assert.All(chains, chain => Assert.True(chain.IsIntact, $"Seed {seed}: {chain}"));
        Assert.Equal(answers.Count, chains.Single(chain => chain.FundCode == "A").Entries);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Kills} kills, {answers.Count} keys, {Acknowledged.Count} acknowledged before a kill");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Keys whose answer arrived, with the node it named.</summary>
    private Dictionary<string, string> Acknowledged =>
        answers.Where(answer => answer.Value is not null).ToDictionary(answer => answer.Key, answer => answer.Value!, StringComparer.Ordinal);

    private async Task<ProgramUnderTest> ServeAsync()
    {
        var program = ProgramUnderTest.Start("serve", "--profile", "demo", "--data", root, "--urls", "http://127.0.0.1:0");
        await program.PrintsAsync("Listening", Patience);
        address = new Uri(Address().Match(program.Printed).Value + "/graphql");
        return program;
    }

    private async Task WriteUntilItDiesAsync()
    {
        while (true)
        {
            var key = Guid.NewGuid().ToString();
            answers[key] = null;
            try
            {
                answers[key] = await PostAsync(key);
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                // Killed: whether this one was written is what the test asks later.
                return;
            }
        }
    }

    /// <summary>The node made; null when the answer says that it came too late, which promises nothing.</summary>
    private async Task<string?> PostAsync(string key)
    {
        var input = WritingServer.InputOf("recordCashFlow");
        input["amount"] = "1.00";
        input["externalRef"] = key;
        input["idempotencyKey"] = key;
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = JsonContent.Create(new { query = WritingServer.TextOf("recordCashFlow", "cashFlow"), variables = new { input } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, Cancel);
        var answer = await RunningServer.JsonOf(response);
        if (RunningServer.CodeOf(answer) is { } code)
        {
            // A busy machine: the program has just started, and four ask at once.
            Assert.Contains(code, Busy, StringComparer.Ordinal);
            return null;
        }

        Assert.Equal("DONE", WritingServer.Told(answer, "recordCashFlow"));
        return answer.GetProperty("data").GetProperty("recordCashFlow").GetProperty("cashFlow").GetProperty("id").GetString();
    }

    private async Task<string> NodeOfAsync(string key)
    {
        await using var command = database!.Logins.Job.CreateCommand($"select id from cash_flow where external_ref = '{key}'");
        return SmallWorld.Id("CashFlow", (Guid)(await command.ExecuteScalarAsync(Cancel))!);
    }

    private async Task<int> CountAsync(string key)
    {
        await using var command = database!.Logins.Job.CreateCommand($"select count(*)::int from cash_flow where external_ref = '{key}'");
        return (int)(await command.ExecuteScalarAsync(Cancel))!;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
