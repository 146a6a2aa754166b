using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// <c>GET /reports/incubation.csv?asOf=…&amp;knownAt=…&amp;incubatorId=…&amp;startupId=…&amp;cohort=…&amp;definitions=ON-TIME,SURVIVAL-1Y&amp;compareTo=…</c>: what
/// <c>incubationReport</c> tells, as <see cref="ReportFile"/>.
/// </summary>
public static class IncubationEndpoint
{
    public const string Path = "/reports/incubation.csv";

    private static readonly string[] Known = ["asOf", "knownAt", "incubatorId", "startupId", "cohort", "definitions", "compareTo"];

    public static void MapIncubationReport(this IEndpointRouteBuilder routes) => routes.MapGet(Path, RunAsync);

    private static Task RunAsync(HttpContext http, Edge edge, PullIncubationReport report, SecurityTally tally) =>
        new ReportFile("incubation.csv", IncubationReportField.Cost, Known).AnswerAsync(
            http, edge, tally, Read, report.RunAsync,
            (told, language) => (IncubationCsv.Write(told, language), $"incubation-{LocalDatePattern.Iso.Format(told.AsOf)}.csv"));

    internal static Result<IncubationQuery> Read(IQueryCollection given, string language)
    {
        var errors = new List<Error>();
        var asOf = ReportFile.Date(given, "asOf", errors);
        if (ReportFile.Text(given, "asOf") is null)
        {
            errors.Add(TypedText.Missing("asOf"));
        }

        var (knownAt, cohort, compareTo) = (ReportFile.Moment(given, "knownAt", errors), ReportFile.Number(given, "cohort", errors), ReportFile.Date(given, "compareTo", errors));
        return errors.Count > 0 ? errors : new IncubationQuery
        {
            AsOf = asOf!.Value,
            KnownAt = knownAt,
            Incubator = ReportFile.Text(given, "incubatorId"),
            Startup = ReportFile.Text(given, "startupId"),
            Cohort = cohort,
            Definitions = ReportFile.Keys(given, "definitions"),
            CompareTo = compareTo,
            Language = language,
        };
    }
}
