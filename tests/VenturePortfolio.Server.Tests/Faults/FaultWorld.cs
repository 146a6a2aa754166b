using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// The program as processes on a private PostgreSQL that keeps its promises (fsync on), to be killed, frozen and starved.
/// The rows are those of <see cref="SmallWorld"/>. The test itself never brings PostgreSQL back: that is the program's task.
/// </summary>
public sealed partial class FaultWorld : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly List<FaultNode> nodes = [];
    private readonly bool ownsFolder;
    private PrivateCluster? cluster;
    private DatabaseLogins? logins;

    private FaultWorld(string? folder)
    {
        ownsFolder = folder is null;
        Root = folder ?? Path.Combine(Path.GetTempPath(), "vp-fault-" + Guid.NewGuid().ToString("N")[..12]);
    }

    /// <summary>The folder with the data.</summary>
    public string Root { get; }

    public DatabaseLogins Logins => logins!;

    public string Token { get; private set; } = "";

    /// <summary>Process number of PostgreSQL's first process.</summary>
    public int Postmaster => int.Parse(File.ReadLines(Path.Combine(Root, "pg", "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="folder">Where the data shall lie; null: in a folder that is removed at the end.</param>
    /// <param name="plant">Writes facts of the past: only before the first published night may it.</param>
    public static async Task<FaultWorld> StartAsync(string? folder = null, Func<DatabaseLogins, Task>? plant = null)
    {
        var world = new FaultWorld(folder);
        try
        {
            world.cluster = await PrivateCluster.StartAsync(new() { Directory = world.Root }, Cancel);
            var configuration = new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Data:Directory"] = world.Root })
                .Build();
            await using (await PortfolioDatabase.OpenAsync(configuration, Silent.Progress, Cancel))
            {
                // Roles and schema are there now.
            }

            world.logins = new DatabaseLogins(world.cluster.Address("venture_portfolio"), world.cluster.Secrets);
            if (plant is not null)
                await plant(world.logins);
            await TestPeople.AddAsync(world.logins.Job, Cancel);
            await world.ExecuteAsync(SmallWorld.Sql);
            // A night was published: the program loads no seeds of its own and has nothing to compute.
            await world.ExecuteAsync(
                """
                insert into metric_run (kind, business_date, known_at, state, published_at)
                values ('NIGHTLY', (clock_timestamp() at time zone 'Asia/Hong_Kong')::date - 1, clock_timestamp(), 'PUBLISHED', clock_timestamp())
                """);
            // The program opens the same key: its tokens and ours are alike.
            using var issuer = DemoIssuer.Open(world.Root);
            world.Token = issuer.TokenFor(TestPeople.SubjectOf(TestPerson.Manager), TimeSpan.FromHours(2));
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a node and waits until it says that it is ready for requests.</summary>
    /// <param name="crashAt">See <see cref="CrashPoint"/>; null: nothing is armed.</param>
    /// <param name="settings">Names and values for its environment.</param>
    public async Task<FaultNode> ServeAsync(string? crashAt = null, params (string Name, string Value)[] settings)
    {
        var environment = settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        if (crashAt is not null)
            environment[CrashPoint.Variable] = crashAt;
        var watch = Stopwatch.StartNew();
        var program = ProgramUnderTest.StartWith(environment, "serve", "--profile", "demo", "--data", Root, "--urls", "http://127.0.0.1:0");
        var node = new FaultNode(program);
        nodes.Add(node);
        await program.PrintsAsync("Listening", Patience);
        node.Address = new Uri(AddressPrinted().Match(program.Printed).Value);
        await Eventually.HoldsAsync(node.IsReadyAsync, Patience);
        node.ReadyAfter = watch.Elapsed;
        return node;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Logins.Job.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    public static void Signal(int process, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            // Gone before PostgreSQL is asked to stop: it does not while somebody uses it.
            if (!node.Program.HasEnded)
                await node.Program.KillAsync();
            node.Dispose();
        }

        if (logins is not null)
            await logins.DisposeAsync();
        if (cluster is not null)
            await cluster.DisposeAsync();
        PlantedSecrets.LookThroughLogs(Root);
        if (ownsFolder && Directory.Exists(Root))
            Directory.Delete(Root, recursive: true);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AddressPrinted();
}

/// <summary>One serving process.</summary>
public sealed class FaultNode(ProgramUnderTest program) : IDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    public ProgramUnderTest Program => program;

    public Uri Address { get; set; } = new("http://unknown/");

    /// <summary>From the start of the process to its first readiness.</summary>
    public TimeSpan ReadyAfter { get; set; }

    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Address, "health/ready"), TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>What it logged of failures; its lines arrive a little after its answers.</summary>
    public async Task<string> LastWordsAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2));
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        var failed = program.Printed.IndexOf("fail:", StringComparison.Ordinal);
        return failed < 0 ? "It logged no failure." : program.Printed[failed..];
    }

    public void Dispose() => program.Dispose();
}
