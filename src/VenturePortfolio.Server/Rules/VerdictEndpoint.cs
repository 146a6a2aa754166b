using System.Buffers;
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

    /// <summary>Units of cost: tens of rules of every sub-fund are read.</summary>
    private const int Cost = 1_000;

    public static void MapVerdicts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Findings, (HttpContext http, Edge edge, PullVerdicts pull, SecurityTally tally) => RunAsync(http, edge, pull, tally, isFindings: true));
        routes.MapGet(Verdicts, (HttpContext http, Edge edge, PullVerdicts pull, SecurityTally tally) => RunAsync(http, edge, pull, tally, isFindings: false));
    }

    private static Task RunAsync(HttpContext http, Edge edge, PullVerdicts pull, SecurityTally tally, bool isFindings)
    {
        var name = isFindings ? "findings.csv" : "verdicts.csv";
        return edge.HandleAsync(Exchange.OfFile(http), Cost, AnswerAsync);

        async Task<int> AnswerAsync(Exchange exchange, Actor actor, ArrayBufferWriter<byte> output, CancellationToken cancel)
        {
            exchange.Trace?.Runs("report", name, actor.Role);
            var given = http.Request.Query;
            if (FileParameters.Unknown(given, Known) is { } unknown)
            {
                return exchange.Refuse(output, [unknown]);
            }

            var query = VerdictQuery.Read(isFindings, given["asOf"], given["subFund"], given["status"], actor.Language);
            if (!query.IsOk)
            {
                return exchange.Refuse(output, query.Errors);
            }

            try
            {
                var result = await pull.RunAsync(actor, query.Value, exchange.RequestId, cancel);
                if (!result.IsOk)
                {
                    return exchange.Refuse(output, result.Errors);
                }

                output.Write(VerdictCsv.Write(result.Value));
                exchange.File = ("text/csv", name);
                return StatusCodes.Status200OK;
            }
            catch (AccessDeniedException)
            {
                tally.Count(SecurityLog.AccessDenied, name, actor.PersonId);
                return exchange.Fail(output, StatusCodes.Status403Forbidden, "FORBIDDEN");
            }
        }
    }
}
