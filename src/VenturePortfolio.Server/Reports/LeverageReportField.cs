using Microsoft.Extensions.DependencyInjection;

namespace VenturePortfolio.Server;

/// <summary><c>leverageReport</c> in GraphQL.</summary>
public static class LeverageReportField
{
    /// <summary>Units held until it is known what was done: everything recorded of a portfolio may be read for it.</summary>
    public const int Cost = 5_000;

    /// <summary>Every figure is reckoned once more, for its rows or under another mapping; reading is most of the whole.</summary>
    private const int CostAgain = 1_000;

    /// <summary>Units held for a report of one sub-fund.</summary>
    private const int CostOfOne = 500;

    internal static readonly EnumDeclaration GroupBy = new(
        "LeverageGroupBy", "What the figures are pooled by. Programmes overlap with their parts.", [.. LeverageGroupByText.All]);

    internal static readonly EnumDeclaration FxBasis = new(
        "FxBasisChoice",
        "OWN: each definition's own basis, printed with it. TRANSACTION_DATE: each amount at its own day. COMMITMENT_DATE: commitments at their own day, and what investors pay "
        + "and receive at the day of their first commitment to the sub-fund; deals are part of none (NO_COMMITMENT_DATE where they are to be converted). AS_OF: everything at the "
        + "as-of date. CONSTANT: everything at the day constantOn, for charts over many days. Of the first three a residual value is converted at the as-of date.",
        [.. FxBasisChoice.All]);

    /// <summary>The first day of a period, as both reports ask for it.</summary>
    internal static InputField From { get; } = InputField.Date(
        "from", describe: "Of definitions told over a period (NET_IRR_PERIOD …): the day at whose end it begins; a year to date is from 31 December. With no definitions named these are shown too.");

    internal static readonly ResultType<PublishedRun> Run =
        new ResultType<PublishedRun>("PublishedRun", "A published run of the two dates of a report.")
            .Text("id", run => GlobalId.Of("MetricRun", run.Id))
            .Text("kind", run => run.Kind)
            .Instant("publishedAt", run => run.PublishedAt);

    private static readonly ResultType<SupportOutcome> Outcome =
        new ResultType<SupportOutcome>("SupportOutcome", "Sums over the supported transactions of a group.")
            .Long("transactions", sum => sum.Transactions)
            .Money("publicFunds", sum => FigureResult.Money(sum.PublicFundsMinor, sum.Currency), nullable: true)
            .Money("loanOrInvestment", sum => FigureResult.Money(sum.LoanOrInvestmentMinor, sum.Currency), nullable: true)
            .Money("concurrentPrivate", sum => FigureResult.Money(sum.ConcurrentPrivateMinor, sum.Currency), nullable: true)
            .Money("subsequentPrivate", sum => FigureResult.Money(sum.SubsequentPrivateMinor, sum.Currency), nullable: true)
            .Money("newFinancing", sum => FigureResult.Money(sum.NewFinancingMinor, sum.Currency), nullable: true,
                describe: "Loans or investments plus concurrent plus subsequent private financing.")
            .Decimal("jobsCreated", sum => sum.JobsCreated)
            .Decimal("jobsRetained", sum => sum.JobsRetained)
            .Decimal("jobs", sum => sum.JobsCreated + sum.JobsRetained);

    private static readonly EnumDeclaration Term = new(
        "BridgeTerm", "Which of a ratio's two terms a step changes.", "NUMERATOR", "DENOMINATOR");

    private static readonly ResultType<MoneyStep> Step =
        new ResultType<MoneyStep>("BridgeStep", "One kind of money that two definitions count differently.")
            .Text("part", step => step.Of.Part, describe: "Kind of money and class of investor, COMMITMENT/HK_PRIVATE; COVERAGE: funds taken in or left out.")
            .Said("partText", step => SaidOfFigures.Part(step.Of.Part), describe: "The part in words, in the reader's language.")
            .Enum("term", Term, step => step.Of.Term?.ToString().ToUpperInvariant(), nullable: true, describe: "Null for coverage.")
            .Money("from", step => FigureResult.Money(step.Of.FromMinor, step.Currency), nullable: true, describe: "Counted by the figure's own definition.")
            .Money("to", step => FigureResult.Money(step.Of.ToMinor, step.Currency), nullable: true, describe: "Counted by the other definition.")
            .Decimal("effect", step => step.Of.Effect, describe: "On the figure.");

    private static readonly ResultType<FigureBridge> Bridge =
        new ResultType<FigureBridge>("FigureBridge", "How a figure becomes that of another definition: the effects sum to the difference exactly.")
            .Text("to", bridge => bridge.To.Metric.Key)
            .Decimal("toValue", bridge => bridge.To.Measure.Value)
            .Decimal("difference", bridge => bridge.Difference)
            .Objects("steps", () => Step, bridge => [.. bridge.Steps.Select(step => new MoneyStep(step, bridge.To.Measure.Currency?.Code))]);

    private static readonly ResultType<BridgeRefusal> Refusal =
        new ResultType<BridgeRefusal>("BridgeRefusal", "Why a figure cannot be led over to another definition.")
            .Text("code", refusal => refusal.Code, describe: "UNITS_DIFFER, NO_SUM_OF_ROWS, CURRENCIES_DIFFER, FIGURE_ABSENT.")
            .Text("message", refusal => refusal.Message);

    private static readonly ResultType<OtherReading> Reading =
        new ResultType<OtherReading>("OtherReading", "A figure under another reading of who is private.")
            .Text("mapping", reading => reading.Mapping)
            .Decimal("value", reading => reading.Value, nullable: true)
            .Text("status", reading => reading.Status)
            .Text("absentWhy", reading => reading.Why, nullable: true, describe: "Why there is no value, or what it leaves out, in the reader's language.");

    private static readonly ResultType<Change> Earlier =
        new ResultType<Change>("EarlierFigure", "The same figure of the same group at an earlier day, as known at the same instant.")
            .Date("asOf", change => change.Then.Facts.AsOf)
            .Decimal("value", change => change.Then.Figure.Measure.Value, nullable: true)
            .Text("status", change => change.Then.Figure.Status)
            .Text("absentWhy", change => LeverageFigures.Why(change.Then.Figure, change.Then.Query.Language), nullable: true, describe: "Why there was no value, or what it left out, in the reader's language.")
            .Objects("flags", () => FigureResult.Flag, change => FigureFlag.Of(change.Then.Figure.Measure.Flags, change.Then.Query.Language), "What a reader must be told beside that value; where it differs from the figure's own, so does what is compared.")
            .Decimal("difference", change => change.Now - change.Then.Figure.Measure.Value, nullable: true, describe: "Since then; null where one of the two is absent.");

    private static readonly ResultType<Aim> Target =
        new ResultType<Aim>("FigureTarget", "What the figure is to reach: the first target due on or after asOf, or else the last one.")
            .Date("dueOn", aim => aim.Of.DueOn)
            .Decimal("value", aim => aim.Of.Value)
            .Decimal("gap", aim => aim.Now - aim.Of.Value, nullable: true, describe: "Figure less target; null where the figure is absent.")
            .Text("source", aim => aim.Of.Source);

    internal static readonly ResultType<LeverageFigure> Figure =
        new ResultType<LeverageFigure>("LeverageFigure", "One definition of one group.")
            .Text("key", figure => figure.Key)
            .Int("revision", figure => figure.Revision)
            .Text("title", figure => figure.Title)
            .Object("definition", () => MetricDefinitionField.Definition, figure => figure.Definition, describe: "All that is said of it, as of a stored figure.")
            .Text("unit", figure => figure.Unit)
            .Text("source", figure => figure.Source, describe: "Clause, paper or standard the definition follows, in the reader's language.")
            .Boolean("verified", figure => figure.IsVerified, describe: "False: the text of the definition, or of the mapping of investor classes it reads, was not seen word for word.")
            .Decimal("value", figure => figure.Value, nullable: true, describe: "Half-even to ten decimals; null when absent.")
            .Text("shown", (figure, given) => figure.ForReading.Text(given), [ShownFigure.Argument], nullable: true, describe: ShownFigure.Description)
            .Money("numerator", figure => FigureResult.Money(figure.NumeratorMinor, figure.Currency), nullable: true)
            .Money("denominator", figure => FigureResult.Money(figure.DenominatorMinor, figure.Currency), nullable: true)
            .Decimal("count", figure => figure.Count, nullable: true)
            .Text("currency", figure => figure.Currency, nullable: true)
            .Text("fxBasis", figure => figure.FxBasis)
            .Said("fxBasisText", figure => SaidOfFigures.Basis(figure.FxBasis), describe: "In the reader's language.")
            .Text("mapping", figure => figure.Mapping, nullable: true, describe: "Method and version by which investors were counted as private; null: none was read.")
            .Text("status", figure => figure.Status, describe: "OK, PARTIAL, the solver's word, or the code of why it is absent.")
            .Text("absentWhy", figure => figure.AbsentWhy, nullable: true, describe: "Why there is no value, or what it leaves out.")
            .Text("coverage", figure => figure.Coverage, describe: "Sub-funds in the figure of those in the group; of figures over supported transactions: transactions.")
            .Said("coverageText", figure => SaidOfFigures.Coverage(figure.Coverage), describe: "The same in the reader's language.")
            .Texts("leftOut", figure => figure.LeftOut)
            .Object("rounds", () => FigureRounds.Type, figure => figure.Rounds is { } rounds ? new FigureRounds.Told(rounds, figure.Definition.Language) : null, nullable: true, describe: "Of how many financing rounds it is; null: it leaves out no rounds.")
            .Object("bridge", () => Bridge, figure => figure.Bridge, nullable: true, describe: "To the definition named in bridgeTo; null: none named, or no way to it.")
            .Object("noBridge", () => Refusal, figure => figure.NoBridge, nullable: true, describe: "Why there is no way to the definition named in bridgeTo; null: there is one, or none was named.")
            .Object("explain", () => FigureResult.Explanation, figure => figure.Context?.Explain(), nullable: true, describe: "Null: absent before any row counted.")
            .Objects("otherReadings", () => Reading, figure => figure.Context?.OtherReadings() ?? [], "Empty for figures that do not ask who is private.")
            .Object("earlier", () => Earlier, figure => figure.Context?.Earlier is { } then ? new Change(figure.Value, then) : null, nullable: true, describe: "At compareTo; null: not asked for, or no such group then.")
            .Object("target", () => Target, figure => figure.Target is { } target ? new Aim(figure.Value, target) : null, nullable: true, describe: "Null: none was set.")
            .Objects("flags", () => FigureResult.Flag, figure => figure.Flags, "What a reader must be told beside the value.")
            .Decimals("roots", figure => figure.Roots, "All rates of return where there are several (status MULTIPLE), rising; else empty.")
            .Objects("rates", () => FigureResult.Rate, figure => figure.Rates, "The distinct exchange rates used; empty where nothing was converted.")
            .Date("navAsOf", figure => figure.NavAsOf, nullable: true, describe: "The oldest net asset value used.")
            .Int("navStaleDays", figure => figure.NavStaleDays, nullable: true)
            .Boolean("published", figure => figure.IsPublished, describe: "Taken from the published run.").Changing();

    private static readonly ResultType<LeverageGroup> Group =
        new ResultType<LeverageGroup>("LeverageGroup", "One group of a leverage report.")
            .Text("key", group => group.Key)
            .Text("title", group => group.Title)
            .Objects("figures", () => Figure, group => group.Figures)
            .Object("support", () => Outcome, group => group.Support, nullable: true);

    private static readonly ResultType<LeverageReport> Report =
        new ResultType<LeverageReport>("LeverageReport", "Figures with their dates, run, basis, coverage and age.")
            .Date("asOf", report => report.AsOf)
            .Instant("knownAt", report => report.KnownAt)
            .Date("from", report => report.From, nullable: true, describe: "The day at whose end the period of returns of a period begins; null: none was asked for.")
            .Enum("groupBy", GroupBy, report => report.GroupBy.Print())
            .Object("run", () => Run, report => report.Run, nullable: true, describe: "Null: computed for this answer.").Changing()
            .Instant("computedAt", report => report.ComputedAt).Changing()
            .Boolean("whole", report => report.IsWhole, describe: "False for a fund manager: own sub-funds only.")
            .Text("mapping", report => report.Mapping)
            .Int("navStaleDays", report => report.NavStaleDays, nullable: true, describe: "Age of the oldest net asset value used.")
            .Objects("groups", () => Group, report => report.Groups);

    public static FunctionField Declare() => new(
        "leverageReport",
        "Leverage by group, as of a day and as known at an instant. Policy staff: everything; fund managers: own sub-funds.",
        Report,
        [
            InputField.Date("asOf", required: true, describe: "State at the end of that day, Hong Kong."),
            InputField.Instant("knownAt", describe: "Default: now, as far as records are closed."),
            InputField.TextList("definitions", describe: "Keys such as LV-1; default: those that apply."),
            InputField.Text("bridgeTo", describe: "Key of the definition to which every figure is to be led over."),
            InputField.OneOf("groupBy", GroupBy, describe: "Default: PROGRAMME."),
            InputField.Text("programme", describe: "Code of the programme to stay within."),
            InputField.Text("subFund", describe: "Code of the one sub-fund to stay with."),
            InputField.Text("group", describe: "Key of the one group to tell; default: all."),
            InputField.OneOf("fxBasis", FxBasis, describe: "Default: OWN."),
            InputField.Date("constantOn", describe: "With CONSTANT: the day; default: asOf."),
            InputField.Text("currency", describe: "ISO 4217; default: each group's own. Supported transactions are then told in it too, at the rates of asOf where no basis is chosen."),
            InputField.Text("index", describe: "Code of the index that KS_PME, DIRECT_ALPHA and their gross ones compare with; default: the default one."),
            InputField.Date("compareTo", describe: "An earlier day whose figures are to stand beside."),
            From,
            InputField.Int("inputsFirst", describe: "Of explain: how many inputs of each figure, at most 1,000; default 100."),
            InputField.Int("inputsAfter", describe: "Of explain: how many to leave out first; default 0."),
        ],
        RunAsync)
    {
        Cost = Cost,
        CostMore = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            // Another day's facts are read too.
            ["compareTo"] = Cost, ["bridgeTo"] = CostAgain, ["explain"] = CostAgain, ["otherReadings"] = CostAgain,
            // Of one sub-fund little is read.
            ["subFund"] = CostOfOne - Cost,
        },
        PinnedBy = "knownAt",
    };

    private static async Task<object?> RunAsync(FunctionCall call, CancellationToken cancel)
    {
        var arguments = call.Arguments;
        var query = Asked(call, FigureOf(arguments, call.Language)) with
        {
            KnownAt = arguments.Instant("knownAt"),
            Definitions = arguments.Texts("definitions")?.Distinct(StringComparer.Ordinal).ToList(),
            Group = arguments.Text("group"),
            BridgeTo = arguments.Text("bridgeTo"),
            Index = arguments.Text("index"),
            From = arguments.Date("from"),
            CompareTo = arguments.Date("compareTo"),
            InputsFirst = arguments.Int("inputsFirst") ?? 100,
            InputsAfter = arguments.Int("inputsAfter") ?? 0,
        };
        var report = await call.Services.GetRequiredService<PullLeverageReport>().RunAsync(call.Actor, query, call.RequestId, call.Work, cancel);
        return report.IsOk
            ? report.Value
            : throw new FieldException(report.Errors[0].Code, UserErrors.Of(report.Errors[0], call.Language).Message);
    }

    /// <summary>What of the figures is asked for: the rest need not be found out.</summary>
    internal static LeverageQuery Asked(FunctionCall call, LeverageQuery query) => query with
    {
        Explains = call.Asks("explain"),
        AsksForRows = call.Asks("explain") || call.Asks("otherReadings") || call.Asks("rates"),
        TellsReadings = call.Asks("otherReadings"),
        AsksForSupport = call.Asks("support"),
        AsksForTargets = call.Asks("target"),
        AsksForRateSpans = false,
        AsksForRemarks = call.Asks("navAsOf") || call.Asks("navStaleDays") || call.Asks("roots"),
        // What is shown is rounded from them.
        AsksForTerms = call.Asks("numerator") || call.Asks("denominator") || call.Asks("shown"),
        AsksForLeftOut = call.Asks("leftOut") || call.Asks("absentWhy") || call.Asks("rounds"),
    };

    /// <summary>Day, scope, grouping, currency and basis, as all reports ask for them.</summary>
    /// <param name="day">The argument that names the day.</param>
    /// <param name="groupBy">Unless one is given.</param>
    /// <exception cref="FieldException">NOT_EXPECTED: a day for the rates without the basis CONSTANT, which would be passed over in silence.</exception>
    internal static LeverageQuery FigureOf(InputValues arguments, string language, string day = "asOf", LeverageGroupBy groupBy = LeverageGroupBy.Programme)
    {
        var (basis, constantOn) = (arguments.Text("fxBasis"), arguments.Date("constantOn"));
        if (constantOn is not null && basis != FxBasisChoice.Constant)
        {
            throw new FieldException("NOT_EXPECTED", $"constantOn: {Messages.Text("NOT_EXPECTED", language)}");
        }

        return new LeverageQuery
        {
            AsOf = arguments.Date(day)!.Value,
            GroupBy = LeverageGroupByText.Parse(arguments.Text("groupBy")) ?? groupBy,
            Programme = arguments.Text("programme"),
            SubFund = arguments.Text("subFund"),
            FxBasis = FxBasisChoice.Of(basis),
            ConstantOn = basis == FxBasisChoice.Constant ? constantOn ?? arguments.Date(day) : null,
            Currency = arguments.Text("currency"),
            Language = language,
        };
    }

    private sealed record Aim(decimal? Now, TargetCard Of);

    private sealed record Change(decimal? Now, FigureContext Then);

    private sealed record MoneyStep(FigureStep Of, string? Currency);
}
