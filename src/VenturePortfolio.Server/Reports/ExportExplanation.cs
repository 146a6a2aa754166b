using System.CommandLine;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary><c>export explain --definition LV-1 --as-of D …</c>: what <c>/reports/explain.csv</c> gives, of everything and of any size.</summary>
internal static class ExportExplanation
{
    internal static Command Create() => ExportCommand.Of(
        "explain", "What figures of a definition are made of, row by row, as CSV", CsvAsync,
        ExportRestatement.Definition, ExportCommand.AsOf, ExportCommand.KnownAt, ExportCommand.GroupBy, ExportRestatement.Group, ExportCommand.Programme, ExportCommand.SubFund,
        ExportCommand.FxBasis, ExportCommand.ConstantOn, ExportCommand.Currency, ExportCommand.Index, ExportCommand.From, ExportIncubation.Incubator, ExportIncubation.Startup, ExportIncubation.Cohort);

    /// <exception cref="PlainException">What is wrong, a line for each parameter.</exception>
    internal static async Task<byte[]> CsvAsync(ParseResult parsed, DatabaseLogins logins, CancellationToken cancel)
    {
        var language = parsed.GetValue(ExportCommand.Language)!;
        var given = ExportCommand.Given(
            ("definition", parsed.GetValue(ExportRestatement.Definition)),
            ("asOf", parsed.GetValue(ExportCommand.AsOf)),
            ("knownAt", parsed.GetValue(ExportCommand.KnownAt)),
            ("groupBy", parsed.GetValue(ExportCommand.GroupBy)),
            ("group", parsed.GetValue(ExportRestatement.Group)),
            ("programme", parsed.GetValue(ExportCommand.Programme)),
            ("subFund", parsed.GetValue(ExportCommand.SubFund)),
            ("fxBasis", parsed.GetValue(ExportCommand.FxBasis)),
            ("constantOn", parsed.GetValue(ExportCommand.ConstantOn)),
            ("currency", parsed.GetValue(ExportCommand.Currency)),
            ("index", parsed.GetValue(ExportCommand.Index)),
            ("from", parsed.GetValue(ExportCommand.From)),
            ("incubatorId", await ExportIncubation.IdAsync("Incubator", "incubator", parsed.GetValue(ExportIncubation.Incubator), logins, language, cancel)),
            ("startupId", await ExportIncubation.IdAsync("Startup", "startup", parsed.GetValue(ExportIncubation.Startup), logins, language, cancel)),
            ("cohort", parsed.GetValue(ExportIncubation.Cohort)));
        var query = ExportCommand.Known(ExplainQuery.Read(given, language), language);
        using var logging = ExportCommand.Logging();
        var use = new PullExplanation(
            new PullLeverageReport(logins, SystemClock.Instance, logging.CreateLogger<PullLeverageReport>()),
            new PullIncubationReport(logins, SystemClock.Instance, logging.CreateLogger<PullIncubationReport>()));
        using var bytes = new MemoryStream();
        await ExplainCsv.WriteAsync(ExportCommand.Known(await use.RunAsync(query, cancel), language), language, bytes, cancel);
        return bytes.ToArray();
    }
}
