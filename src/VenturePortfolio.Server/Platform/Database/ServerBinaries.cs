using System.Diagnostics;
using System.Globalization;

namespace VenturePortfolio.Server;

/// <summary>One installed PostgreSQL: the folder of <c>postgres</c>, <c>initdb</c> and <c>pg_ctl</c>, and its version.</summary>
/// <param name="Directory">Absolute, symbolic links resolved.</param>
/// <param name="Major">For example 15.</param>
/// <param name="Version">As the binary prints it, for example "15.18".</param>
public sealed record ServerBinaries(string Directory, int Major, string Version)
{
    /// <summary>The oldest major version whose features the schema uses (security_invoker views).</summary>
    public const int OldestMajor = 15;

    private static readonly string[] Needed = ["postgres", "initdb", "pg_ctl"];

    public string Path(string program) => System.IO.Path.Combine(Directory, program);

    /// <summary>Every installed server of a usable version, newest first.</summary>
    public static IReadOnlyList<ServerBinaries> FindAll() =>
        Candidates()
            .Select(RealDirectory)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Select(Probe)
            .OfType<ServerBinaries>()
            .Where(found => found.Major >= OldestMajor)
            .OrderByDescending(found => found.Major)
            .ThenByDescending(found => Comparable(found))
            .ToList();

    /// <summary>The newest server, or, for data that exists already, the one of the data's major version.</summary>
    /// <exception cref="PlainException">None is installed, or none of that version.</exception>
    public static ServerBinaries Choose(int? majorOfData, string dataDirectory)
    {
        var installed = FindAll();
        if (installed.Count == 0)
            throw new PlainException(
                $"No PostgreSQL server of version {OldestMajor} or newer was found. Install it (Debian, Ubuntu: apt-get install postgresql; " +
                "Fedora, RHEL: dnf install postgresql-server) or set ConnectionStrings__Portfolio.");
        if (majorOfData is not { } major)
            return installed[0];
        return installed.FirstOrDefault(found => found.Major == major) ?? throw new PlainException(
            $"The data in {dataDirectory} was made by PostgreSQL {major}; installed here: " +
            $"{string.Join(", ", installed.Select(found => found.Version))}. Install PostgreSQL {major}, or move the data with " +
            "pg_upgrade, or name another directory with VENTUREPORTFOLIO_DATA.");
    }

    /// <summary>Folders in which programs of PostgreSQL may stand, the likelier first.</summary>
    internal static IEnumerable<string> Candidates()
    {
        if (Output("pg_config", "--bindir") is { } configured)
            yield return configured.Trim();
        foreach (var (parent, pattern) in new[]
                 {
                     ("/usr/lib/postgresql", "*"), ("/usr", "pgsql-*"), ("/opt/homebrew/opt", "postgresql@*"), ("/usr/local/opt", "postgresql@*"),
                 })
        {
            if (System.IO.Directory.Exists(parent))
                foreach (var version in System.IO.Directory.EnumerateDirectories(parent, pattern))
                    yield return System.IO.Path.Combine(version, "bin");
        }

        foreach (var directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
            yield return directory;
    }

    // A distribution may put links to some of the programs on the PATH; the folder they point to holds them all.
    private static string? RealDirectory(string directory)
    {
        var postgres = System.IO.Path.Combine(directory, "postgres");
        if (!File.Exists(postgres))
            return null;
        var real = System.IO.Path.GetDirectoryName(File.ResolveLinkTarget(postgres, returnFinalTarget: true)?.FullName ?? System.IO.Path.GetFullPath(postgres));
        return real is not null && Needed.All(program => File.Exists(System.IO.Path.Combine(real, program))) ? real : null;
    }

    private static ServerBinaries? Probe(string directory)
    {
        // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"; a beta says "17beta1".
        var words = Output(System.IO.Path.Combine(directory, "postgres"), "--version")?.Split(' ', StringSplitOptions.TrimEntries);
        if (words is not [_, _, var version, ..])
            return null;
        var digits = new string(version.TakeWhile(char.IsAsciiDigit).ToArray());
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? new(directory, major, version) : null;
    }

    private static Version Comparable(ServerBinaries found) => System.Version.TryParse(found.Version, out var version) ? version : new Version(found.Major, 0);

    internal static string? Output(string program, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
            var output = process!.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // Not installed, or not ours to execute: not a candidate.
        }
    }
}
