using System.Collections.Concurrent;
using System.Diagnostics;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// The program as a process of its own, for what can only be seen from outside: signals, kill -9, exit codes, the terminal.
/// Disposing it kills what is left of it, not its PostgreSQL.
/// </summary>
public sealed class ProgramUnderTest : IDisposable
{
    private readonly ConcurrentQueue<string> lines = new();
    private readonly Process process;
    private readonly string started;

    private ProgramUnderTest(ProcessStartInfo start)
    {
        started = string.Join(' ', start.ArgumentList);
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Everything printed so far, both streams.</summary>
    public string Printed => string.Join('\n', lines);

    public int ExitCode => process.ExitCode;

    public bool HasEnded => process.HasExited;

    public int ProcessId => process.Id;

    public static ProgramUnderTest Start(params string[] arguments) => new(Command(["dotnet", Dll, .. arguments]));

    /// <summary>Another build of it.</summary>
    public static ProgramUnderTest StartProgram(string dll, params string[] arguments) => new(Command(["dotnet", dll, .. arguments]));

    /// <summary>With settings of its environment's own.</summary>
    public static ProgramUnderTest StartWith(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var command = Command(["dotnet", Dll, .. arguments]);
        foreach (var (name, value) in environment)
            command.Environment[name] = value;
        return new(command);
    }

    /// <summary>As another account; only root can. The program stands where that account can read it.</summary>
    public static ProgramUnderTest StartAs(string account, string home, string dll, params string[] arguments)
    {
        var command = Command(["setpriv", $"--reuid={account}", "--clear-groups", "--regid=65534", "--", "dotnet", dll, .. arguments]);
        command.Environment["HOME"] = home;
        return new(command);
    }

    public static string Dll { get; } = Path.Combine(AppContext.BaseDirectory, "venture-portfolio.dll");

    public Task PrintsAsync(string text, TimeSpan deadline) => Eventually.HoldsAsync(
        () => Printed.Contains(text, StringComparison.Ordinal)
            || (process.HasExited ? throw new InvalidOperationException($"Ended with {process.ExitCode} before printing '{text}':\n{Printed}") : false),
        deadline);

    public async Task<int> EndsAsync(TimeSpan deadline)
    {
        await Eventually.HoldsAsync(() => process.HasExited, deadline);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken); // Until the streams are read to their end.
        return process.ExitCode;
    }

    /// <summary>SIGKILL, to the program only.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>For example "TERM" or "INT".</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
        PlantedSecrets.LookThrough($"what '{started}' printed", Printed);
    }

    /// <summary>With SIGINT as a terminal gives it: tests that run in the background of a script inherit it ignored.</summary>
    private static ProcessStartInfo Command(IReadOnlyList<string> command) => new("env", ["--default-signal=INT", .. command])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
        WorkingDirectory = "/",
    };

    private void Keep(string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
