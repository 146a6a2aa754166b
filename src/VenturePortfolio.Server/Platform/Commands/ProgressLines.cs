using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace VenturePortfolio.Server;

/// <summary>One line per finished step, with its time: readable on a terminal and in a log.</summary>
public sealed class ProgressLines(IAnsiConsole console)
{
    /// <summary>Runs a step and prints what came of it. A step that fails prints nothing: its exception speaks.</summary>
    public async Task<T> StepAsync<T>(string title, Func<Task<T>> step, Func<T, string> outcome)
    {
        var watch = Stopwatch.StartNew();
        var result = await step();
        Say(title, outcome(result), watch.Elapsed);
        return result;
    }

    public void Say(string title, string outcome, TimeSpan? elapsed = null)
    {
        var time = elapsed is { } taken ? string.Create(CultureInfo.InvariantCulture, $" [grey]({taken.TotalSeconds:0.00} s)[/]") : "";
        console.MarkupLine($"[bold]{Markup.Escape(title),-12}[/] {Markup.Escape(outcome)}{time}");
    }
}
