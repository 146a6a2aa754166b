using System.CommandLine;
using System.Runtime;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary><c>nightly --as-of D [--known-at K]</c>: one run by hand, with progress and a short report.</summary>
public static class NightlyCommand
{
    public static Command Create()
    {
        var asOf = new Option<string?>("--as-of") { Description = "Business date, 2026-11-23; default: yesterday in Hong Kong" };
        var knownAt = new Option<string?>("--known-at") { Description = "What had been recorded by then, 2026-11-24T02:30:00+08:00; default: the night's own instant, or now" };
        var command = PortfolioCommand.CreateWithDatabase(
            "nightly",
            "Compute the metrics of one business date and publish them",
            (context, logins, cancel) => RunAsync(context, logins, context.Parsed.GetValue(asOf), context.Parsed.GetValue(knownAt), cancel));
        command.Options.Add(asOf);
        command.Options.Add(knownAt);
        return command;
    }

    /// <summary>
    /// A start step of the server: the figures of yesterday, when the database has none at all. In the demo those of the quarter ends before it are
    /// asked for too, and computed once it listens: a chart needs more than one point.
    /// </summary>
    public static async Task FirstNightAsync(StartContext context, CancellationToken cancel)
    {
        var night = context.Services.GetRequiredService<Night>();
        if (await night.RunFirstAsync(line => context.Progress.Say("Metrics", line), cancel) is { } outcome)
        {
            context.Progress.Say("Metrics", Report(outcome));
            if (outcome.State == NightState.Published && await PastQuarters.RequestAsync(context, outcome.Night, cancel) is > 0 and var quarters)
            {
                context.Progress.Say("Metrics", $"the {quarters} quarter ends before it follow in the background");
            }
        }
    }

    private static async Task<int> RunAsync(
        CommandContext context, DatabaseLogins logins, string? asOf, string? knownAt, CancellationToken cancel)
    {
        // Nobody waits for an answer of this process: collecting beside the work would keep pauses short for no one.
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        using var logging = LoggerFactory.Create(builder => builder.AddConsole(console =>
            console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error));
        var runs = new RunTable(logins);
        var night = new Night(runs, new NightRun(logins, runs, logging.CreateLogger<NightRun>()), logging.CreateLogger<Night>());
        var date = asOf is null ? NightPlan.Yesterday((await runs.ReadAsync(cancel)).Now) : Date(asOf);
        var known = knownAt is null ? (Instant?)null : KnownAt.Parse(knownAt)
            ?? throw new PlainException($"--known-at {knownAt} is not an instant such as 2026-11-24T02:30:00+08:00 or 2026-11-23T18:30:00Z.");
        var outcome = await night.RunByHandAsync(date, known, line => context.Progress.Say("Metrics", line), cancel);
        await Console.Out.WriteLineAsync(Report(outcome));
        return outcome.State is NightState.Published or NightState.Busy ? 0 : 1;
    }

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text) is { Success: true } date
        ? date.Value
        : throw new PlainException($"--as-of {text} is not a date such as 2026-11-23.");

    private static string Report(NightOutcome outcome)
    {
        var dates = $"{LocalDatePattern.Iso.Format(outcome.Night.BusinessDate)}, known at {InstantPattern.ExtendedIso.Format(outcome.Night.KnownAt)}";
        return outcome.State == NightState.Published
            ? $"{dates}: {outcome.Values} figures published, {outcome.Absent} of them absent with a reason"
            : $"{dates}: {outcome.State}. {outcome.Why}";
    }
}
