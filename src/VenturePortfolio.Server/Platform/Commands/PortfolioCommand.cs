using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Spectre.Console;

namespace VenturePortfolio.Server;

/// <summary>What a command works with.</summary>
/// <param name="Parsed">Values of the command's own options and arguments.</param>
/// <param name="Configuration">Settings files, environment, and options common to all commands, the later winning.</param>
/// <param name="Progress">Lines for the person, on standard error: standard output belongs to the command's result.</param>
public sealed record CommandContext(ParseResult Parsed, IConfiguration Configuration, ProgressLines Progress);

/// <summary>How a slice makes its command: <c>PortfolioCommand.Create(name, description, run)</c>, listed in Program.cs.</summary>
public static class PortfolioCommand
{
    private const int LogWidth = 10_000;

    /// <summary>"demo" adds invented data and the built-in token issuer.</summary>
    public static readonly Option<string?> Profile = new("--profile") { Description = "demo: invented data and ready sign-in tokens", Recursive = true };

    public static readonly Option<string?> Data = new("--data") { Description = "Folder of the private PostgreSQL; default: .data of the checkout", Recursive = true };

    /// <summary>A command without a database.</summary>
    public static Command Create(string name, string description, Func<CommandContext, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description);
        command.SetAction((parsed, cancel) => RunAsync(parsed, run, cancel));
        return command;
    }

    /// <summary>A command on the current schema: the private PostgreSQL is started for it, or adopted.</summary>
    public static Command CreateWithDatabase(
        string name, string description, Func<CommandContext, DatabaseLogins, CancellationToken, Task<int>> run) =>
        Create(name, description, async (context, cancel) =>
        {
            await using var database = await PortfolioDatabase.OpenAsync(context.Configuration, context.Progress, cancel);
            return await run(context, database.Logins, cancel);
        });

    internal static async Task<int> RunAsync(ParseResult parsed, Func<CommandContext, CancellationToken, Task<int>> run, CancellationToken cancel)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected)
            console.Profile.Width = LogWidth; // A log has no edge at which to break a line.
        try
        {
            return await run(new(parsed, Configure(parsed), new ProgressLines(console)), cancel);
        }
        catch (PlainException plain)
        {
            await Console.Error.WriteLineAsync(plain.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 130;
        }
    }

    private static IConfigurationRoot Configure(ParseResult parsed)
    {
        var given = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (parsed.GetValue(Profile) is { } profile)
            given["Profile"] = profile;
        if (parsed.GetValue(Data) is { } data)
            given["Data:Directory"] = data;
        if (parsed.CommandResult.Command.Options.Contains(ServeCommand.Urls) && parsed.GetValue(ServeCommand.Urls) is { } urls)
            given["Urls"] = urls;
        return new ConfigurationBuilder()
            .AddInMemoryCollection([new("Urls", ServeCommand.DefaultUrls)])
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .AddInMemoryCollection(given)
            .Build();
    }
}
