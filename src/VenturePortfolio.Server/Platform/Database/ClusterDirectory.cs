using System.Security.Cryptography;
using System.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// The folder of a private cluster. The person's own: the locks and the passwords. PostgreSQL's (in <c>pg/</c>): data,
/// socket, log.
/// </summary>
public sealed record ClusterDirectory(string Root)
{
    /// <summary>The system allows 107 bytes for a socket's path; some leave less.</summary>
    private const int SocketPathMax = 100;

    public const int Port = 5432; // Only part of the socket's name: nothing listens on the network.

    public string Postgres => Path.Combine(Root, "pg");
    public string Data => Path.Combine(Postgres, "data");
    public string Secrets => Path.Combine(Root, "logins.json");
    public string StartLock => Path.Combine(Root, "start.lock");
    public string UsersLock => Path.Combine(Root, "users.lock");
    public string Log => Path.Combine(Postgres, "start.log");
    public bool SocketFits => Encoding.UTF8.GetByteCount(Path.Combine(Postgres, $".s.PGSQL.{Port}")) <= SocketPathMax;

    /// <summary>
    /// The configured folder; else <c>.data</c> of the checkout the program was built in, when the account can work there
    /// and the socket's path is short enough; else the user's state directory.
    /// </summary>
    /// <param name="configured">From <c>Data:Directory</c> or VENTUREPORTFOLIO_DATA; null when not set.</param>
    /// <param name="checkout">Null when the program does not stand in one.</param>
    /// <param name="cancel">Stops the probing.</param>
    /// <exception cref="PlainException">The configured folder cannot be used; nothing else is tried then.</exception>
    public static async Task<(ClusterDirectory Directory, ServiceAccount Account)> ChooseAsync(
        string? configured, string? checkout, CancellationToken cancel)
    {
        if (configured is not null)
        {
            var (directory, account, refusal) = await PrepareAsync(Path.GetFullPath(configured), cancel);
            return refusal is null ? (directory, account) : throw new PlainException($"The data directory {configured} cannot be used: {refusal}");
        }

        if (checkout is not null)
        {
            var (directory, account, refusal) = await PrepareAsync(Path.Combine(checkout, ".data"), cancel);
            if (refusal is null)
                return (directory, account);
        }

        var state = StateDirectory(checkout);
        var (fallback, its, why) = await PrepareAsync(state, cancel);
        return why is null ? (fallback, its) : throw new PlainException($"The state directory {state} cannot be used: {why} Name another with VENTUREPORTFOLIO_DATA.");
    }

    /// <summary>The folder with the solution file at or above the program's own; null when it was installed elsewhere.</summary>
    public static string? Checkout()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "VenturePortfolio.sln")))
                return at.FullName;
        }

        return null;
    }

    // Two checkouts of one user do not share data by accident: the folder carries a digest of the checkout's path.
    private static string StateDirectory(string? checkout)
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        var parent = Environment.IsPrivilegedProcess ? "/var/lib/venture-portfolio" : Path.Combine(state, "venture-portfolio");
        var name = checkout is null ? "default" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(checkout)))[..12];
        return Path.Combine(parent, name);
    }

    private static async Task<(ClusterDirectory Directory, ServiceAccount Account, string? Refusal)> PrepareAsync(string root, CancellationToken cancel)
    {
        var directory = new ClusterDirectory(root);
        var account = await ServiceAccount.ForAsync(directory.Data, cancel);
        if (!directory.SocketFits)
            return (directory, account, $"the path of its socket would exceed {SocketPathMax} characters.");
        bool isNew;
        try
        {
            isNew = !Directory.Exists(directory.Postgres) && await MakeAsync(directory.Postgres, account, cancel);

            // Opened and closed again: may we ourselves write here?
            ClusterLocks.Shared(directory.UsersLock).Dispose();
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            return (directory, account, denied.Message);
        }

        if (await account.OwnsAsync(directory.Postgres, cancel))
            return (directory, account, null);
        if (isNew)
            Directory.Delete(root, recursive: true);
        return (directory, account, $"the account {account.Name} cannot enter and write it.");
    }

    // Made aside and moved in: a program starting at the same moment never meets the folder before it is the account's.
    private static async Task<bool> MakeAsync(string folder, ServiceAccount account, CancellationToken cancel)
    {
        var aside = $"{folder}-{Guid.NewGuid():N}";
        Directory.CreateDirectory(aside);
        await account.TakeAsync(aside, cancel);
        try
        {
            Directory.Move(aside, folder);
            return true;
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(aside); // The other program was first.
            return false;
        }
    }
}
