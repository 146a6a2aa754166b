using System.CommandLine;
using System.Globalization;
using CsvHelper;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary><c>import ssbci FILE</c>, <c>import fx FILE</c>, <c>import index FILE</c> and <c>import achievements FILE</c>. Nothing is imported unless every row is valid.</summary>
public static class ImportCommand
{
    private const int ErrorsShown = 50;
    private static readonly Argument<string> File = new("file") { Description = "The CSV file" };
    private static readonly Option<string?> ErrorFile = new("--errors") { Description = "Write the errors to this CSV file too" };
    private static readonly Option<string> IndexCode = new("--code") { Description = "Short code of the index, A-Z and -", Required = true };
    private static readonly Option<string> IndexName = new("--name") { Description = "Its name", Required = true };
    private static readonly Option<string> IndexCurrency = new("--currency") { Description = "ISO 4217", Required = true };
    private static readonly Option<string> IndexSource = new("--source") { Description = "Where the levels come from", Required = true };
    private static readonly Option<bool> BesideOthers = new("--beside-others") { Description = "Take it over although another file of this kind was" };

    public static Command Create()
    {
        var ssbci = Subcommand("ssbci", "Take over the US Treasury's SSBCI transactions", async (context, logins, cancel) => await ReportAsync(
            context, await ImportSsbci.RunAsync(logins.Job, context.Parsed.GetValue(File)!, Today(), context.Parsed.GetValue(BesideOthers), context.Progress, cancel),
            import => $"{import.Report}{Environment.NewLine}{(import.TakenOverAt is { } before ? $"Already taken over at {before}: nothing changed." : "Taken over.")}"));
        ssbci.Options.Add(BesideOthers);
        var fx = Subcommand("fx", "Take over monthly average exchange rates", async (context, logins, cancel) => await ReportAsync(
            context, await ImportFx.RunAsync(logins.Job, context.Parsed.GetValue(File)!, Today(), context.Progress, cancel), import => import.ToString()));
        var index = Subcommand("index", "Take over the levels of a total-return index: columns date and level", async (context, logins, cancel) => await ReportAsync(
            context,
            await ImportIndex.RunAsync(
                logins.Job, context.Parsed.GetValue(File)!,
                (context.Parsed.GetValue(IndexCode)!, context.Parsed.GetValue(IndexName)!, context.Parsed.GetValue(IndexCurrency)!, context.Parsed.GetValue(IndexSource)!),
                Today(), context.Progress, cancel),
            import => import.ToString()));
        index.Options.Add(IndexCode);
        index.Options.Add(IndexName);
        index.Options.Add(IndexCurrency);
        index.Options.Add(IndexSource);
        var achievements = Subcommand("achievements", "Take achievements of publicly funded research into the register: a column for each input of recordAchievement",
            async (context, logins, cancel) => await ReportAsync(
                context, await ImportAchievements.RunAsync(logins.Job, context.Parsed.GetValue(File)!, Today(), context.Progress, cancel), import => import.ToString()));
        return new Command("import", "Take over public files; all rows or none, and the same file twice changes nothing") { ssbci, fx, index, achievements };
    }

    private static Command Subcommand(string name, string description, Func<CommandContext, DatabaseLogins, CancellationToken, Task<int>> run)
    {
        var command = PortfolioCommand.CreateWithDatabase(name, description, run);
        command.Arguments.Add(File);
        command.Options.Add(ErrorFile);
        return command;
    }

    private static async Task<int> ReportAsync<T>(CommandContext context, Result<T> result, Func<T, string> print)
    {
        if (result.IsOk)
        {
            await Console.Out.WriteLineAsync(print(result.Value));
            return 0;
        }

        foreach (var error in result.Errors.Take(ErrorsShown))
            await Console.Error.WriteLineAsync($"{error.Code} {error.Path} {error.Message}".Replace("  ", " ", StringComparison.Ordinal));
        if (result.Errors.Count > ErrorsShown)
            await Console.Error.WriteLineAsync($"… and {result.Errors.Count - ErrorsShown:N0} more; --errors FILE writes all of them.");
        await Console.Error.WriteLineAsync("Nothing was imported.");
        if (context.Parsed.GetValue(ErrorFile) is { } file)
            WriteErrors(file, result.Errors);
        return 1;
    }

    /// <summary>The errors as CSV; what a spreadsheet would run as a formula is escaped.</summary>
    internal static void WriteErrors(string file, IReadOnlyList<Error> errors)
    {
        using var csv = CsvWriter.ToFile(file, new CsvWriterOptions { Injection = CsvInjection.Escape, FormatProvider = CultureInfo.InvariantCulture });
        string[][] lines = [["code", "where", "what"], .. errors.Select(error => new[] { error.Code, error.Path, error.Message })];
        foreach (var line in lines)
        {
            foreach (var cell in line)
                csv.WriteField(cell);
            csv.EndRecord();
        }
    }

    private static LocalDate Today() => HongKong.Today(SystemClock.Instance);
}
