using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server;

/// <summary><c>restatement</c> in GraphQL.</summary>
public static class RestatementField
{
    private const int MostRows = 1_000;

    /// <summary>Units held until it is known what was done: both instants are read.</summary>
    internal const int Cost = 2 * LeverageReportField.Cost;

    private static readonly EnumDeclaration Cause = new(
        "RestatementCause",
        "Why a figure of the same day is another one when it is told later: rates (with the sub-funds that can be judged since they are known), classes of investors and stays that turned out to be in another incubator or to have ended otherwise, corrections (what was taken back with what was entered in its place), what was recorded late, funds that came or went otherwise, a revised definition.",
        "FX", "RECLASSIFICATION", "CORRECTION", "LATE_POSTING", "COVERAGE", "DEFINITION");

    private static readonly ResultType<RestatementStep> Step =
        new ResultType<RestatementStep>("RestatementStep", "What one cause did to the figure.")
            .Enum("cause", Cause, step => Key(step.Cause))
            .Decimal("effect", step => step.Effect);

    private static readonly ResultType<RestatementRow> Row =
        new ResultType<RestatementRow>("RestatementRow", "A row recorded between the two instants about a day up to asOf, or taking back what was said of one, of a kind that moves the figure.")
            .Enum("cause", Cause, row => Key(row.Cause))
            .Text("row", row => GlobalId.Of(row.Source, row.RowId), describe: "Its global id, for node(id).")
            .Date("effectiveOn", row => row.EffectiveOn)
            .Instant("recordedAt", row => row.RecordedAt);

    private static readonly ResultType<RestatementReport> Report =
        new ResultType<RestatementReport>("Restatement", "A figure of one day as known at two instants; the effects sum to the difference exactly.")
            .Text("definition", of => of.Metric.Key)
            .Int("revision", of => of.Metric.Revision)
            .Date("asOf", of => of.Query.AsOf)
            .Instant("knownAt1", of => of.Query.KnownAt1)
            .Instant("knownAt2", of => of.Query.KnownAt2)
            .Text("currency", of => of.Currency.Code, describe: "Of figures of milestones: that of the thresholds.")
            .Decimal("before", of => of.Of.Before.Value, nullable: true)
            .Text("beforeStatus", of => of.First.Of.Status, describe: "OK, PARTIAL, or why it is absent; as in the report.")
            .Text("beforeCoverage", of => of.First.Coverage, describe: "Sub-funds (of figures of milestones startups) in the figure of those in the group.")
            .Said("beforeDetail", of => of.Of.Before.Outcome?.Detail, nullable: true, describe: "Of figures of milestones, in the reader's language: since when a test is met, of how many it is.")
            .Texts("beforeLeftOut", of => [.. of.First.Of.LeftOut.Select(left => left.Shown)])
            .Decimal("after", of => of.Of.After.Value, nullable: true)
            .Text("afterStatus", of => of.Last.Of.Status)
            .Text("afterCoverage", of => of.Last.Coverage)
            .Said("afterDetail", of => of.Of.After.Outcome?.Detail, nullable: true)
            .Texts("afterLeftOut", of => [.. of.Last.Of.LeftOut.Select(left => left.Shown)])
            .Decimal("difference", of => of.Difference, nullable: true, describe: "Null where one of the two is absent.")
            .Objects("steps", () => Step, of => of.Of.Steps)
            .Objects("rows", () => Row, of => [.. of.Of.Rows.OrderBy(row => row.RecordedAt).ThenBy(row => row.RowId).Take(MostRows)], "By time of recording, at most 1,000.")
            .Int("rowCount", of => of.Of.Rows.Count);

    public static FunctionField Declare() => new(
        "restatement",
        "Why a figure of one day, known at one instant, is another at a later one. Policy staff: everything; fund managers: own sub-funds, and milestones of one startup their funds hold or held; incubators: milestones of their own and of their startups.",
        Report,
        [
            InputField.Text("definition", required: true, describe: "Key such as LV-1 or ON-TIME."),
            InputField.Date("asOf", required: true),
            InputField.Instant("knownAt1", required: true),
            InputField.Instant("knownAt2", required: true),
            InputField.Text("programme", describe: "Code; with no subFund either: everything visible as one pool."),
            InputField.Text("subFund", describe: "Code."),
            InputField.OneOf("groupBy", LeverageReportField.GroupBy, describe: "With group: of which grouping it is."),
            InputField.Text("group", describe: "Key of one group of a leverage report of this grouping; default: everything in scope as one pool."),
            InputField.OneOf("fxBasis", LeverageReportField.FxBasis, describe: "Default: OWN."),
            InputField.Date("constantOn", describe: "With CONSTANT: the day; default: asOf."),
            InputField.Text("currency", describe: "ISO 4217; default: the pool's own, of supported transactions theirs."),
            LeverageReportField.From,
            InputField.Id("startupId", describe: "Of figures of milestones: of this startup alone."),
            InputField.Id("incubatorId", describe: "Of figures of milestones: of this incubator; default: of the reader's own, for policy staff of all startups together."),
            InputField.Int("cohort", describe: "With incubatorId: only those first admitted in this year."),
        ],
        RunAsync)
    {
        Cost = Cost,
        CostMore = new Dictionary<string, int>(StringComparer.Ordinal) { ["subFund"] = 1_000 - Cost },
        PinnedBy = "knownAt2",
        // The day of founding has no date of its own: who corrects it corrects every answer.
        LooseWhen = ("definition", key => key is string text && MetricCatalog.TryOf(text, out var metric) && (metric == IncubationLimits.Entry || metric == IncubationLimits.EntryShare)),
    };

    private static async Task<object?> RunAsync(FunctionCall call, CancellationToken cancel)
    {
        var arguments = call.Arguments;
        if (arguments.Text("groupBy") is { } by && by != LeverageGroupBy.Total.Print() && arguments.Text("group") is null)
        {
            throw UserErrors.OfField(TypedText.Missing("group"), call.Language); // The whole would be told for a group, in silence.
        }

        var query = new RestatementQuery(
            arguments.Text("definition")!, arguments.Instant("knownAt1")!.Value, arguments.Instant("knownAt2")!.Value, LeverageReportField.FigureOf(arguments, call.Language) with { From = arguments.Date("from") })
        {
            Group = arguments.Text("group"),
            Startup = arguments.Text("startupId"),
            Incubator = arguments.Text("incubatorId"),
            Cohort = arguments.Int("cohort"),
        };
        var report = await call.Services.GetRequiredService<PullRestatement>().RunAsync(call.Actor, query, call.RequestId, call.Work, cancel);
        return report.IsOk
            ? report.Value
            : throw UserErrors.OfField(report.Errors[0], call.Language);
    }

    internal static string Key(RestatementCause cause) => cause switch
    {
        RestatementCause.Fx => "FX",
        RestatementCause.LatePosting => "LATE_POSTING",
        _ => cause.ToString().ToUpperInvariant(),
    };
}
