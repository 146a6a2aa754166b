using System.Text.RegularExpressions;
using System.Threading.RateLimiting;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// One small pool per database login. A pool is never shared between roles: identity is the login, and nothing a request
/// does can become somebody else.
/// </summary>
public sealed partial class DatabaseLogins : IAsyncDisposable
{
    /// <summary>
    /// How PostgreSQL plans what people ask. Each statement of a query is prepared once and planned once: planning it anew for each value
    /// took up to a quarter of its time (measured), and the values hardly change the plan, since lists are bounded and follow an index. Pages
    /// are read from memory or solid disks. Short queries gain nothing from being compiled. Options of a person's own come after and win.
    /// </summary>
    private const string ReaderPlanning = "-c plan_cache_mode=force_generic_plan -c random_page_cost=1.1 -c jit=off";

    private readonly Dictionary<string, NpgsqlConnectionStringBuilder> addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NpgsqlDataSource> sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NpgsqlDataSource> readers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExportConnections> exports = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConcurrencyLimiter> places = new(StringComparer.Ordinal);

    /// <param name="address">The server and database; user and password in it are the migrator's when <paramref name="migratorIsGiven"/>.</param>
    /// <param name="secrets">Passwords of the logins.</param>
    /// <param name="migratorIsGiven">True with a connection string of the person's own, false for the private cluster.</param>
    /// <exception cref="PlainException">The address carries a setting that leaks one user's identity to the next.</exception>
    public DatabaseLogins(NpgsqlConnectionStringBuilder address, DatabaseSecrets secrets, bool migratorIsGiven = false)
    {
        RefuseLeaks(address);
        foreach (var login in DatabaseRoles.Logins)
        {
            addresses[login] = Settings(address, secrets, login, migratorIsGiven);
            sources[login] = Source(addresses[login]);
        }

        foreach (var login in DatabaseRoles.Api)
        {
            readers[login] = Source(ReaderSettings(addresses[login]));
            places[login] = new(new() { PermitLimit = addresses[login].MaxPoolSize, QueueLimit = int.MaxValue });
        }

        foreach (var login in DatabaseRoles.Api.Append(DatabaseRoles.Job))
            exports[login] = new(Source(ExportSettings(addresses[login])), addresses[login].MaxPoolSize);

        QuartzConnectionString = addresses[DatabaseRoles.Quartz].ConnectionString;
    }

    /// <summary>Nightly run, seeds, imports, readiness. No short timeouts.</summary>
    public NpgsqlDataSource Job => sources[DatabaseRoles.Job];

    /// <summary>Acts as the owner of the schema; migrations only.</summary>
    public NpgsqlDataSource Migrator => sources[DatabaseRoles.Migrator];

    public NpgsqlDataSource Quartz => sources[DatabaseRoles.Quartz];

    /// <summary>Quartz opens its own connections; its login sees the schema <c>quartz</c> only. Holds a password.</summary>
    public string QuartzConnectionString { get; }

    /// <summary>The pool of a person's role; row security decides what is seen through it.</summary>
    public NpgsqlDataSource DataSourceOf(Role role) => sources[DatabaseRoles.LoginOf(role)];

    /// <summary>
    /// For planned queries and nothing else: <see cref="PlanReader"/>. Its transactions are read-only unless they ask otherwise, and
    /// its connections are handed on as they are: see <see cref="ReaderSettings"/>.
    /// </summary>
    internal NpgsqlDataSource ReaderOf(Role role) => readers[DatabaseRoles.LoginOf(role)];

    /// <summary>As <see cref="ExportsOf"/>, for the job.</summary>
    internal ExportConnections JobExports => exports[DatabaseRoles.Job];

    /// <summary>For <see cref="FactSnapshot"/>, which reads by COPY.</summary>
    internal ExportConnections ExportsOf(Role role) => exports[DatabaseRoles.LoginOf(role)];

    /// <summary>Waits for one of as many places as the role's pool has: without a pool nothing else bounds its exports. Dispose it to leave.</summary>
    internal async ValueTask<IDisposable> EnterAsync(Role role, CancellationToken cancel) => await places[DatabaseRoles.LoginOf(role)].AcquireAsync(1, cancel);

    /// <summary>
    /// <c>No Reset On Close</c> and <c>Multiplexing</c> hand a connection on with the last user's settings in it (measured),
    /// and <c>Options</c> could set who one is, or switch off what keeps people apart, for every request; the program refuses
    /// to start with them. What it needs otherwise (pools, preparing, no enlisting) it sets itself, whatever is given.
    /// </summary>
    public static void RefuseLeaks(NpgsqlConnectionStringBuilder address)
    {
        if (address.NoResetOnClose)
            throw new PlainException("The connection string sets No Reset On Close: the next user of a connection would keep the last one's identity. Remove it.");
        if (address.Multiplexing)
            throw new PlainException("The connection string sets Multiplexing: requests of several users would share a connection. Remove it.");
        if (IdentitySetting().Match(address.Options ?? "") is { Success: true } set)
            throw new PlainException($"The connection string sets {set.Groups["name"].Value} in Options: it would decide for every request who asks or what is checked. Remove it.");
    }

    /// <summary>For programs of PostgreSQL, which open connections of their own. Holds a password.</summary>
    internal NpgsqlConnectionStringBuilder AddressOf(string login) => addresses[login];

    public async ValueTask DisposeAsync()
    {
        foreach (var source in sources.Values.Concat(readers.Values))
            await source.DisposeAsync();
        foreach (var connections in exports.Values)
            await connections.DisposeAsync();
        foreach (var place in places.Values)
            await place.DisposeAsync();
    }

    private static NpgsqlConnectionStringBuilder Settings(
        NpgsqlConnectionStringBuilder address, DatabaseSecrets secrets, string login, bool migratorIsGiven)
    {
        var isApi = DatabaseRoles.Api.Contains(login, StringComparer.Ordinal);
        var settings = new NpgsqlConnectionStringBuilder(address.ConnectionString)
        {
            ApplicationName = login.Replace('_', '-'),
            Pooling = true,
            Enlist = false, // A transaction is always our own: a surrounding one would keep another's actor.
            MinPoolSize = 0,
            // Enough for every core to be busy while a few wait for the disk; more would only queue inside PostgreSQL. A night holds
            // several connections at once: two beside each other took all of ten, and waited for one another (seen in the tests of nights).
            MaxPoolSize = isApi ? Environment.ProcessorCount * 2 + 2 : 20,
            Timeout = 5,
            CommandTimeout = isApi ? 10 : 0,
            MaxAutoPrepare = isApi || login == DatabaseRoles.Job ? 100 : 0,
            AutoPrepareMinUsages = 2,
            IncludeErrorDetail = !isApi, // Details quote values of rows.
            PersistSecurityInfo = login == DatabaseRoles.Quartz,
        };
        if (login != DatabaseRoles.Migrator || !migratorIsGiven)
        {
            settings.Username = login;
            settings.Password = secrets[login];
        }

        if (login == DatabaseRoles.Migrator)
            settings.Options = $"{settings.Options} -c role={DatabaseRoles.Owner}".TrimStart();
        else if (isApi)
            settings.Options = $"{ReaderPlanning} {settings.Options}".TrimEnd();
        return settings;
    }

    /// <summary>
    /// Without the reset of the session between two users, seven statements that took a third of PostgreSQL's time for a look-up of one card.
    /// There is nothing to reset: what goes through is a plan's SELECTs, which set nothing, and the actor, set for the transaction alone and
    /// set by each anew (decision 55). A transaction left open by a failure is rolled back in either case.
    /// </summary>
    private static NpgsqlConnectionStringBuilder ReaderSettings(NpgsqlConnectionStringBuilder settings) => new(settings.ConnectionString)
    {
        NoResetOnClose = true,
        Options = $"{settings.Options} -c default_transaction_read_only=on",
    };

    /// <summary>Without a pool of Npgsql's: see <see cref="ExportConnections"/>.</summary>
    private static NpgsqlConnectionStringBuilder ExportSettings(NpgsqlConnectionStringBuilder settings) => new(settings.ConnectionString) { Pooling = false };

    // "-c role=x", "-crole=x" and "--role=x"; dashes and underscores are the same to PostgreSQL.
    [GeneratedRegex(
        @"(?<=^|\s|-c|--)(?<name>app\.[\w.]+|role|session[_-]authorization|row[_-]security|search[_-]path|session[_-]replication[_-]role)\s*=",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex IdentitySetting();

    private static NpgsqlDataSource Source(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UseNodaTime();
        return builder.Build();
    }
}
