using System.Diagnostics;
using System.Globalization;

namespace VenturePortfolio.Server;

/// <summary>What a program printed and how it ended.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error);

/// <summary>
/// The operating system account PostgreSQL runs as. PostgreSQL refuses to run as root, so root drops to the account that
/// owns the data, else <c>postgres</c>, else <c>nobody</c>; anybody else runs it as themselves.
/// </summary>
public sealed class ServiceAccount
{
    private readonly string[] prefix;

    private ServiceAccount(string name, string[] prefix)
    {
        Name = name;
        this.prefix = prefix;
    }

    public string Name { get; }

    /// <summary>True when this program is root and commands run as somebody else.</summary>
    public bool Drops => prefix.Length > 0;

    /// <param name="ownedPath">Data that may exist already; its owner wins.</param>
    /// <param name="cancel">Stops the probing.</param>
    /// <exception cref="PlainException">Root, and no account to drop to or no tool to do it.</exception>
    public static async Task<ServiceAccount> ForAsync(string? ownedPath, CancellationToken cancel)
    {
        if (!Environment.IsPrivilegedProcess)
            return new(Environment.UserName, []);

        var owner = Path.Exists(ownedPath) ? (await RunAsync(["stat", "-c", "%U", ownedPath!], null, cancel)).Output.Trim() : null;
        foreach (var name in new[] { owner, "postgres", "nobody" })
        {
            if (name is null or "" or "root" or "UNKNOWN")
                continue;
            var user = await IdAsync("-u", name, cancel);
            var group = await IdAsync("-g", name, cancel);
            if (user is null or 0 || group is null)
                continue;
            string[][] ways =
            [
                ["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups", "--"],
                ["runuser", "-u", name, "--"],
                ["su", name, "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--"],
            ];
            foreach (var way in ways)
            {
                if ((await RunAsync([.. way, "true"], null, cancel)).ExitCode == 0)
                    return new(name, way);
            }
        }

        throw new PlainException(
            "PostgreSQL does not run as root, and no account to run it as was found (postgres, nobody, by setpriv, runuser or su). " +
            "Create an account named postgres, or start this program as an ordinary user.");
    }

    /// <summary>Runs a program as the account, with no PostgreSQL settings of the caller's environment.</summary>
    public Task<CommandResult> RunAsync(IReadOnlyList<string> command, CancellationToken cancel, string? input = null) =>
        RunAsync([.. prefix, .. command], input, cancel);

    /// <summary>May the account list, enter and write the folder?</summary>
    public async Task<bool> OwnsAsync(string directory, CancellationToken cancel) =>
        (await RunAsync(["test", "-r", directory, "-a", "-w", directory, "-a", "-x", directory], cancel)).ExitCode == 0;

    /// <summary>Gives a new folder to the account, closed to everybody else.</summary>
    public async Task TakeAsync(string directory, CancellationToken cancel)
    {
        File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Drops)
            await RunAsync(["chown", Name, directory], null, cancel);
    }

    private static async Task<int?> IdAsync(string what, string name, CancellationToken cancel)
    {
        var result = await RunAsync(["id", what, name], null, cancel);
        return int.TryParse(result.Output, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    private static async Task<CommandResult> RunAsync(IReadOnlyList<string> command, string? input, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/", // The account may not be allowed to stand where we stand.
        };
        foreach (var setting in start.Environment.Keys.Where(key => key.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(setting);
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            if (input is not null)
                await process.StandardInput.WriteAsync(input.AsMemory(), cancel);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var error = process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return new(process.ExitCode, await output, await error);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return new(127, "", missing.Message);
        }
    }
}
