using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// <c>GET /reports/explain.csv?definition=…&amp;asOf=…&amp;knownAt=…</c> with, for figures of sub-funds,
/// <c>&amp;groupBy=…&amp;group=…&amp;programme=…&amp;subFund=…&amp;fxBasis=…&amp;constantOn=…&amp;currency=…&amp;index=…&amp;from=…</c>, for those of startups
/// <c>&amp;incubatorId=…&amp;startupId=…&amp;cohort=…&amp;group=…</c>: what <c>explain</c> of the reports tells, all rows of it, as <see cref="ReportFile"/>.
/// </summary>
public static class ExplainEndpoint
{
    public const string Path = "/reports/explain.csv";

    public static void MapExplanation(this IEndpointRouteBuilder routes) => routes.MapGet(Path, RunAsync);

    private static Task RunAsync(HttpContext http, Edge edge, PullExplanation explanation, SecurityTally tally) =>
        new ReportFile("explain.csv", LeverageReportField.Cost, ExplainQuery.Known).StreamAsync(
            http, edge, tally, ExplainQuery.Read, explanation.RunAsync,
            (told, language) => (
                (output, cancel) => ExplainCsv.WriteAsync(told, language, output, cancel),
                $"explain-{LocalDatePattern.Iso.Format(told.AsOf)}.csv"));
}
