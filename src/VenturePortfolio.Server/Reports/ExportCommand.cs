using System.CommandLine;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary><c>export leverage --as-of D …</c>: the leverage report as CSV on standard output or into a file.</summary>
public static class ExportCommand
{
    private static readonly Option<string> AsOf = new("--as-of") { Description = "State at the end of that day, 2026-11-23", Required = true };
    private static readonly Option<string?> KnownAt = new("--known-at") { Description = "What had been recorded by then, 2026-11-24T02:30:00+08:00; default: now" };
    private static readonly Option<string?> GroupBy = new("--group-by") { Description = "total, programme, sub-fund or vintage; default: programme" };
    private static readonly Option<string?> Definitions = new("--definitions") { Description = "Keys with commas between, LV-1,LV-2; default: those that apply" };
    private static readonly Option<string?> Programme = new("--programme") { Description = "Code of the programme to stay within" };
    private static readonly Option<string?> FxBasis = new("--fx-basis") { Description = "own (each definition's own) or as-of; default: own" };
    private static readonly Option<string?> Currency = new("--currency") { Description = "ISO 4217; default: each group's own" };
    private static readonly Option<string> Language = new("--language") { Description = "zh-Hant, zh-Hans or en", DefaultValueFactory = _ => Languages.English };
    private static readonly Option<string?> Output = new("--output", "-o") { Description = "File to write; default: standard output" };

    public static Command Create()
    {
        var leverage = PortfolioCommand.CreateWithDatabase("leverage", "The leverage report over everything, as CSV", RunAsync);
        foreach (var option in new Option[] { AsOf, KnownAt, GroupBy, Definitions, Programme, FxBasis, Currency, Language, Output })
        {
            leverage.Options.Add(option);
        }

        return new Command("export", "Write a report to a file") { leverage };
    }

    private static async Task<int> RunAsync(CommandContext context, DatabaseLogins logins, CancellationToken cancel)
    {
        var parsed = context.Parsed;
        using var logging = LoggerFactory.Create(builder => builder.AddConsole(console =>
            console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error));
        var request = new LeverageRequest(
            parsed.GetValue(AsOf), parsed.GetValue(KnownAt), parsed.GetValue(GroupBy), parsed.GetValue(Definitions),
            parsed.GetValue(Programme), parsed.GetValue(FxBasis), parsed.GetValue(Currency));
        var language = parsed.GetValue(Language)!;
        var query = Known(request.Read(language), language);
        var use = new PullLeverageReport(logins, SystemClock.Instance, logging.CreateLogger<PullLeverageReport>());
        var csv = LeverageCsv.Write(Known(await use.RunAsync(query, cancel), language));
        await SecurityLog.RecordAsync(logins.Job, SecurityLog.ExportRun, "leverage", cancel);
        if (parsed.GetValue(Output) is { } file)
        {
            await File.WriteAllBytesAsync(file, csv, cancel);
            context.Progress.Say("Written", file);
            return 0;
        }

        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(csv, cancel);
        return 0;
    }

    private static T Known<T>(Result<T> result, string language) => result.IsOk
        ? result.Value
        : throw new PlainException(string.Join('\n', result.Errors.Select(error => UserErrors.Of(error, language).Message)));
}
