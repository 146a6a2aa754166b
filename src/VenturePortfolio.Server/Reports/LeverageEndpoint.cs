using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// <c>GET /reports/leverage.csv?asOf=…&amp;knownAt=…&amp;groupBy=…&amp;definitions=LV-1,LV-2&amp;bridgeTo=…&amp;programme=…&amp;subFund=…&amp;fxBasis=…&amp;constantOn=…&amp;currency=…&amp;compareTo=…</c>,
/// with the same token as GraphQL. What is wrong is said as JSON: <c>{"errors":[{code, path, message}]}</c>.
/// </summary>
public static class LeverageEndpoint
{
    public const string Path = "/reports/leverage.csv";

    public static void MapLeverageReport(this IEndpointRouteBuilder routes) => routes.MapGet(Path, RunAsync);

    private static async Task<IResult> RunAsync(
        HttpContext http, ActorFinder actors, PullLeverageReport report, RequestLimits limits, SecurityTally tally, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        using var place = limits.Enter();
        if (place is null)
        {
            http.Response.Headers.RetryAfter = "1";
            return Refuse(StatusCodes.Status503ServiceUnavailable, "OVERLOADED", Languages.Of(http.Request, Languages.English));
        }

        var answer = await actors.FindAsync(http, cancel);
        if (answer.Actor is not { } actor)
        {
            tally.Count(SecurityLog.SignInRefused, answer.Code!, answer.RefusedPerson);
            return Refuse(answer.Status, answer.Code!, Languages.Of(http.Request, Languages.English));
        }

        using var own = limits.Enter(actor.PersonId);
        if (own is null || limits.Spend(actor.PersonId, LeverageReportField.Cost) is not null)
        {
            http.Response.Headers.RetryAfter = "1";
            return Refuse(StatusCodes.Status429TooManyRequests, own is null ? "TOO_MANY_REQUESTS" : "BUDGET_SPENT", actor.Language);
        }

        var query = Request(http.Request.Query).Read(actor.Language);
        if (!query.IsOk)
        {
            return Refuse(query.Errors, actor.Language);
        }

        try
        {
            var requestId = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
            var result = await report.RunAsync(actor, query.Value, requestId, cancel);
            return result.IsOk
                ? Results.File(LeverageCsv.Write(result.Value), "text/csv; charset=utf-8", $"leverage-{LocalDatePattern.Iso.Format(result.Value.AsOf)}.csv")
                : Refuse(result.Errors, actor.Language);
        }
        catch (AccessDeniedException)
        {
            tally.Count(SecurityLog.AccessDenied, "leverage.csv", actor.PersonId);
            return Refuse(StatusCodes.Status403Forbidden, "FORBIDDEN", actor.Language);
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
        CompareTo = given["compareTo"],
    };

    private static IResult Refuse(int status, string code, string language) => Results.Json(
        new { errors = new[] { new { code, path = Array.Empty<string>(), message = Messages.Text(code, language) } } }, statusCode: status);

    private static IResult Refuse(IReadOnlyList<Error> errors, string language) => Results.Json(
        new
        {
            errors = errors.Select(error => new { code = error.Code, path = error.Path.Split('.'), message = UserErrors.Of(error, language).Message }),
        },
        statusCode: StatusCodes.Status400BadRequest);
}
