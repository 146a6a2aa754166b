using System.CommandLine;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary><c>export incubation --as-of D …</c>: what <c>/reports/incubation.csv</c> gives, of everything.</summary>
internal static class ExportIncubation
{
    internal static readonly Option<string?> Incubator = new("--incubator") { Description = "Code of the one incubator to stay with" };
    internal static readonly Option<string?> Startup = new("--startup") { Description = "Code of the one startup to tell of" };
    internal static readonly Option<string?> Cohort = new("--cohort") { Description = "Only those first admitted in this year" };
    private static readonly Option<string?> Definitions = new("--definitions") { Description = "Keys with commas between, ON-TIME,SURVIVAL-1Y; default: all that apply" };

    internal static Command Create() => ExportCommand.Of(
        "incubation", "Figures of milestones of startups, incubators and their years, as CSV", CsvAsync,
        ExportCommand.AsOf, ExportCommand.KnownAt, Incubator, Startup, Cohort, Definitions, ExportCommand.CompareTo);

    /// <exception cref="PlainException">What is wrong, a line for each parameter.</exception>
    internal static async Task<byte[]> CsvAsync(ParseResult parsed, DatabaseLogins logins, CancellationToken cancel)
    {
        var language = parsed.GetValue(ExportCommand.Language)!;
        var query = ExportCommand.Known(IncubationEndpoint.Read(await GivenAsync(parsed, logins, language, cancel), language), language);
        using var logging = ExportCommand.Logging();
        var use = new PullIncubationReport(logins, SystemClock.Instance, logging.CreateLogger<PullIncubationReport>());
        return IncubationCsv.Write(ExportCommand.Known(await use.RunAsync(query, cancel), language), language);
    }

    private static async Task<QueryCollection> GivenAsync(ParseResult parsed, DatabaseLogins logins, string language, CancellationToken cancel) => ExportCommand.Given(
        ("asOf", parsed.GetValue(ExportCommand.AsOf)),
        ("knownAt", parsed.GetValue(ExportCommand.KnownAt)),
        ("incubatorId", await IdAsync("Incubator", "incubator", parsed.GetValue(Incubator), logins, language, cancel)),
        ("startupId", await IdAsync("Startup", "startup", parsed.GetValue(Startup), logins, language, cancel)),
        ("cohort", parsed.GetValue(Cohort)),
        ("definitions", parsed.GetValue(Definitions)),
        ("compareTo", parsed.GetValue(ExportCommand.CompareTo)));

    /// <summary>Its global id: at a terminal people know codes.</summary>
    internal static async Task<string?> IdAsync(string type, string table, string? code, DatabaseLogins logins, string language, CancellationToken cancel)
    {
        if (code is not { Length: > 0 })
        {
            return null;
        }

        await using var find = logins.Job.CreateCommand($"select id from {table} where code::text = $1");
        find.Parameters.AddWithValue(code);
        return await find.ExecuteScalarAsync(cancel) is Guid id ? GlobalId.Of(type, id)
            : ExportCommand.Known<string>(NotFound.At(table), language);
    }
}
