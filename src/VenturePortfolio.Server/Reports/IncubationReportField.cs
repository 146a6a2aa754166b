using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server;

/// <summary><c>incubationReport</c> in GraphQL.</summary>
internal static class IncubationReportField
{
    /// <summary>Units held until it is known what was done: everything recorded of the startups may be read for it.</summary>
    internal const int Cost = 3_000;

    private static readonly ResultType<Told> Earlier =
        new ResultType<Told>("EarlierIncubationFigure", "The same figure of the same group at an earlier day, as known at the same instant.")
            .Date("asOf", of => of.Of.EarlierOn)
            .Decimal("value", of => of.Of.Earlier!.Measure.Value, nullable: true)
            .Text("status", of => of.Of.Earlier!.Status)
            .Text("numerator", of => of.Of.Earlier!.Measure.Numerator?.ToString(CultureInfo.InvariantCulture), nullable: true, describe: "Exact, in the unit of the figure's own.")
            .Text("denominator", of => of.Of.Earlier!.Measure.Denominator?.ToString(CultureInfo.InvariantCulture), nullable: true, describe: "Exact, in the unit of the figure's own: the group may have grown since.")
            .Said("detail", of => of.Of.Earlier!.Measure.Outcome?.Detail, nullable: true, describe: "In the reader's language: of how many it was.")
            .Text("absentWhy", of => Why(of.Of.Earlier!.Measure, of.Language), nullable: true, describe: "Why there was no value, in the reader's language.")
            .Objects("flags", () => FigureResult.Flag, of => FigureFlag.Of(of.Of.Earlier!.Measure.Flags, of.Language), "What a reader must be told beside that value; where it differs from the figure's own, so does what is compared.")
            .Decimal("difference", of => of.Of.Measure.Value - of.Of.Earlier!.Measure.Value, nullable: true, describe: "Since then; null where one of the two is absent.");

    private static readonly ResultType<Told> Target =
        new ResultType<Told>("IncubationTarget", "What the figure is to reach: the first target due on or after asOf, or else the last one.")
            .Date("dueOn", of => of.Of.Target!.DueOn)
            .Decimal("value", of => of.Of.Target!.Value)
            .Decimal("gap", of => of.Of.Measure.Value - of.Of.Target!.Value, nullable: true, describe: "Figure less target; null where the figure is absent.")
            .Text("source", of => of.Of.Target!.Source);

    private static readonly ResultType<Told> Figure =
        new ResultType<Told>("IncubationFigure", "One definition of one group of startups.")
            .Text("key", of => of.Metric.Key)
            .Int("revision", of => of.Metric.Revision)
            .Text("title", of => of.Metric.Title.In(of.Language))
            .Object("definition", () => MetricDefinitionField.Definition, of => MetricDefinition.InForce(of.Metric, of.Language), describe: "All that is said of it, as of a stored figure.")
            .Text("unit", of => of.Metric.Unit.Key())
            .Said("source", of => of.Metric.Source, describe: "Clause, paper or standard the definition follows, in the reader's language.")
            .Boolean("verified", of => of.Metric.IsVerified, describe: "False: the text of the definition was not seen word for word.")
            .Decimal("value", of => of.Of.Measure.Value, nullable: true, describe: "Half-even to ten decimals; null when absent.")
            .Text("shown", (of, given) => of.Of.Shown.Text(given), [ShownFigure.Argument], nullable: true, describe: "For reading, half-even: amounts to the currency's smallest unit, all else to four decimals, or to the places asked for; null when absent.")
            .Text("numerator", of => of.Of.Measure.Numerator?.ToString(CultureInfo.InvariantCulture), nullable: true, describe: "Exact: startups, milestones, days, or minor units of renminbi.")
            .Text("denominator", of => of.Of.Measure.Denominator?.ToString(CultureInfo.InvariantCulture), nullable: true)
            .Text("currency", of => of.Of.Measure.Currency?.Code, nullable: true, describe: "Of numerator and denominator; null: they are counts or days.")
            .Text("fxBasis", of => of.Of.Measure.FxBasis.Print())
            .Said("fxBasisText", of => SaidOfFigures.Basis(of.Of.Measure.FxBasis.Print()), describe: "In the reader's language.")
            .Text("status", of => of.Of.Figure.Status, describe: "OK, MET, NOT_MET, WITHIN_LIMIT, OVER_LIMIT, PARTIAL, or the code of why it is absent.")
            .Said("detail", of => of.Of.Measure.Outcome?.Detail, nullable: true, describe: "In the reader's language: since when a test is met, of how many it is.")
            .Date("metOn", of => of.Of.Measure.Outcome?.On, nullable: true, describe: "The day a test was first met.")
            .Text("absentWhy", of => Why(of.Of.Measure, of.Language), nullable: true, describe: "Why there is no value, in the reader's language.")
            .Objects("flags", () => FigureResult.Flag, of => FigureFlag.Of(of.Of.Measure.Flags, of.Language))
            .Objects("rates", () => FigureResult.Rate, of => of.Of.Measure.Rates, "The distinct exchange rates used.")
            .Object("explain", () => FigureResult.Explanation, of => of.Of.Explain(), nullable: true, describe: "Null: absent before any row counted.")
            .Object("earlier", () => Earlier, of => of.Of.Earlier is null ? null : of, nullable: true, describe: "At compareTo; null: not asked for, or no such group then.")
            .Object("target", () => Target, of => of.Of.Target is null ? null : of, nullable: true, describe: "Null: none was set.");

    private static readonly ResultType<Group> GroupType =
        new ResultType<Group>("IncubationGroup", "A startup; an incubator; those it admitted in one year; all startups together.")
            .Text("key", of => of.Of.Key, describe: "Code of the startup or incubator, with the year of a cohort: PARK/2024; TOTAL.")
            .Text("title", of => of.Of.Title)
            .Int("cohort", of => of.Of.Cohort, nullable: true, describe: "Year of first admission; null: of any year.")
            .Int("startups", of => of.Of.Startups, describe: "Ever admitted, or one.")
            .Node("incubator", "Incubator", of => of.Of.Incubator)
            .Node("startup", "Startup", of => of.Of.Startup)
            .Objects("figures", () => Figure, of => [.. of.Of.Figures.Select(figure => new Told(figure, of.Language))]);

    private static readonly ResultType<Answer> Report =
        new ResultType<Answer>("IncubationReport", "Figures of milestones, as of a day and as known at an instant.")
            .Date("asOf", of => of.Of.AsOf)
            .Instant("knownAt", of => of.Of.KnownAt)
            .Object("run", () => LeverageReportField.Run, of => of.Of.Run, nullable: true, describe: "Null: computed for this answer.")
            .Objects("groups", () => GroupType, of => [.. of.Of.Groups.Select(group => new Group(group, of.Language))]);

    public static FunctionField Declare() => new(
        "incubationReport",
        "Figures of milestones at any pair of dates. Policy staff: everything; incubators: their own and their startups; fund managers: one startup their funds hold or held.",
        Report,
        [
            InputField.Date("asOf", required: true, describe: "State at the end of that day, Hong Kong."),
            InputField.Instant("knownAt", describe: "Default: now, as far as records are closed."),
            InputField.Id("incubatorId", describe: "Only this one; default: all that are the reader's."),
            InputField.Id("startupId", describe: "Of this startup alone."),
            InputField.Int("cohort", describe: "Only those first admitted in this year."),
            InputField.TextList("definitions", describe: "Keys such as ON-TIME; default: all that apply."),
            InputField.Date("compareTo", describe: "An earlier day whose figures are to stand beside."),
        ],
        RunAsync)
    {
        Cost = Cost,
        // Another day's startups are read too; of few startups little is read.
        CostMore = new Dictionary<string, int>(StringComparer.Ordinal) { ["compareTo"] = Cost, ["startupId"] = 100 - Cost, ["incubatorId"] = 1_000 - Cost },
    };

    private static async Task<object?> RunAsync(FunctionCall call, CancellationToken cancel)
    {
        var given = call.Arguments;
        var query = new IncubationQuery
        {
            AsOf = given.Date("asOf")!.Value,
            KnownAt = given.Instant("knownAt"),
            Incubator = given.Text("incubatorId"),
            Startup = given.Text("startupId"),
            Cohort = given.Int("cohort"),
            Definitions = given.Texts("definitions"),
            CompareTo = given.Date("compareTo"),
            Explains = call.Asks("explain"),
            AsksForRates = call.Asks("rates"),
            Language = call.Language,
        };
        var report = await call.Services.GetRequiredService<PullIncubationReport>().RunAsync(call.Actor, query, call.RequestId, call.Work, cancel);
        return report.IsOk
            ? new Answer(report.Value, call.Language)
            : throw UserErrors.OfField(report.Errors[0], call.Language);
    }

    /// <summary>Null where there is a value.</summary>
    internal static string? Why(Measure measure, string language) => measure.Absent is { } absent
        ? Messages.Text($"ABSENT_{absent.Why}", language, ("detail", Said.In(language, absent.Detail)))
        : null;

    private sealed record Answer(IncubationReport Of, string Language);

    private sealed record Group(IncubationGroup Of, string Language);

    private sealed record Told(IncubationFigure Of, string Language)
    {
        internal Metric Metric => Of.Figure.Metric;
    }
}
