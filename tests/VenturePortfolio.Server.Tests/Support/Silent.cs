using Spectre.Console;

namespace VenturePortfolio.Server.Tests;

/// <summary>Progress that nobody watches.</summary>
public static class Silent
{
    public static ProgressLines Progress { get; } =
        new(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
}
