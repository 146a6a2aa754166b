using System.Globalization;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>How a private cluster is set up; the defaults are those of a person's own data.</summary>
public sealed record ClusterOptions
{
    /// <summary>Null: chosen as <see cref="ClusterDirectory.ChooseAsync"/> says.</summary>
    public string? Directory { get; init; }

    /// <summary>False gives up safety against a power cut; only for tests.</summary>
    public bool Durable { get; init; } = true;

    public int ConnectionsMax { get; init; } = 300;

    /// <summary>How long a start, a stop, or another program's start may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>
/// A PostgreSQL of the program's own: made on first use, reached by a Unix socket only. A running one is adopted, so a
/// program that was killed leaves nothing to clean up, and several programs may use one cluster; the last of them stops it.
/// </summary>
public sealed class PrivateCluster : IAsyncDisposable
{
    private readonly ServiceAccount account;
    private readonly ClusterOptions options;
    private readonly ServerBinaries binaries;
    private FileStream? use;

    private PrivateCluster(ClusterDirectory directory, ServiceAccount account, ServerBinaries binaries, DatabaseSecrets secrets, ClusterOptions options)
    {
        Directory = directory;
        this.account = account;
        this.binaries = binaries;
        Secrets = secrets;
        this.options = options;
    }

    public ClusterDirectory Directory { get; }

    public DatabaseSecrets Secrets { get; }

    /// <summary>For example "15.18".</summary>
    public string Version => binaries.Version;

    /// <summary>The account it runs as.</summary>
    public string Account => account.Name;

    /// <summary>True when it was running before this program came.</summary>
    public bool Adopted { get; private set; }

    /// <summary>Makes the cluster where there is none, starts it where it does not run, and waits until it answers.</summary>
    /// <exception cref="PlainException">No usable server or folder, data of another major version, or it does not start.</exception>
    public static async Task<PrivateCluster> StartAsync(ClusterOptions options, CancellationToken cancel)
    {
        var (directory, account) = await ClusterDirectory.ChooseAsync(options.Directory, ClusterDirectory.Checkout(), cancel);

        // Held until it answers: of two programs starting together one makes and starts it, the other adopts.
        await using var starting = await ClusterLocks.ExclusiveAsync(directory.StartLock, options.Patience, cancel);
        var server = ServerBinaries.Choose(await MajorOfDataAsync(directory, account, cancel), directory.Data);
        var hasData = await ExistsAsync(account, directory.Data, cancel);
        if (hasData && !File.Exists(directory.Secrets))
            throw new PlainException($"{directory.Secrets}, the passwords of the data in {directory.Data}, is missing; restore it from a backup, or remove the data to begin anew.");

        var cluster = new PrivateCluster(directory, account, server, DatabaseSecrets.LoadOrCreate(directory.Secrets), options);
        cluster.use = ClusterLocks.Shared(directory.UsersLock);
        try
        {
            if (!hasData)
                await cluster.InitializeAsync(cancel);
            cluster.Adopted = await cluster.IsRunningAsync(cancel);
            if (!cluster.Adopted)
                await cluster.LaunchAsync(cancel);
            await cluster.AnswersAsync(cancel);
            return cluster;
        }
        catch
        {
            await cluster.use.DisposeAsync();
            throw;
        }
    }

    /// <summary>Is its process there? Cheap; says nothing about whether it answers.</summary>
    public bool IsAlive
    {
        get
        {
            try
            {
                using var lines = new StreamReader(Path.Combine(Directory.Data, "postmaster.pid"));
                return int.TryParse(lines.ReadLine(), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                    && (!OperatingSystem.IsLinux() || Path.Exists($"/proc/{process.ToString(CultureInfo.InvariantCulture)}"));
            }
            catch (IOException)
            {
                return false; // No such file: it was stopped in good order.
            }
        }
    }

    /// <summary>Starts it again when it died; false when it runs after all, or another program has started it.</summary>
    public async Task<bool> RestartAsync(CancellationToken cancel)
    {
        await using var starting = await ClusterLocks.ExclusiveAsync(Directory.StartLock, options.Patience, cancel);
        if (await IsRunningAsync(cancel))
            return false;
        await LaunchAsync(cancel);
        await AnswersAsync(cancel);
        return true;
    }

    /// <summary>Where a database of the cluster is reached, without a user.</summary>
    public NpgsqlConnectionStringBuilder Address(string database) => new()
    {
        Host = Directory.Postgres,
        Port = ClusterDirectory.Port,
        Database = database,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    };

    /// <summary>As superuser: creates roles and databases, nothing else.</summary>
    public NpgsqlConnectionStringBuilder SuperuserAddress(string database)
    {
        var address = Address(database);
        address.Username = DatabaseRoles.Superuser;
        address.Password = Secrets[DatabaseRoles.Superuser];
        address.Pooling = false;
        return address;
    }

    /// <summary>Stops it fast (open transactions are rolled back), unless another program still uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref use, null) is not { } mine)
            return;
        await using var stopping = await ClusterLocks.ExclusiveAsync(Directory.StartLock, options.Patience, CancellationToken.None);
        await mine.DisposeAsync();
        await using var last = ClusterLocks.TryExclusive(Directory.UsersLock);
        if (last is not null && await IsRunningAsync(CancellationToken.None))
            await PgCtlAsync(["stop", "-m", "fast", "-w", "-t", Seconds(options.Patience)], "stop", CancellationToken.None);
    }

    // Made beside and renamed: a program killed in between leaves no half cluster.
    private async Task InitializeAsync(CancellationToken cancel)
    {
        var fresh = Directory.Data + ".new";
        var password = Path.Combine(Directory.Postgres, "password.new");
        await account.RunAsync(["rm", "-rf", fresh], cancel);
        await account.RunAsync(["sh", "-c", "umask 077; cat > \"$0\"", password], cancel, Secrets[DatabaseRoles.Superuser]);
        string[] common =
        [
            binaries.Path("initdb"), "-D", fresh, "-U", DatabaseRoles.Superuser, $"--pwfile={password}", "--auth=scram-sha-256",
            "--data-checksums", "--encoding=UTF8", "--lc-messages=C",
        ];
        string[] speed = options.Durable ? [] : ["--no-sync"];
        var made = await account.RunAsync([.. common, .. speed, "--locale=C.UTF-8"], cancel);
        if (made.ExitCode != 0 && made.Error.Contains("locale", StringComparison.Ordinal))
            made = await account.RunAsync([.. common, .. speed, "--locale=C"], cancel); // A system without C.UTF-8: same order, by code point.
        await account.RunAsync(["rm", "-f", password], cancel);
        if (made.ExitCode == 0)
            made = await account.RunAsync(["mv", "-T", fresh, Directory.Data], cancel);
        if (made.ExitCode != 0)
            throw new PlainException($"PostgreSQL {Version} could not make its data in {Directory.Data}: {made.Error.Trim()}");
    }

    private async Task LaunchAsync(CancellationToken cancel)
    {
        // pg_ctl gives the server a session of its own: Ctrl-C in the terminal reaches this program only.
        // The socket's folder is relative to the data, so no path needs quoting.
        var settings = new List<string>
        {
            "listen_addresses=", "unix_socket_directories=..", "unix_socket_permissions=0700", $"port={ClusterDirectory.Port.ToString(CultureInfo.InvariantCulture)}",
            $"max_connections={options.ConnectionsMax.ToString(CultureInfo.InvariantCulture)}",
            "timezone=UTC", "log_timezone=UTC", "jit=off", "max_wal_size=2GB",
            "logging_collector=on", "log_directory=../log", "log_filename=postgresql-%a.log", "log_truncate_on_rotation=on", "log_rotation_size=0",
        };
        if (!options.Durable)
            settings.AddRange(["fsync=off", "full_page_writes=off", "synchronous_commit=off"]);
        await ForgetStaleProcessAsync(cancel);
        await PgCtlAsync(
            ["start", "-w", "-t", Seconds(options.Patience), "-l", Directory.Log, "-p", binaries.Path("postgres"), "-o", string.Join(' ', settings.Select(setting => $"-c {setting}"))],
            "start", cancel);
    }

    // After a restart of the machine the number in postmaster.pid may belong to some other process; PostgreSQL would then
    // refuse to start for good.
    private async Task ForgetStaleProcessAsync(CancellationToken cancel)
    {
        var file = Path.Combine(Directory.Data, "postmaster.pid");
        var first = (await account.RunAsync(["head", "-n", "1", file], cancel)).Output.Trim();
        var command = $"/proc/{first}/cmdline";
        if (first.Length > 0 && first.All(char.IsAsciiDigit) && File.Exists(command)
            && !(await File.ReadAllTextAsync(command, cancel)).Contains("postgres", StringComparison.Ordinal))
            await account.RunAsync(["rm", "-f", file], cancel);
    }

    private async Task<bool> IsRunningAsync(CancellationToken cancel)
    {
        await ForgetStaleProcessAsync(cancel);
        return (await account.RunAsync([binaries.Path("pg_ctl"), "status", "-D", Directory.Data], cancel)).ExitCode == 0;
    }

    // It may still be recovering from a crash.
    private async Task AnswersAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var until = DateTimeOffset.UtcNow + options.Patience;
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(SuperuserAddress("postgres").ConnectionString);
                await connection.OpenAsync(cancel);
                return;
            }
            catch (NpgsqlException notYet) when (notYet is not PostgresException { SqlState: not PostgresErrorCodes.CannotConnectNow })
            {
                if (DateTimeOffset.UtcNow > until)
                    throw new PlainException($"PostgreSQL in {Directory.Data} runs but does not answer: {notYet.Message} Its log is in {Path.Combine(Directory.Postgres, "log")}.", notYet);
            }

            await timer.WaitForNextTickAsync(cancel);
        }
    }

    private async Task PgCtlAsync(IReadOnlyList<string> arguments, string act, CancellationToken cancel)
    {
        var result = await account.RunAsync([binaries.Path("pg_ctl"), "-s", "-D", Directory.Data, .. arguments], cancel);
        if (result.ExitCode != 0)
            throw new PlainException(
                $"PostgreSQL {Version} did not {act} in {Directory.Data}: {result.Error.Trim()} {(await account.RunAsync(["tail", "-n", "5", Directory.Log], cancel)).Output.Trim()}");
    }

    private static async Task<int?> MajorOfDataAsync(ClusterDirectory directory, ServiceAccount account, CancellationToken cancel)
    {
        var stated = (await account.RunAsync(["cat", Path.Combine(directory.Data, "PG_VERSION")], cancel)).Output.Trim();
        return int.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
    }

    private static async Task<bool> ExistsAsync(ServiceAccount account, string path, CancellationToken cancel) =>
        (await account.RunAsync(["test", "-e", path], cancel)).ExitCode == 0;

    private static string Seconds(TimeSpan time) => ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
