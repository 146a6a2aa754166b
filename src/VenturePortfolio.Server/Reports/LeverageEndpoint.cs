using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// <c>GET /reports/leverage.csv?asOf=…&amp;knownAt=…&amp;groupBy=…&amp;definitions=LV-1,LV-2&amp;bridgeTo=…&amp;programme=…&amp;subFund=…&amp;fxBasis=…&amp;constantOn=…&amp;currency=…&amp;index=…&amp;compareTo=…&amp;places=…</c>,
/// with the same token as GraphQL. What is wrong is said as JSON: <c>{"errors":[{code, path, message, requestId}]}</c>.
/// </summary>
public static class LeverageEndpoint
{
    public const string Path = "/reports/leverage.csv";

    private static readonly string[] Known =
    [
        "asOf", "knownAt", "groupBy", "definitions", "bridgeTo", "programme", "subFund", "fxBasis", "constantOn", "currency", "index", "compareTo", "places",
    ];

    public static void MapLeverageReport(this IEndpointRouteBuilder routes) => routes.MapGet(Path, RunAsync);

    private static Task RunAsync(HttpContext http, Edge edge, PullLeverageReport report, SecurityTally tally)
    {
        return edge.HandleAsync(Exchange.OfFile(http), LeverageReportField.Cost, AnswerAsync);

        async Task<int> AnswerAsync(Exchange exchange, Actor actor, ArrayBufferWriter<byte> output, CancellationToken cancel)
        {
            exchange.Trace?.Runs("report", "leverage.csv", actor.Role);
            if (FileParameters.Unknown(http.Request.Query, Known) is { } unknown)
            {
                return exchange.Refuse(output, [unknown]);
            }

            var query = Request(http.Request.Query).Read(actor.Language);
            if (!query.IsOk)
            {
                return exchange.Refuse(output, query.Errors);
            }

            try
            {
                var result = await report.RunAsync(actor, query.Value, exchange.RequestId, cancel);
                if (!result.IsOk)
                {
                    return exchange.Refuse(output, result.Errors);
                }

                output.Write(LeverageCsv.Write(result.Value));
                exchange.File = ("text/csv", $"leverage-{LocalDatePattern.Iso.Format(result.Value.AsOf)}.csv");
                return StatusCodes.Status200OK;
            }
            catch (AccessDeniedException)
            {
                tally.Count(SecurityLog.AccessDenied, "leverage.csv", actor.PersonId);
                return exchange.Fail(output, StatusCodes.Status403Forbidden, "FORBIDDEN");
            }
        }
    }

    private static LeverageRequest Request(IQueryCollection given) => new()
    {
        AsOf = given["asOf"],
        KnownAt = given["knownAt"],
        GroupBy = given["groupBy"],
        Definitions = given["definitions"],
        BridgeTo = given["bridgeTo"],
        Programme = given["programme"],
        SubFund = given["subFund"],
        FxBasis = given["fxBasis"],
        ConstantOn = given["constantOn"],
        Currency = given["currency"],
        Index = given["index"],
        CompareTo = given["compareTo"],
        Places = given["places"],
    };
}
