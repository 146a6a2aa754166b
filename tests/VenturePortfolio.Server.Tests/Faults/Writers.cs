using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Clients that record cash flows of fund A through whatever happens, and remember what they were told. What was
/// acknowledged must be there, once; what was not may be, but a repeat with its key must not double it.
/// </summary>
public sealed class Writers(FaultWorld world) : IDisposable
{
    /// <summary>Answers that promise nothing: come again.</summary>
    private static readonly string[] NotNow = ["TIMEOUT", "UNAVAILABLE", "OVERLOADED", "STORAGE_FULL"];

    private readonly ConcurrentDictionary<string, string?> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> refusals = new(StringComparer.Ordinal);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private int acknowledged;

    /// <summary>Keys sent so far.</summary>
    public int Sent => answers.Count;

    public int Acknowledged => Volatile.Read(ref acknowledged);

    /// <summary>Codes of the answers that promised nothing, and of connections that broke ("GONE"), with their number.</summary>
    public string Refusals => refusals.IsEmpty ? "none" : string.Join(", ", refusals.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Value} {one.Key}"));

    public int RefusalsOf(string code) => refusals.GetValueOrDefault(code);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => http.Dispose();

    /// <summary>Writes under new keys until the node does not answer any more.</summary>
    public Task UntilItDiesAsync(FaultNode node) => Task.Run(
        async () =>
        {
            while (await TryAsync(node, Guid.NewGuid().ToString()) is not Told.Nothing)
            {
                // The next one.
            }
        },
        Cancel);

    /// <summary>Writes under new keys until told to stop, whatever the answers are.</summary>
    public Task UntilAsync(FaultNode node, Func<bool> enough) => Task.Run(
        async () =>
        {
            using var breath = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (!enough())
            {
                // Refused at once, a client draws breath; it does not storm.
                if (await TryAsync(node, Guid.NewGuid().ToString()) is not Told.Done)
                    await breath.WaitForNextTickAsync(Cancel);
            }
        },
        Cancel);

    /// <summary>One write under this key.</summary>
    public async Task<Told> TryAsync(FaultNode node, string key)
    {
        answers.TryAdd(key, null);
        try
        {
            if (await PostAsync(node, key) is not { } entry)
                return Told.NotNow;
            answers[key] = entry;
            Interlocked.Increment(ref acknowledged);
            return Told.Done;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            refusals.AddOrUpdate("GONE", 1, (_, count) => count + 1);
            return Told.Nothing;
        }
    }

    /// <summary>The whole promise, asked of the ledger and then, by repeating every key, of the node.</summary>
    public async Task MustHoldAsync(FaultNode node, string seed)
    {
        // Our own connections may have died with PostgreSQL.
        world.Logins.Job.Clear();
        var found = await EntriesAsync();
        foreach (var (key, entry) in answers)
        {
            var there = found.GetValueOrDefault(key, []);
            Assert.True(entry is null ? there.Count <= 1 : there is [var one] && one == entry, $"{seed}: key {key} has {there.Count} entries; told: {entry ?? "nothing"}.");
        }

        Assert.Equal((seed, 0L), (seed, await HalvesAsync()));
        foreach (var (key, entry) in answers)
        {
            string? again = null;
            await Eventually.HoldsAsync(async () => (again = await PostAsync(node, key)) is not null, FaultWorld.Patience);
            Assert.True(entry is null || entry == again, $"{seed}: key {key} was answered differently.");
        }

        found = await EntriesAsync();
        Assert.All(answers.Keys, key => Assert.True(found[key].Count == 1, $"{seed}: key {key} was doubled."));
        Assert.Equal((seed, answers.Count), (seed, found.Count));
        var chains = await LedgerChain.WalkAsync(world.Logins, Cancel);
        Assert.All(chains, chain => Assert.True(chain.IsIntact, $"{seed}: {chain}"));
        Assert.Equal(answers.Count, chains.Single(chain => chain.FundCode == "A").Entries);
    }

    /// <summary>The entry made; null when the answer promises nothing.</summary>
    private async Task<string?> PostAsync(FaultNode node, string key)
    {
        var input = WritingServer.InputOf("recordCashFlow");
        input["amount"] = "1.00";
        input["externalRef"] = key;
        input["idempotencyKey"] = key;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address, "graphql"))
        {
            Content = JsonContent.Create(new { query = WritingServer.TextOf("recordCashFlow", "cashFlow"), variables = new { input } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", world.Token);
        using var response = await http.SendAsync(request, Cancel);
        var answer = await RunningServer.JsonOf(response);
        if (RunningServer.CodeOf(answer) is { } code)
        {
            if (!NotNow.Contains(code, StringComparer.Ordinal))
                Assert.Fail($"{answer}\n{await node.LastWordsAsync()}");
            refusals.AddOrUpdate(code, 1, (_, count) => count + 1);
            return null;
        }

        Assert.Equal("DONE", WritingServer.Told(answer, "recordCashFlow"));
        return answer.GetProperty("data").GetProperty("recordCashFlow").GetProperty("cashFlow").GetProperty("id").GetString();
    }

    private async Task<Dictionary<string, List<string>>> EntriesAsync()
    {
        var found = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        await using var command = world.Logins.Job.CreateCommand("select external_ref, id from cash_flow where external_ref is not null");
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        while (await reader.ReadAsync(Cancel))
        {
            var key = reader.GetString(0);
            (found.TryGetValue(key, out var entries) ? entries : found[key] = []).Add(SmallWorld.Id("CashFlow", reader.GetGuid(1)));
        }

        return found;
    }

    /// <summary>Entries without their key, and keys without their entry.</summary>
    private Task<long> HalvesAsync() => Ask.ValueAsync<long>(
        world.Logins.Job,
        """
        select count(*)
        from (select external_ref as key from portfolio.cash_flow where external_ref is not null) entry
        full join portfolio.operation_key made on made.key = entry.key
        where entry.key is null or made.key is null
        """);
}

/// <summary>What a client was told.</summary>
public enum Told
{
    Done,
    NotNow,

    /// <summary>The connection broke: done or not, nobody said.</summary>
    Nothing,
}
