namespace VenturePortfolio.Server;

/// <summary>A figure down to its rows.</summary>
/// <param name="Metric">Its definition, named by what no row brings.</param>
/// <param name="Currency">Of every contribution; null where contributions are no money: counts, days, products.</param>
/// <param name="Steps">Kinds of rows with their sums: they add up to numerator and denominator.</param>
/// <param name="Count">Rows of all pages.</param>
/// <param name="Rows">All rows: they add up to the steps. Made anew each time, because many explanations wait together and each may have very many.</param>
public sealed record FigureExplanation(
    Metric Metric, Currency? Currency, IReadOnlyList<MeasurePart> Steps, int Count, Func<IReadOnlyList<TrailRow>> Rows)
{
    /// <summary>Rows of one page, unless told otherwise.</summary>
    public const int PageSize = 100;

    /// <summary>Rows of one page at most.</summary>
    public const int PageSizeMax = 1_000;

    public int First { get; init; } = PageSize;

    public int After { get; init; }

    /// <summary>One page of rows.</summary>
    public IReadOnlyList<TrailRow> Inputs => Page(null, null);

    /// <summary>Null where the figure is absent before any row counted.</summary>
    /// <param name="compute">The figure of a history that keeps its trail.</param>
    /// <param name="measure">What it gives.</param>
    public static FigureExplanation? Of(Metric metric, Measure measure, Func<Measure> compute)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(measure);
        return measure.Value is null && measure.Trail.Count == 0
            ? null
            : new(metric, metric == DrawParityGap.Metric ? null : measure.Currency, measure.Parts, measure.Trail.Count, () => compute().Trail);
    }

    /// <summary>Null for what the report was asked.</summary>
    /// <exception cref="OperationFault">PAGE_OUT_OF_RANGE.</exception>
    public IReadOnlyList<TrailRow> Page(int? first, int? after) => OutOfRange("first", first, after) is { } error
        ? throw new OperationFault(error) : [.. Rows().Skip(after ?? After).Take(first ?? First)];

    /// <summary>A page that nobody can mean is refused, not read as another. Error: PAGE_OUT_OF_RANGE.</summary>
    internal static Error? OutOfRange(string path, int? first, int? after) => first is < 1 or > PageSizeMax || after < 0
        ? new Error("PAGE_OUT_OF_RANGE", path, $"1 to {PageSizeMax} at a time, after 0 or more.").With("limit", PageSizeMax) : null;
}
