using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>A client program of PostgreSQL: pg_dump or pg_restore.</summary>
/// <param name="File">Absolute path.</param>
/// <param name="Major">For example 15.</param>
public sealed record PostgresTool(string File, int Major)
{
    private const int ErrorMax = 600;

    /// <summary>Of the server's own major version, else of the nearest newer one: an older one cannot read the server.</summary>
    /// <exception cref="PlainException">None is installed.</exception>
    public static PostgresTool Find(string program, int serverMajor) =>
        ServerBinaries.Candidates()
            .Select(directory => Path.Combine(directory, program))
            .Where(IsItself)
            .Distinct(StringComparer.Ordinal)
            .Select(Probe)
            .OfType<PostgresTool>()
            .Where(found => found.Major >= serverMajor)
            .MinBy(found => found.Major)
        ?? throw new PlainException(
            $"{program} of version {serverMajor} or newer was not found, and the server is PostgreSQL {serverMajor}. " +
            $"Install it (Debian, Ubuntu: apt-get install postgresql-client-{serverMajor}; Fedora, RHEL: dnf install postgresql).");

    /// <summary>Runs it against a database. The password goes through the environment, never the command line.</summary>
    /// <param name="arguments">What to do.</param>
    /// <param name="address">Where, and as whom.</param>
    /// <param name="input">Becomes its standard input; null: none.</param>
    /// <param name="cancel">Kills it.</param>
    /// <exception cref="PlainException">It failed: the first lines of what it said.</exception>
    public async Task RunAsync(
        IReadOnlyList<string> arguments, NpgsqlConnectionStringBuilder address, Func<Stream, CancellationToken, Task>? input, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(address);
        var start = new ProcessStartInfo(File, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Set(start.Environment, address);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var error = process.StandardError.ReadToEndAsync(cancel);
            await FeedAsync(process, input, cancel);
            await process.WaitForExitAsync(cancel);
            await output;
            if (process.ExitCode != 0)
                throw new PlainException($"{Path.GetFileName(File)} failed: {Shortened(await error)}");
        }
        catch
        {
            if (!process.HasExited)
                process.Kill();
            throw;
        }
    }

    private static async Task FeedAsync(Process process, Func<Stream, CancellationToken, Task>? input, CancellationToken cancel)
    {
        try
        {
            if (input is not null)
                await input(process.StandardInput.BaseStream, cancel);
            process.StandardInput.Close();
        }
        catch (IOException) when (input is not null)
        {
            // It stopped reading: its own error says why.
        }
    }

    // Nothing of the caller's own settings reaches it.
    private static void Set(IDictionary<string, string?> environment, NpgsqlConnectionStringBuilder address)
    {
        foreach (var setting in environment.Keys.Where(key => key.StartsWith("PG", StringComparison.Ordinal)).ToList())
            environment.Remove(setting);
        var settings = new (string Name, string? Value)[]
        {
            ("PGHOST", address.Host),
            ("PGPORT", address.Port.ToString(CultureInfo.InvariantCulture)),
            ("PGDATABASE", address.Database),
            ("PGUSER", address.Username),
            ("PGPASSWORD", address.Password),
            ("PGOPTIONS", address.Options),
            ("PGSSLROOTCERT", address.RootCertificate),
            ("PGSSLCERT", address.SslCertificate),
            ("PGSSLKEY", address.SslKey),
            ("PGSSLMODE", address.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var mode => mode.ToString().ToLowerInvariant() }),
            ("PGCONNECT_TIMEOUT", "10"),
            ("LC_ALL", "C"),
        };
        foreach (var (name, value) in settings.Where(setting => !string.IsNullOrEmpty(setting.Value)))
            environment[name] = value;
    }

    // What it says after the first lines may quote rows.
    private static string Shortened(string error)
    {
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)).Take(3);
        var text = string.Join(' ', lines);
        return text.Length switch
        {
            0 => "it said nothing",
            > ErrorMax => text[..ErrorMax],
            _ => text,
        };
    }

    // Not a link to a wrapper of another name, which would choose a version by itself.
    private static bool IsItself(string file) =>
        System.IO.File.Exists(file)
        && Path.GetFileName(System.IO.File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file) == Path.GetFileName(file);

    // "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
    private static PostgresTool? Probe(string file)
    {
        var words = ServerBinaries.Output(file, "--version")?.Split(' ', StringSplitOptions.TrimEntries);
        return words is [_, _, var version, ..]
            && int.TryParse(new string(version.TakeWhile(char.IsAsciiDigit).ToArray()), NumberStyles.None, CultureInfo.InvariantCulture, out var major)
                ? new(file, major)
                : null;
    }
}
