using System.Globalization;

namespace VenturePortfolio.Server;

/// <summary>The folder of a private PostgreSQL, looked at before anything in it is started.</summary>
public static class FolderChecks
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>As readiness has it: two segments of write-ahead log, and room to say so.</summary>
    private const long BytesFreeMin = 64 * Megabyte;

    /// <summary>How far the write-ahead log may grow before PostgreSQL tidies up.</summary>
    private const long BytesFreeWanted = 2048 * Megabyte;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static async Task<IReadOnlyList<Diagnosis>> RunAsync(ClusterDirectory directory, ServiceAccount account, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(account);
        List<Diagnosis> found =
        [
            Diagnosis.Ok("Data folder", $"{directory.Root}, PostgreSQL's part belongs to {account.Name}"),
            Disk(new DriveInfo(directory.Root).AvailableFreeSpace),
            .. Secrets(directory),
            .. await LeftAsync(directory, account, cancel),
        ];
        var stated = (await account.RunAsync(["cat", Path.Combine(directory.Data, "PG_VERSION")], cancel)).Output.Trim();
        found.AddRange(Versions(directory, stated));
        return found;
    }

    public static Diagnosis Disk(long bytesFree)
    {
        var says = string.Create(CultureInfo.InvariantCulture, $"{bytesFree / Megabyte:#,0} MB free");
        return bytesFree < BytesFreeMin ? Diagnosis.Wrong("Disk", $"{says}: full", "make room; writes fail until there is, nothing is lost")
            : bytesFree < BytesFreeWanted ? Diagnosis.Warn("Disk", says, "make room: PostgreSQL's log of changes alone may grow to 2,048 MB")
            : Diagnosis.Ok("Disk", says);
    }

    private static IEnumerable<Diagnosis> Secrets(ClusterDirectory directory)
    {
        var files = new[] { directory.Secrets, Path.Combine(directory.Root, "demo-issuer.pem") }.Where(File.Exists).ToList();
        var open = files.Where(file => (File.GetUnixFileMode(file) & Others) != UnixFileMode.None).ToList();
        foreach (var file in open)
        {
            yield return Diagnosis.Wrong("Secrets", $"others can read {file}", $"chmod 600 {file}, and change what it holds if others were here");
        }

        if (open.Count == 0 && files.Count > 0)
        {
            yield return Diagnosis.Ok("Secrets", "only their owner can read them");
        }
    }

    private static IEnumerable<Diagnosis> Versions(ClusterDirectory directory, string stated)
    {
        var installed = ServerBinaries.FindAll();
        if (installed.Count == 0)
        {
            yield return Diagnosis.Wrong(
                "Binaries", $"no PostgreSQL server of version {ServerBinaries.OldestMajor} or newer is installed", "apt-get install postgresql, or name a server with ConnectionStrings__Portfolio");
            yield break;
        }

        var versions = string.Join(", ", installed.Select(found => found.Version));
        if (stated.Length == 0)
        {
            yield return Diagnosis.Ok("Binaries", $"PostgreSQL {versions}");
            yield return Diagnosis.Warn("Data", "there is none yet", "none: the first start makes it");
            yield break;
        }

        if (!int.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out var major) || installed.All(found => found.Major != major))
        {
            yield return Diagnosis.Wrong(
                "Binaries", $"the data was made by PostgreSQL {stated}; installed: {versions}", $"install PostgreSQL {stated}, or move the data with pg_upgrade");
            yield break;
        }

        yield return Diagnosis.Ok("Binaries", $"PostgreSQL {versions}; the data is of {stated}");
        if (!File.Exists(directory.Secrets))
        {
            yield return Diagnosis.Wrong("Passwords", $"{directory.Secrets} is missing, and without it nobody gets at the data", "restore it from a backup");
        }
    }

    /// <summary>What a program that was killed may have left.</summary>
    private static async Task<IReadOnlyList<Diagnosis>> LeftAsync(ClusterDirectory directory, ServiceAccount account, CancellationToken cancel)
    {
        var found = new List<Diagnosis>();
        using (var starting = ClusterLocks.TryExclusive(directory.StartLock))
        {
            if (starting is null)
            {
                found.Add(Diagnosis.Warn("Left over", "another program is starting or stopping PostgreSQL at this moment", "ask again when it is done"));
                return found;
            }
        }

        foreach (var (file, what) in new[]
                 {
                     (Path.Combine(directory.Postgres, "password.new"), "the password of the first start, left by a program that was killed"),
                     (directory.Data + ".new", "half-made data, left by a program that was killed"),
                     (directory.Secrets + ".new", "half-written passwords, left by a program that was killed"),
                 })
        {
            if ((await account.RunAsync(["test", "-e", file], cancel)).ExitCode == 0 || Path.Exists(file))
            {
                found.Add(Diagnosis.Warn("Left over", $"{file}: {what}", "remove it"));
            }
        }

        var pid = (await account.RunAsync(["head", "-n", "1", Path.Combine(directory.Data, "postmaster.pid")], cancel)).Output.Trim();
        if (pid.Length > 0 && !await IsPostgresAsync(pid, cancel))
        {
            found.Add(Diagnosis.Warn("Left over", $"postmaster.pid names process {pid}, which is no PostgreSQL: it did not end well", "none: the next start recovers what was acknowledged"));
        }

        return found.Count > 0 ? found : [Diagnosis.Ok("Left over", "nothing")];
    }

    private static async Task<bool> IsPostgresAsync(string pid, CancellationToken cancel)
    {
        var command = $"/proc/{pid}/cmdline";
        return pid.All(char.IsAsciiDigit) && (!OperatingSystem.IsLinux()
            || (File.Exists(command) && (await File.ReadAllTextAsync(command, cancel)).Contains("postgres", StringComparison.Ordinal)));
    }
}
