using Microsoft.Extensions.Configuration;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// The database of this program, ready to use: on the server that <c>ConnectionStrings:Portfolio</c> names, or on the
/// private cluster, started for the purpose. Roles are there and the schema is current. Disposing it closes the pools and
/// stops the private cluster, unless another program uses it.
/// </summary>
public sealed class PortfolioDatabase : IAsyncDisposable
{
    internal const string Name = "venture_portfolio";

    private readonly PrivateCluster? cluster;

    private readonly ClusterWatch? watch;

    private PortfolioDatabase(PrivateCluster? cluster, DatabaseLogins logins, ProgressLines progress)
    {
        this.cluster = cluster;
        watch = cluster is null ? null : new ClusterWatch(cluster, progress);
        Logins = logins;
    }

    public DatabaseLogins Logins { get; }

    /// <exception cref="PlainException">Something the person at the terminal can put right.</exception>
    /// <remarks>Writes the folder chosen into <c>Data:Directory</c>, where others that keep files beside the data find it.</remarks>
    public static Task<PortfolioDatabase> OpenAsync(IConfiguration configuration, ProgressLines progress, CancellationToken cancel) =>
        OpenAsync(configuration, progress, migrates: true, cancel);

    /// <summary>With the roles, and the schema as it is: none, in a new database. For a restore, which brings its own.</summary>
    public static Task<PortfolioDatabase> OpenUnmigratedAsync(IConfiguration configuration, ProgressLines progress, CancellationToken cancel) =>
        OpenAsync(configuration, progress, migrates: false, cancel);

    /// <summary>The folder of our own files, known once the database was opened.</summary>
    public static string DirectoryOf(IConfiguration configuration) =>
        configuration["Data:Directory"] ?? throw new InvalidOperationException("The database was not opened with this configuration.");

    public async ValueTask DisposeAsync()
    {
        if (watch is not null)
            await watch.DisposeAsync();
        await Logins.DisposeAsync();
        if (cluster is not null)
            await cluster.DisposeAsync();
    }

    private static Task<PortfolioDatabase> OpenAsync(IConfiguration configuration, ProgressLines progress, bool migrates, CancellationToken cancel) =>
        configuration.GetConnectionString("Portfolio") is { Length: > 0 } given
            ? OpenGivenAsync(given, configuration, progress, migrates, cancel)
            : OpenPrivateAsync(configuration, progress, migrates, cancel);

    private static async Task<PortfolioDatabase> OpenPrivateAsync(
        IConfiguration configuration, ProgressLines progress, bool migrates, CancellationToken cancel)
    {
        var options = new ClusterOptions { Directory = ConfiguredDirectory(configuration) };
        var started = await progress.StepAsync(
            "PostgreSQL",
            () => PrivateCluster.StartAsync(options, cancel),
            running => $"{running.Version}, private, {(running.Adopted ? "already running" : "started")} in {running.Directory.Root}");
        try
        {
            await CreateDatabaseAsync(started, cancel);
            await RoleProvisioning.RunAsync(started.SuperuserAddress(Name).ConnectionString, started.Secrets, cancel);
            var logins = new DatabaseLogins(started.Address(Name), started.Secrets);
            if (migrates)
                await MigrateAsync(logins, progress, cancel);
            configuration["Data:Directory"] = started.Directory.Root;
            return new(started, logins, progress);
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    private static async Task<PortfolioDatabase> OpenGivenAsync(
        string given, IConfiguration configuration, ProgressLines progress, bool migrates, CancellationToken cancel)
    {
        var address = new NpgsqlConnectionStringBuilder(given);
        DatabaseLogins.RefuseLeaks(address);
        var directory = OwnDirectory(configuration);
        var secrets = DatabaseSecrets.LoadOrCreate(PasswordFileOf(configuration));
        await progress.StepAsync(
            "Database",
            async () =>
            {
                if (await RoleProvisioning.MayCreateRolesAsync(given, cancel) || !await RoleProvisioning.IsDoneAsync(given, cancel))
                    await RoleProvisioning.RunAsync(given, secrets, cancel);
                return address;
            },
            at => $"{at.Database} on {at.Host}");
        var logins = new DatabaseLogins(address, secrets, migratorIsGiven: true);
        if (migrates)
            await MigrateAsync(logins, progress, cancel);
        configuration["Data:Directory"] = directory;
        return new(null, logins, progress);
    }

    private static async Task MigrateAsync(DatabaseLogins logins, ProgressLines progress, CancellationToken cancel)
    {
        await progress.StepAsync(
            "Schema",
            () => Migrations.RunAsync(logins.Migrator, cancel),
            done => done.Applied.Count == 0 ? $"{done.Version}, up to date" : $"{done.Version}, applied {done.Applied.Count} scripts");
        await LoginRights.RequireNoneAsync(logins.Job, cancel);
    }

    /// <summary>Where the passwords of the logins on a server of one's own are kept.</summary>
    internal static string PasswordFileOf(IConfiguration configuration) =>
        configuration["Data:PasswordFile"] ?? Path.Combine(OwnDirectory(configuration), "given-server-logins.json");

    /// <summary>Of the files we keep ourselves when the data lies on a server of one's own.</summary>
    private static string OwnDirectory(IConfiguration configuration) =>
        ConfiguredDirectory(configuration) ?? Path.Combine(ClusterDirectory.Checkout() ?? AppContext.BaseDirectory, ".data");

    private static async Task CreateDatabaseAsync(PrivateCluster cluster, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(cluster.SuperuserAddress("postgres").ConnectionString);
        await connection.OpenAsync(cancel);
        await using var exists = new NpgsqlCommand($"select from pg_database where datname = '{Name}'", connection);
        await using (var found = await exists.ExecuteReaderAsync(cancel))
        {
            if (found.HasRows)
                return;
        }

        try
        {
            await using var create = new NpgsqlCommand($"create database {Name}", connection);
            await create.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException raced) when (raced.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another program starting at the same moment made it.
        }
    }

    /// <summary>Null: chosen by <see cref="ClusterDirectory.ChooseAsync"/>.</summary>
    internal static string? ConfiguredDirectory(IConfiguration configuration) =>
        configuration["Data:Directory"] is { Length: > 0 } set ? set
        : Environment.GetEnvironmentVariable("VENTUREPORTFOLIO_DATA") is { Length: > 0 } variable ? variable
        : null;
}
