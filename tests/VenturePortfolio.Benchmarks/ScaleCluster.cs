using System.Globalization;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Spectre.Console;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// A private PostgreSQL with an invented world in it, set up like a person's own (durable, ordinary settings). In the
/// system's temporary folder and removed afterwards, or in the folder given with <c>--data</c> and kept for the next time.
/// </summary>
internal sealed class ScaleCluster : IAsyncDisposable
{
    private readonly bool isKept;
    private PortfolioDatabase? database;
    private DemoIssuer? issuer;

    private ScaleCluster(string directory, bool isKept, ScaleSize size)
    {
        Directory = directory;
        this.isKept = isKept;
        Size = size;
    }

    public string Directory { get; }

    public ScaleSize Size { get; }

    public ProgressLines Progress { get; } = new(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }));

    public DatabaseLogins Logins => (database ?? throw new InvalidOperationException("The cluster is not held open.")).Logins;

    /// <summary>The first process of PostgreSQL.</summary>
    public int Postmaster => int.Parse(
        File.ReadLines(Path.Combine(new ClusterDirectory(Directory).Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>Options: <c>--scale tiny|S|L|XL</c> (S), <c>--data FOLDER</c>.</summary>
    public static async Task<ScaleCluster> OpenAsync(BenchmarkOptions options, CancellationToken cancel)
    {
        var given = options.Text("data");
        var cluster = new ScaleCluster(given ?? System.IO.Directory.CreateTempSubdirectory("vp-bench-").FullName, given is not null, ScaleSize.Named(options.Text("scale") ?? "S"));
        try
        {
            // PostgreSQL's own account must be able to enter.
            if (given is null)
                File.SetUnixFileMode(cluster.Directory, File.GetUnixFileMode(cluster.Directory) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            await cluster.HoldAsync(cancel);
            await SeedReference.RunAsync(cluster.Logins.Job, cancel);
            await SeedPublic.RunAsync(cluster.Logins.Job, cancel); // Exchange rates for the night.
            await ScaleWorld.LoadAsync(cluster.Logins, cluster.Size, cluster.Progress, cancel);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keeps PostgreSQL running, whoever else comes and goes.</summary>
    public async Task HoldAsync(CancellationToken cancel)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Data:Directory", Directory)]).Build();
        database ??= await PortfolioDatabase.OpenAsync(configuration, Progress, cancel);
    }

    /// <summary>Lets go: PostgreSQL stops when nobody else uses it.</summary>
    public async Task ReleaseAsync()
    {
        if (database is not null)
            await database.DisposeAsync();
        database = null;
    }

    /// <summary>A sign-in token of one of the world's people.</summary>
    public string TokenFor(string subject) => (issuer ??= DemoIssuer.Open(Directory)).TokenFor(subject, TimeSpan.FromHours(12));

    /// <summary>How PostgreSQL's own client library is told to connect as a login.</summary>
    public IReadOnlyDictionary<string, string> ClientEnvironment(Role role)
    {
        var address = new NpgsqlConnectionStringBuilder(Logins.DataSourceOf(role).ConnectionString);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PGHOST"] = address.Host!,
            ["PGPORT"] = address.Port.ToString(CultureInfo.InvariantCulture),
            ["PGDATABASE"] = address.Database!,
            ["PGUSER"] = address.Username!,
            ["PGPASSWORD"] = DatabaseSecrets.LoadOrCreate(new ClusterDirectory(Directory).Secrets)[address.Username!],
        };
    }

    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync();
        issuer?.Dispose();
        if (!isKept)
            System.IO.Directory.Delete(Directory, recursive: true);
    }
}
