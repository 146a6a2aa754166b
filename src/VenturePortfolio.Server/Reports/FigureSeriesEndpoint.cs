using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VenturePortfolio.Server;

/// <summary>
/// <c>GET /reports/series.csv?definitions=LV-1,LV-2&amp;from=…&amp;to=…&amp;since=…&amp;every=…&amp;knownAt=…&amp;groupBy=…&amp;group=…&amp;programme=…&amp;subFund=…&amp;fxBasis=…&amp;constantOn=…&amp;currency=…&amp;index=…&amp;places=…</c>:
/// what <c>figureSeries</c> tells, in the lines of <c>leverage.csv</c>; a day of which nothing is known of the group has none.
/// </summary>
public static class FigureSeriesEndpoint
{
    public const string Path = "/reports/series.csv";

    private static readonly string[] Known =
    [
        "definitions", "from", "to", FigureSeriesQuery.Since, "every", "knownAt", "groupBy", "group", "programme", "subFund", "fxBasis", "constantOn", "currency", "index", "places",
    ];

    private static readonly string[] Required = ["definitions", "from", "to"];

    public static void MapFigureSeries(this IEndpointRouteBuilder routes) => routes.MapGet(Path, RunAsync);

    private static Task RunAsync(HttpContext http, Edge edge, PullFigureSeries series, SecurityTally tally) =>
        new ReportFile("series.csv", FigureSeriesField.Cost, Known).AnswerAsync(
            http, edge, tally, Read, series.RunAsync, (told, _) => (LeverageCsv.Write(told.Points.Select(point => point.Report).OfType<LeverageReport>()), "series.csv"));

    /// <summary>Errors: REQUIRED, DATE_MALFORMED, UNKNOWN_EVERY, and those of <see cref="LeverageRequest"/>.</summary>
    private static Result<FigureSeriesQuery> Read(IQueryCollection given, string language)
    {
        List<Error> errors = [.. Required.Where(name => ReportFile.Text(given, name) is null).Select(TypedText.Missing)];
        if (errors.Count > 0)
        {
            return errors;
        }

        var (from, to) = (ReportFile.Date(given, "from", errors), ReportFile.Date(given, "to", errors));
        var typed = ReportFile.Text(given, "every") ?? SeriesEvery.Month.Print();
        if (SeriesEveryText.Parse(typed) is null)
        {
            var known = string.Join(", ", SeriesEveryText.All);
            errors.Add(new Error("UNKNOWN_EVERY", "every", $"'{AsTyped.Shown(typed)}' is none of {known}.").With("known", known));
        }

        var since = ReportFile.Date(given, FigureSeriesQuery.Since, errors);
        if (errors.Count > 0)
        {
            return errors;
        }

        var figure = new LeverageRequest
        {
            AsOf = given["to"],
            KnownAt = given["knownAt"],
            Definitions = given["definitions"],
            GroupBy = ReportFile.Text(given, "groupBy") ?? LeverageGroupBy.Total.Print(),
            Group = given["group"],
            Programme = given["programme"],
            SubFund = given["subFund"],
            FxBasis = given["fxBasis"],
            ConstantOn = given["constantOn"],
            Currency = given["currency"],
            Index = given["index"],
            Places = given["places"],
        }.Read(language);
        return figure.IsOk
            ? new FigureSeriesQuery(figure.Value with { From = since, PeriodArgument = FigureSeriesQuery.Since }, from!.Value, to!.Value, SeriesEveryText.Parse(typed)!.Value) { KnownAt = figure.Value.KnownAt }
            : figure.Errors.ToList();
    }
}
