using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VenturePortfolio.Server;

/// <summary>
/// <c>GET /reports/restatement.csv?definition=…&amp;asOf=…&amp;knownAt1=…&amp;knownAt2=…&amp;programme=…&amp;subFund=…&amp;groupBy=…&amp;group=…&amp;fxBasis=…&amp;constantOn=…&amp;currency=…&amp;from=…&amp;startupId=…&amp;incubatorId=…&amp;cohort=…</c>:
/// what <c>restatement</c> tells, as <see cref="ReportFile"/>.
/// </summary>
public static class RestatementEndpoint
{
    public const string Path = "/reports/restatement.csv";

    private static readonly string[] Known = ["definition", "asOf", "knownAt1", "knownAt2", "programme", "subFund", "groupBy", "group", "fxBasis", "constantOn", "currency", "from", "startupId", "incubatorId", "cohort"];

    private static readonly string[] Required = ["definition", "asOf", "knownAt1", "knownAt2"];

    public static void MapRestatement(this IEndpointRouteBuilder routes) => routes.MapGet(Path, RunAsync);

    private static Task RunAsync(HttpContext http, Edge edge, PullRestatement restatement, SecurityTally tally) =>
        new ReportFile("restatement.csv", RestatementField.Cost, Known).AnswerAsync(
            http, edge, tally, Read, restatement.RunAsync, (told, _) => (RestatementCsv.Write(told), "restatement.csv"));

    internal static Result<RestatementQuery> Read(IQueryCollection given, string language)
    {
        List<Error> errors = [.. Required.Where(name => ReportFile.Text(given, name) is null).Select(TypedText.Missing)];
        if (errors.Count > 0)
        {
            return errors;
        }

        var (first, last) = (ReportFile.Moment(given, "knownAt1", errors), ReportFile.Moment(given, "knownAt2", errors));
        var cohort = ReportFile.Number(given, "cohort", errors);
        var figure = new LeverageRequest
        {
            AsOf = given["asOf"],
            GroupBy = given["groupBy"],
            Programme = given["programme"],
            SubFund = given["subFund"],
            FxBasis = given["fxBasis"],
            ConstantOn = given["constantOn"],
            Currency = given["currency"],
            From = given["from"],
        }.Read(language);
        errors.AddRange(figure.IsOk ? [] : figure.Errors);
        if (figure is { IsOk: true, Value.GroupBy: not LeverageGroupBy.Total } && ReportFile.Text(given, "groupBy") is not null && ReportFile.Text(given, "group") is null)
        {
            errors.Add(TypedText.Missing("group"));
        }

        return errors.Count > 0 ? errors : new RestatementQuery(given["definition"]!, first!.Value, last!.Value, figure.Value)
        {
            Group = ReportFile.Text(given, "group"), Startup = ReportFile.Text(given, "startupId"), Incubator = ReportFile.Text(given, "incubatorId"), Cohort = cohort,
        };
    }
}
