using System.CommandLine;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary><c>export leverage --as-of D …</c>, <c>export incubation …</c>, <c>restatement</c>, <c>explain</c>, <c>findings</c>, <c>verdicts</c>: a report as CSV on standard output or into a file.</summary>
public static class ExportCommand
{
    internal static readonly Option<string> AsOf = new("--as-of") { Description = "State at the end of that day, 2026-11-23", Required = true };
    internal static readonly Option<string?> KnownAt = new("--known-at") { Description = "What had been recorded by then, 2026-11-24T02:30:00+08:00; default: now" };
    internal static readonly Option<string?> GroupBy = new("--group-by") { Description = "total, programme, sub-fund, vintage, manager, jurisdiction, sector, incubator, startup, deal, investor or investor-class; default: programme" };
    private static readonly Option<string?> Definitions = new("--definitions") { Description = "Keys with commas between, LV-1,LV-2; default: those that apply" };
    internal static readonly Option<string?> Programme = new("--programme") { Description = "Code of the programme to stay within" };
    internal static readonly Option<string?> FxBasis = new("--fx-basis") { Description = "own (each definition's own), transaction-date, commitment-date, as-of or constant; default: own" };
    internal static readonly Option<string?> ConstantOn = new("--constant-on") { Description = "With constant: the day whose rates convert everything; default: the as-of day" };
    internal static readonly Option<string?> SubFund = new("--sub-fund") { Description = "Code of the one sub-fund to stay with" };
    internal static readonly Option<string?> CompareTo = new("--compare-to") { Description = "An earlier day whose figures are to stand beside" };
    internal static readonly Option<string?> From = new("--from") { Description = "Of definitions told over a period (NET_IRR_PERIOD …): the day at whose end it begins" };
    private static readonly Option<string?> Places = new("--places") { Description = "Decimals of figures as shown for reading, 0 to 10; default: 4, of amounts as many as the currency has" };
    private static readonly Option<bool> OtherReadings = new("--other-readings") { Description = "Tell each figure under every other reading of who is private" };
    private static readonly Option<string?> BridgeTo = new("--bridge-to") { Description = "Key of the definition to which every figure is to be led over" };
    internal static readonly Option<string?> Currency = new("--currency") { Description = "ISO 4217; default: each group's own" };
    private static readonly Option<string?> Night = new("--as-of") { Description = "Of the night of that day, 2026-11-23; default: the newest" };
    private static readonly Option<string?> Status = new("--status") { Description = "Only these, with commas between: BREACH,UNATTAINABLE,WARN,AT_RISK …; default: all" };
    internal static readonly Option<string?> Index = new("--index") { Description = "Code of the index that KS_PME, DIRECT_ALPHA and their gross ones compare with; default: the default one" };
    internal static readonly Option<string> Language = new("--language") { Description = "zh-Hant, zh-Hans or en", DefaultValueFactory = _ => Languages.English };
    private static readonly Option<string?> Group = new("--group") { Description = "Key of the one group to tell; default: all" };
    private static readonly Option<string?> Output = new("--output", "-o") { Description = "File to write; default: standard output" };

    public static Command Create() => new("export", "Write a report to a file")
    {
        Of(
            "leverage", "The leverage report over everything, as CSV", CsvAsync,
            AsOf, KnownAt, GroupBy, Definitions, BridgeTo, Programme, SubFund, Group, FxBasis, ConstantOn, Currency, Index, CompareTo, From, Places, OtherReadings),
        ExportIncubation.Create(),
        ExportRestatement.Create(),
        ExportExplanation.Create(),
        Of("findings", "What of the newest night asks for attention, and since when, as CSV", FindingsAsync, SubFund, Status),
        Of("verdicts", "What every rule said of every sub-fund in a night, as CSV", VerdictsAsync, SubFund, Status, Night),
    };

    /// <param name="write">The file.</param>
    /// <param name="options">Beside language and output.</param>
    internal static Command Of(string name, string description, Func<ParseResult, DatabaseLogins, CancellationToken, Task<byte[]>> write, params IEnumerable<Option> options)
    {
        var command = PortfolioCommand.CreateWithDatabase(name, description, (context, logins, cancel) => RunAsync(context, logins, name, write, cancel));
        foreach (var option in options.Append(Language).Append(Output))
        {
            command.Options.Add(option);
        }

        return command;
    }

    private static async Task<int> RunAsync(
        CommandContext context, DatabaseLogins logins, string what, Func<ParseResult, DatabaseLogins, CancellationToken, Task<byte[]>> write, CancellationToken cancel)
    {
        var parsed = context.Parsed;
        var csv = await write(parsed, logins, cancel);
        await SecurityLog.RecordAsync(logins.Job, SecurityLog.ExportRun, what, cancel);
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

    /// <exception cref="PlainException">What is wrong, a line for each parameter.</exception>
    internal static async Task<byte[]> CsvAsync(ParseResult parsed, DatabaseLogins logins, CancellationToken cancel)
    {
        using var logging = Logging();
        var request = new LeverageRequest
        {
            AsOf = parsed.GetValue(AsOf),
            KnownAt = parsed.GetValue(KnownAt),
            GroupBy = parsed.GetValue(GroupBy),
            Definitions = parsed.GetValue(Definitions),
            BridgeTo = parsed.GetValue(BridgeTo),
            Programme = parsed.GetValue(Programme),
            SubFund = parsed.GetValue(SubFund),
            Group = parsed.GetValue(Group),
            FxBasis = parsed.GetValue(FxBasis),
            ConstantOn = parsed.GetValue(ConstantOn),
            Currency = parsed.GetValue(Currency),
            Index = parsed.GetValue(Index),
            CompareTo = parsed.GetValue(CompareTo),
            From = parsed.GetValue(From),
            Places = parsed.GetValue(Places),
            OtherReadings = parsed.GetValue(OtherReadings) ? "true" : null,
        };
        var language = parsed.GetValue(Language)!;
        var query = Known(request.Read(language), language);
        var use = new PullLeverageReport(logins, SystemClock.Instance, logging.CreateLogger<PullLeverageReport>());
        return LeverageCsv.Write(Known(await use.RunAsync(query, cancel), language));
    }

    /// <exception cref="PlainException">What is wrong, a line for each parameter.</exception>
    internal static Task<byte[]> FindingsAsync(ParseResult parsed, DatabaseLogins logins, CancellationToken cancel) => StoredAsync(parsed, logins, isFindings: true, cancel);

    /// <exception cref="PlainException">What is wrong, a line for each parameter.</exception>
    internal static Task<byte[]> VerdictsAsync(ParseResult parsed, DatabaseLogins logins, CancellationToken cancel) => StoredAsync(parsed, logins, isFindings: false, cancel);

    private static async Task<byte[]> StoredAsync(ParseResult parsed, DatabaseLogins logins, bool isFindings, CancellationToken cancel)
    {
        var language = parsed.GetValue(Language)!;
        var query = Known(VerdictQuery.Read(isFindings, isFindings ? null : parsed.GetValue(Night), parsed.GetValue(SubFund), parsed.GetValue(Status), language), language);
        return VerdictCsv.Write(Known(await new PullVerdicts(logins).RunAsync(query, cancel), language));
    }

    /// <summary>What was typed, as an address would say it.</summary>
    internal static QueryCollection Given(params IEnumerable<(string Name, string? Text)> typed) =>
        new(typed.Where(each => each.Text is not null).ToDictionary(each => each.Name, each => new StringValues(each.Text), StringComparer.OrdinalIgnoreCase));

    /// <summary>Failures of figures, on standard error: standard output is the file's.</summary>
    internal static ILoggerFactory Logging() => LoggerFactory.Create(builder => builder.AddConsole(console =>
        console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error));

    /// <exception cref="PlainException">What is wrong, a line for each parameter.</exception>
    internal static T Known<T>(Result<T> result, string language) => result.IsOk
        ? result.Value
        : throw new PlainException(string.Join('\n', result.Errors.Select(error => $"{error.Path}: {UserErrors.Of(error, language).Message}")));
}
