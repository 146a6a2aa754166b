namespace VenturePortfolio.Server;

/// <summary>What figures tell beside their value, in GraphQL, wherever they are read.</summary>
internal static class FigureResult
{
    public static readonly ResultType<FigureFlag> Flag =
        new ResultType<FigureFlag>("FigureFlag", "What a reader must be told beside a figure.")
            .Text("code", flag => flag.Code, describe: "NAV_ROLLED_FORWARD, NAV_STALE, UNDER_ONE_YEAR, VALUED_AT_COST, VALUE_ROLLED_FORWARD, VALUATION_STALE, FX_MONTHLY_AVERAGE, FX_EARLIER_RATE, NOT_IN_FORCE_AT_APPROVAL, SELF_REPORTED, YEAR_TO_DATE, AT_MOST, INVENTED_ONLY, MIXES_INVENTED.")
            .Text("text", flag => flag.Text, describe: "In the reader's language.");

    private static readonly EnumDeclaration Series =
        new("FxSeries", "How a rate was made.", FxSeriesText.Key(FxSeries.Daily), FxSeriesText.Key(FxSeries.MonthlyAverage));

    public static readonly ResultType<FxQuote> Rate =
        new ResultType<FxQuote>("FigureRate", "An exchange rate that a figure used.")
            .Text("currency", rate => rate.Currency.Code)
            .Decimal("perUsd", rate => RateSpan.PerUsd(rate), describe: "Units of the currency per US dollar; other pairs go through the dollar.")
            .Date("effectiveOn", rate => rate.EffectiveOn, describe: "Its day; of a month's average the first of the month.")
            .Instant("recordedAt", rate => rate.RecordedAt)
            .Enum("series", Series, rate => rate.Series.Key())
            .Text("source", rate => rate.Source);

    private static readonly ResultType<Told<MeasurePart>> Part =
        new ResultType<Told<MeasurePart>>("ExplanationStep", "One kind of money or row in a figure; the steps sum to its terms exactly.")
            .Text("part", step => step.Row.Key, describe: "Kind of money and class of investor, COMMITMENT/HK_PRIVATE; DEFINITION: asked for by the definition itself.")
            .Said("partText", step => SaidOfFigures.Part(step.Row.Key), describe: "The part in words, in the reader's language.")
            .Money("numerator", step => Money(step.Row.NumeratorMinor, step.Currency), nullable: true, describe: "Null where it is no money.")
            .Money("denominator", step => Money(step.Row.DenominatorMinor, step.Currency), nullable: true, describe: "Null where it is no money.")
            .Text("contribution", step => $"{step.Row.NumeratorMinor}", describe: "In the unit of the figure's exact numerator: minor units, or a count.")
            .Text("contributionBelow", step => $"{step.Row.DenominatorMinor}", describe: "In the unit of the figure's exact denominator.");

    private static readonly ResultType<Told<TrailRow>> Input =
        new ResultType<Told<TrailRow>>("ExplanationInput", "One row of the ledger or another table in a figure; all inputs sum to its terms exactly.")
            .Text("row", input => RowOf(input.Row, input.Of.Metric), describe: "Its global id, for node(id); where the definition itself asks for something, the id of the definition.")
            .Text("part", input => input.Row.Part)
            .Said("partText", input => SaidOfFigures.Part(input.Row.Part), describe: "The part in words, in the reader's language.")
            .Date("effectiveOn", input => input.Row.EffectiveOn)
            .Date("countedOn", input => input.Row.CountedOn, describe: "The day it stands on in the figure: its own, or asOf of a state. A rate of return discounts from it.")
            .Instant("recordedAt", input => input.Row.RecordedAt)
            .Money("original", input => input.Row.Original is { } money ? new MoneyAmount(money.Minor, money.Currency.Code) : null, nullable: true, describe: "As recorded; null where it is no money.")
            .Money("numerator", input => Money(input.Row.NumeratorMinor, input.Currency), nullable: true, describe: "Its part in the numerator; of a rate of return, the flow. Null where it is no money.")
            .Money("denominator", input => Money(input.Row.DenominatorMinor, input.Currency), nullable: true, describe: "Null where it is no money.")
            .Text("contribution", input => $"{input.Row.NumeratorMinor}", describe: "Its part in the exact numerator: minor units, or a count; of a rate of return, the flow.")
            .Text("contributionBelow", input => $"{input.Row.DenominatorMinor}", describe: "Its part in the exact denominator.");

    public static readonly ResultType<FigureExplanation> Explanation =
        new ResultType<FigureExplanation>("FigureExplanation", "A figure down to the rows.")
            .Objects("steps", () => Part, of => [.. of.Steps.Select(step => new Told<MeasurePart>(step, of))])
            .Objects(
                "inputs",
                () => Input,
                (of, given) => [.. of.Page(given.Int("first"), given.Int("after")).Select(row => new Told<TrailRow>(row, of))],
                [
                    InputField.Int("first", describe: "How many, at most 1,000; default 100, or what the report was asked."),
                    InputField.Int("after", describe: "How many to leave out first; default 0, or what the report was asked."),
                ],
                "One page of rows, in the order of the figure.")
            .Int("inputCount", of => of.Count, describe: "Of all pages.");

    /// <summary>Null where there is none, or more than a money's range.</summary>
    public static MoneyAmount? Money(Int128? minor, string? currency) =>
        minor is { } whole && currency is not null && whole >= long.MinValue && whole <= long.MaxValue
            ? new MoneyAmount((long)whole, currency)
            : null;

    /// <summary>Global id of a row; of what the definition itself asks for, the id of the definition.</summary>
    internal static string RowOf(TrailRow row, Metric metric) => row.Source switch
    {
        TrailSource.Definition => GlobalId.Of("MetricDefinition", metric.Identity),
        TrailSource.RoundPart => GlobalId.Of("RoundParticipation", row.RowId),
        TrailSource.Revenue => GlobalId.Of("OutcomeFact", row.RowId),
        TrailSource.Conversion => GlobalId.Of("AchievementConversion", row.RowId),
        _ => GlobalId.Of(row.Source.ToString(), row.RowId),
    };

    private sealed record Told<T>(T Row, FigureExplanation Of)
    {
        internal string? Currency => Of.Currency?.Code;
    }
}
