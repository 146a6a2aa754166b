using System.Diagnostics;
using System.Globalization;
using Npgsql;

[assembly: AssemblyFixture(typeof(VenturePortfolio.Server.Tests.TestCluster))]

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// One private PostgreSQL per test run, by the same class as the product, in a folder of its own and without fsync. It holds
/// one migrated template; <see cref="TestDatabase"/> clones it. Started with the first test that asks for a database.
/// </summary>
public sealed class TestCluster : IAsyncDisposable
{
    private const string Template = "template_portfolio";
    private const string Prefix = "vp-test-";

    private readonly string root = Path.Combine(Path.GetTempPath(), Prefix + Guid.NewGuid().ToString("N")[..12]);
    private readonly Lazy<Task<PrivateCluster>> cluster;
    private int clones;

    public TestCluster() => cluster = new(StartAsync);

    public async Task<PrivateCluster> RunningAsync() => await cluster.Value;

    /// <summary>A new database with the current schema, without rows. The caller disposes what comes back.</summary>
    public async Task<DatabaseLogins> CloneAsync(CancellationToken cancel)
    {
        var running = await cluster.Value;
        var name = $"test_{Interlocked.Increment(ref clones)}";
        await SuperuserAsync(running, "postgres", $"create database {name} template {Template}", cancel);
        await SuperuserAsync(running, name, RoleProvisioning.GrantSql, cancel);
        return new DatabaseLogins(running.Address(name), running.Secrets);
    }

    /// <summary>An empty database, with roles but no schema.</summary>
    public async Task<NpgsqlConnectionStringBuilder> EmptyAsync(CancellationToken cancel)
    {
        var running = await cluster.Value;
        var name = $"test_{Interlocked.Increment(ref clones)}";
        await SuperuserAsync(running, "postgres", $"create database {name}", cancel);
        await SuperuserAsync(running, name, RoleProvisioning.GrantSql, cancel);
        return running.Address(name);
    }

    /// <summary>As superuser in the database of these logins, for what no login of ours may do. Never what a test is about.</summary>
    public async Task<NpgsqlConnection> SuperuserConnectionAsync(DatabaseLogins logins, CancellationToken cancel)
    {
        var name = new NpgsqlConnectionStringBuilder(logins.QuartzConnectionString).Database!;
        var connection = new NpgsqlConnection((await cluster.Value).SuperuserAddress(name).ConnectionString);
        await connection.OpenAsync(cancel);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster.IsValueCreated && Directory.Exists(root))
        {
            PlantedSecrets.LookThroughLogs(root);
            await StopAsync(cluster.Value, root);
        }

        PlantedSecrets.RequireNone();
    }

    internal static async Task SuperuserAsync(PrivateCluster running, string database, string sql, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(running.SuperuserAddress(database).ConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<PrivateCluster> StartAsync()
    {
        await ReapAsync();
        // The runner may end the process without disposing fixtures; PostgreSQL must not outlive it.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => DisposeAsync().AsTask().GetAwaiter().GetResult();
        var running = await PrivateCluster.StartAsync(new() { Directory = root, Durable = false, ConnectionsMax = 500 }, CancellationToken.None);
        await SuperuserAsync(running, "postgres", $"create database {Template}", CancellationToken.None);
        await RoleProvisioning.RunAsync(running.SuperuserAddress(Template).ConnectionString, running.Secrets, CancellationToken.None);
        await using var logins = new DatabaseLogins(running.Address(Template), running.Secrets);
        await Migrations.RunAsync(logins.Migrator, CancellationToken.None);
        return running;
    }

    private static async Task StopAsync(Task<PrivateCluster> started, string root)
    {
        try
        {
            await (await started).DisposeAsync();
        }
        catch (PlainException)
        {
            // It never ran, which whoever asked for it has been told: there is nothing to stop, only a folder to remove.
        }

        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
    }

    // A run that was killed leaves its PostgreSQL behind. Whoever comes next stops it: nobody holds its lock any more.
    // An hour, because a run that has just begun made its folder before it took the lock.
    private static async Task ReapAsync()
    {
        var anHourAgo = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1);
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            var users = new ClusterDirectory(left).UsersLock;
            if (!File.Exists(users) || File.GetLastWriteTimeUtc(users) > anHourAgo)
                continue;
            using (var unused = ClusterLocks.TryExclusive(users))
            {
                if (unused is null)
                    continue;
            }

            await EndAsync(left);
        }
    }

    // By its process, not by signing in: this run's planted passwords are others than those it was made with.
    private static async Task EndAsync(string left)
    {
        var pidFile = Path.Combine(new ClusterDirectory(left).Data, "postmaster.pid");
        if (File.Exists(pidFile) && int.TryParse(File.ReadLines(pidFile).First(), CultureInfo.InvariantCulture, out var pid)
            && File.Exists($"/proc/{pid}/cmdline") && (await File.ReadAllTextAsync($"/proc/{pid}/cmdline")).Contains(left, StringComparison.Ordinal))
        {
            using var postmaster = Process.GetProcessById(pid);
            using var signal = Process.Start("kill", ["-INT", pid.ToString(CultureInfo.InvariantCulture)]);
            await postmaster.WaitForExitAsync();
        }

        Directory.Delete(left, recursive: true);
    }
}
