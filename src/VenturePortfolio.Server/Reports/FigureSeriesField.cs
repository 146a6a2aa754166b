using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server;

/// <summary><c>figureSeries</c> in GraphQL.</summary>
public static class FigureSeriesField
{
    /// <summary>Units that are held until it is known what the points took.</summary>
    internal const int Cost = 2 * LeverageReportField.Cost;

    private static readonly EnumDeclaration Every = new(
        "SeriesEvery", "How far apart the points of a series are: of each period the last day of it that there is.", [.. SeriesEveryText.All]);

    private static readonly ResultType<SeriesPoint> Point =
        new ResultType<SeriesPoint>("SeriesPoint", "One day of a series.")
            .Date("asOf", point => point.AsOf)
            .Instant("knownAt", point => point.KnownAt)
            .Object("run", () => LeverageReportField.Run, point => point.Report?.Run, nullable: true, describe: "The published run the figures are of; null: computed for this answer.").Changing()
            .Objects("figures", () => LeverageReportField.Figure, point => point.Figures, "One for each definition; empty where nothing is known of the group by then.")
            .Text("absentWhy", point => point.Why, nullable: true, describe: "Why there is no figure at all; null where there are some.");

    private static readonly ResultType<FigureSeries> Series =
        new ResultType<FigureSeries>("FigureSeries", "Figures of one group over many days.")
            .Enum("groupBy", LeverageReportField.GroupBy, series => series.Query.Figure.GroupBy.Print())
            .Text("group", series => series.Query.Figure.Group, nullable: true, describe: "Null: everything in scope.")
            .Text("title", series => series.Title, describe: "In the reader's language.")
            .Date("since", series => series.Query.Figure.From, nullable: true, describe: "The day at whose end the period of returns of a period begins; null: none was asked for.")
            .Objects("points", () => Point, series => series.Points, "By day, at most 62.");

    public static FunctionField Declare() => new(
        "figureSeries",
        "Figures of one group day by day, for a chart: stored ones where a night keeps them, else reckoned. Without knownAt each as the published run of its day told it, "
        + "else all as known at that instant. Figures of milestones have their series in metricValues and startupMetricValues. Policy staff: everything; fund managers: own sub-funds.",
        Series,
        [
            InputField.TextList("definitions", required: true, describe: "Keys such as LV-1."),
            InputField.Date("from", required: true, describe: "The first day."),
            InputField.Date("to", required: true, describe: "The last one."),
            InputField.Date("since", describe: "Of definitions told over a period (NET_IRR_PERIOD …): the day at whose end the period of every point begins; each ends on the point's day."),
            InputField.OneOf("every", Every, describe: "Default: MONTH."),
            InputField.Instant("knownAt", describe: "Default: each day as its run knew it."),
            InputField.OneOf("groupBy", LeverageReportField.GroupBy, describe: "Default: TOTAL."),
            InputField.Text("group", describe: "Key of the group, as leverageReport tells it; not needed for TOTAL."),
            InputField.Text("programme", describe: "Code of the programme to stay within."),
            InputField.Text("subFund", describe: "Code of the one sub-fund to stay with."),
            InputField.OneOf("fxBasis", LeverageReportField.FxBasis, describe: "Default: OWN. CONSTANT leaves out what only exchange rates did."),
            InputField.Date("constantOn", describe: "With CONSTANT: the day; default: the last day."),
            InputField.Text("currency", describe: "ISO 4217; default: the group's own."),
            InputField.Text("index", describe: "Code of the index that KS_PME and DIRECT_ALPHA compare with; default: the default one."),
        ],
        RunAsync)
    {
        Cost = Cost,
        PinnedBy = "knownAt",
    };

    private static async Task<object?> RunAsync(FunctionCall call, CancellationToken cancel)
    {
        var arguments = call.Arguments;
        var query = new FigureSeriesQuery(
            LeverageReportField.Asked(call, LeverageReportField.FigureOf(arguments, call.Language, "to", LeverageGroupBy.Total)) with
            {
                Definitions = arguments.Texts("definitions"),
                Group = arguments.Text("group"),
                Index = arguments.Text("index"),
                From = arguments.Date("since"),
                PeriodArgument = FigureSeriesQuery.Since,
            },
            arguments.Date("from")!.Value,
            arguments.Date("to")!.Value,
            SeriesEveryText.Parse(arguments.Text("every") ?? "MONTH")!.Value)
        {
            KnownAt = arguments.Instant("knownAt"),
        };
        var series = await call.Services.GetRequiredService<PullFigureSeries>().RunAsync(call.Actor, query, call.RequestId, call.Work, cancel);
        return series.IsOk
            ? series.Value
            : throw new FieldException(series.Errors[0].Code, UserErrors.Of(series.Errors[0], call.Language).Message);
    }
}
