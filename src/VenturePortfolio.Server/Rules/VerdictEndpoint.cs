using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VenturePortfolio.Server;

/// <summary>
/// <c>GET /reports/findings.csv?subFund=…&amp;status=BREACH,WARN</c> and <c>GET /reports/verdicts.csv?asOf=…&amp;subFund=…&amp;status=…</c>, with the same token as
/// GraphQL and the same refusals as <see cref="LeverageEndpoint"/>.
/// </summary>
public static class VerdictEndpoint
{
    public const string Findings = "/reports/findings.csv";

    public const string Verdicts = "/reports/verdicts.csv";

    private static readonly string[] Known = ["asOf", "subFund", "status"];

    /// <summary>Units held until it is known what was done: tens of rules of every sub-fund are read.</summary>
    private const int Cost = 1_000;

    public static void MapVerdicts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Findings, (HttpContext http, Edge edge, PullVerdicts pull, SecurityTally tally) => RunAsync(http, edge, pull, tally, isFindings: true));
        routes.MapGet(Verdicts, (HttpContext http, Edge edge, PullVerdicts pull, SecurityTally tally) => RunAsync(http, edge, pull, tally, isFindings: false));
    }

    private static Task RunAsync(HttpContext http, Edge edge, PullVerdicts pull, SecurityTally tally, bool isFindings)
    {
        var name = isFindings ? "findings.csv" : "verdicts.csv";
        return new ReportFile(name, Cost, Known).AnswerAsync(
            http, edge, tally,
            (given, language) => VerdictQuery.Read(isFindings, given["asOf"], given["subFund"], given["status"], language),
            pull.RunAsync,
            (lines, _) => (VerdictCsv.Write(lines), name));
    }
}
