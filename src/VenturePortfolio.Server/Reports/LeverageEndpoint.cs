using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// <c>GET /reports/leverage.csv?asOf=…&amp;knownAt=…&amp;groupBy=…&amp;definitions=LV-1,LV-2&amp;bridgeTo=…&amp;programme=…&amp;subFund=…&amp;group=…&amp;fxBasis=…&amp;constantOn=…&amp;currency=…&amp;index=…&amp;compareTo=…&amp;from=…&amp;places=…&amp;otherReadings=true</c>,
/// with the same token as GraphQL. What is wrong is said as JSON: <c>{"errors":[{code, path, message, requestId}]}</c>.
/// </summary>
public static class LeverageEndpoint
{
    public const string Path = "/reports/leverage.csv";

    private static readonly string[] Known =
    [
        "asOf", "knownAt", "groupBy", "definitions", "bridgeTo", "programme", "subFund", "group", "fxBasis", "constantOn", "currency", "index", "compareTo", "from", "places", "otherReadings",
    ];

    public static void MapLeverageReport(this IEndpointRouteBuilder routes) => routes.MapGet(Path, RunAsync);

    private static Task RunAsync(HttpContext http, Edge edge, PullLeverageReport report, SecurityTally tally) => new ReportFile("leverage.csv", LeverageReportField.Cost, Known).AnswerAsync(
        http, edge, tally,
        (given, language) => Request(given).Read(language),
        report.RunAsync,
        (told, _) => (LeverageCsv.Write(told), $"leverage-{LocalDatePattern.Iso.Format(told.AsOf)}.csv"));

    internal static LeverageRequest Request(IQueryCollection given) => new()
    {
        AsOf = given["asOf"],
        KnownAt = given["knownAt"],
        GroupBy = given["groupBy"],
        Definitions = given["definitions"],
        BridgeTo = given["bridgeTo"],
        Programme = given["programme"],
        SubFund = given["subFund"],
        Group = given["group"],
        FxBasis = given["fxBasis"],
        ConstantOn = given["constantOn"],
        Currency = given["currency"],
        Index = given["index"],
        CompareTo = given["compareTo"],
        From = given["from"],
        Places = given["places"],
        OtherReadings = given["otherReadings"],
    };
}
