using System.Globalization;
using System.Numerics;

namespace VenturePortfolio.Server;

/// <summary>What a stored figure tells beside its columns.</summary>
internal static class StoredFigureFields
{
    private static readonly ResultType<RateSpan> Rates =
        new ResultType<RateSpan>("FigureRates", "The exchange rates of one currency, series and source that a figure used.")
            .Text("currency", span => span.Currency, describe: "Units of it per US dollar.")
            .Text("series", span => span.Series)
            .Text("source", span => span.Source)
            .Int("count", span => span.Count, describe: "Distinct rates.")
            .Text("first", span => span.First, describe: "Day of the earliest.")
            .Text("last", span => span.Last, describe: "Day of the latest.")
            .Decimal("lowest", span => span.Lowest, describe: "The rate itself where there is one.")
            .Decimal("highest", span => span.Highest);

    private static readonly ResultType<Remarked> Remarks =
        new ResultType<Remarked>("FigureRemarks", "What is to be told beside a stored figure; empty in figures of nights before these were kept.")
            .Text("shown", (of, given) => of.Shown.Text(given), [ShownFigure.Argument], nullable: true, describe: ShownFigure.Description)
            .Objects("flags", () => FigureResult.Flag, of => of.Flags)
            .Decimals("roots", of => of.Roots, "All rates of return where there are several (status MULTIPLE), rising; else empty.")
            .Objects("rates", () => Rates, of => of.Rates, "Empty where nothing was converted.");

    private static readonly ResultType<Remarked> PeerRemarks =
        new ResultType<Remarked>("PeerFigureRemarks", "What is to be told beside a figure that everybody may know.")
            .Text("shown", (of, given) => of.Shown.Text(given), [ShownFigure.Argument], nullable: true, describe: ShownFigure.Description)
            .Objects("flags", () => FigureResult.Flag, of => of.Flags);

    private static readonly ResultType<MoneyTerms> Terms =
        new ResultType<MoneyTerms>("FigureTerms", "Numerator and denominator as money.")
            .Money("numerator", of => of.Numerator, nullable: true)
            .Money("denominator", of => of.Denominator, nullable: true, describe: "Null for amounts.");

    public static NodeFunction RemarksOfFigure { get; } = new(
        "remarks",
        "Warnings, all rates of return where there are several, and the exchange rates used.",
        Remarks,
        [],
        ["{t}.flags", "array_to_string({t}.roots, ' ')", "{t}.rates", "{t}.value", "{t}.unit", "{t}.currency", "{t}.numerator", "{t}.denominator"],
        (call, rows, _) => Results(rows, row => new Remarked(
            FigureFlag.OfStored(row[0], call.Language),
            [.. (row[1]?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []).Select(root => decimal.Parse(root, CultureInfo.InvariantCulture))],
            RateSpan.OfStored(row[2]),
            row[3] is { } value ? decimal.Parse(value, CultureInfo.InvariantCulture) : null,
            row[4]!,
            row[5])
        {
            Terms = row[6] is { } above && row[7] is { } below
                ? (Int128.Parse(above, CultureInfo.InvariantCulture), Int128.Parse(below, CultureInfo.InvariantCulture)) : null,
        }));

    public static NodeFunction RemarksOfPeers { get; } = new(
        "remarks",
        "Warnings, in the reader's language.",
        PeerRemarks,
        [],
        ["{t}.flags", "{t}.value", "{t}.unit", "{t}.currency"],
        (call, rows, _) => Results(rows, row => new Remarked(
            FigureFlag.OfStored(row[0], call.Language), [], [], row[1] is { } value ? decimal.Parse(value, CultureInfo.InvariantCulture) : null, row[2]!, row[3])));

    public static NodeFunction TermsOfFigure { get; } = new(
        "terms",
        "Numerator and denominator as money; null where they are none: counts, days, rates of return, products.",
        Terms,
        [],
        ["{t}.metric_key", "{t}.currency", "{t}.numerator", "{t}.denominator"],
        (_, rows, _) => Results(rows, row => row[1] is { } currency && row[0] != DrawParityGap.Metric.Key && row[2] is not null
            ? new MoneyTerms(Money(row[2], currency), Money(row[3], currency))
            : null));

    private static MoneyAmount? Money(string? minor, string currency) =>
        minor is not null && BigInteger.Parse(minor, CultureInfo.InvariantCulture) is var whole && whole >= long.MinValue && whole <= long.MaxValue
            ? new MoneyAmount((long)whole, currency)
            : null;

    private static Task<IReadOnlyList<object?>> Results(IReadOnlyList<FunctionRow> rows, Func<FunctionRow, object?> of) =>
        Task.FromResult<IReadOnlyList<object?>>([.. rows.Select(of)]);

    private sealed record Remarked(IReadOnlyList<FigureFlag> Flags, IReadOnlyList<decimal> Roots, IReadOnlyList<RateSpan> Rates, decimal? Value, string Unit, string? Currency)
    {
        /// <summary>As stored; of figures that everybody may know they are not told.</summary>
        internal (Int128 Above, Int128 Below)? Terms { get; init; }

        internal ShownFigure Shown => new(Value, Flags, Unit, Currency) { Terms = Terms };
    }

    private sealed record MoneyTerms(MoneyAmount? Numerator, MoneyAmount? Denominator);
}
