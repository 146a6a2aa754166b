using System.CommandLine;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary><c>export restatement --definition LV-1 --as-of D --known-at-1 K --known-at-2 L …</c>: what <c>/reports/restatement.csv</c> gives, of everything.</summary>
internal static class ExportRestatement
{
    internal static readonly Option<string> Definition = new("--definition") { Description = "Key of the definition, LV-1", Required = true };
    private static readonly Option<string> KnownAt1 = new("--known-at-1") { Description = "The earlier instant, 2026-11-24T02:30:00+08:00", Required = true };
    private static readonly Option<string> KnownAt2 = new("--known-at-2") { Description = "The later one", Required = true };
    internal static readonly Option<string?> Group = new("--group") { Description = "With --group-by: key of one group of it; default: everything in scope as one pool" };

    internal static Command Create() => ExportCommand.Of(
        "restatement", "Why a figure of one day, known at one instant, is another at a later one, as CSV", CsvAsync,
        Definition, ExportCommand.AsOf, KnownAt1, KnownAt2, ExportCommand.Programme, ExportCommand.SubFund, ExportCommand.GroupBy, Group,
        ExportCommand.FxBasis, ExportCommand.ConstantOn, ExportCommand.Currency, ExportIncubation.Incubator, ExportIncubation.Startup, ExportIncubation.Cohort);

    /// <exception cref="PlainException">What is wrong, a line for each parameter.</exception>
    internal static async Task<byte[]> CsvAsync(ParseResult parsed, DatabaseLogins logins, CancellationToken cancel)
    {
        var language = parsed.GetValue(ExportCommand.Language)!;
        var given = ExportCommand.Given(
            ("definition", parsed.GetValue(Definition)),
            ("asOf", parsed.GetValue(ExportCommand.AsOf)),
            ("knownAt1", parsed.GetValue(KnownAt1)),
            ("knownAt2", parsed.GetValue(KnownAt2)),
            ("programme", parsed.GetValue(ExportCommand.Programme)),
            ("subFund", parsed.GetValue(ExportCommand.SubFund)),
            ("groupBy", parsed.GetValue(ExportCommand.GroupBy)),
            ("group", parsed.GetValue(Group)),
            ("fxBasis", parsed.GetValue(ExportCommand.FxBasis)),
            ("constantOn", parsed.GetValue(ExportCommand.ConstantOn)),
            ("currency", parsed.GetValue(ExportCommand.Currency)),
            ("incubatorId", await ExportIncubation.IdAsync("Incubator", "incubator", parsed.GetValue(ExportIncubation.Incubator), logins, language, cancel)),
            ("startupId", await ExportIncubation.IdAsync("Startup", "startup", parsed.GetValue(ExportIncubation.Startup), logins, language, cancel)),
            ("cohort", parsed.GetValue(ExportIncubation.Cohort)));
        var query = ExportCommand.Known(RestatementEndpoint.Read(given, language), language);
        return RestatementCsv.Write(ExportCommand.Known(await new PullRestatement(logins, SystemClock.Instance).RunAsync(query, cancel), language));
    }
}
