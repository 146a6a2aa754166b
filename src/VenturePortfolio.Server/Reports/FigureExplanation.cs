namespace VenturePortfolio.Server;

/// <summary>A figure down to its rows.</summary>
/// <param name="Metric">Its definition, named by what no row brings.</param>
/// <param name="Currency">Of every contribution; null where contributions are no money: counts, days, products.</param>
/// <param name="Steps">Kinds of rows with their sums: they add up to numerator and denominator.</param>
/// <param name="Inputs">Rows, all or one page: all of them add up to the steps.</param>
/// <param name="Count">Rows of all pages.</param>
public sealed record FigureExplanation(
    Metric Metric, Currency? Currency, IReadOnlyList<MeasurePart> Steps, IReadOnlyList<TrailRow> Inputs, int Count)
{
    /// <summary>Null where the figure is absent before any row counted.</summary>
    /// <param name="measure">Of a history that keeps its trail.</param>
    public static FigureExplanation? Of(Metric metric, Measure measure)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(measure);
        return measure.Value is null && measure.Trail.Count == 0
            ? null
            : new(metric, metric == DrawParityGap.Metric ? null : measure.Currency, measure.Parts, measure.Trail, measure.Trail.Count);
    }

    public FigureExplanation Page(int first, int after) => this with { Inputs = [.. Inputs.Skip(after).Take(first)] };
}
