using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>A figure with all it was made of, for what a reader asks next. Nothing is computed before it is asked for.</summary>
public sealed record FigureContext(Figure Figure, FigureSubject Subject, PortfolioFacts Facts, FxBasis? Basis, LeverageQuery Query)
{
    /// <summary>What its targets are found by; null for groups that have none.</summary>
    public string? TargetSubject { get; init; }

    /// <summary>The same group at an earlier day; null where none was asked for, or it had no such group.</summary>
    public FigureContext? Earlier { get; init; }

    /// <summary>Down to the rows; null where the figure is absent before any row counted. Of supported transactions: <see cref="LeverageQuery.Explains"/>.</summary>
    public FigureExplanation? Explain()
    {
        List<FundCard> covered = [.. Subject.Funds.Except(Figure.LeftOut.Select(left => left.Fund))];
        var measure = Figure.Measured(Figure.Metric, Subject, covered, Facts, Basis, keepsTrail: true);
        return FigureExplanation.Of(Figure.Metric, measure, () => measure) is { } whole ? whole with { First = Query.InputsFirst, After = Query.InputsAfter } : null;
    }

    /// <summary>What it would be if private were read otherwise: one for each mapping on record; none for figures that read no mapping.</summary>
    public IReadOnlyList<OtherReading> OtherReadings()
    {
        if (Figure.Metric.Mapping is not { } method)
        {
            return [];
        }

        return [.. Facts.Mappings.OrderBy(mapping => mapping.Method, StringComparer.Ordinal).Select(mapping =>
        {
            var read = Facts with
            {
                Mappings = [.. Facts.Mappings.Where(other => other.Method != method), mapping with { Method = method }],
            };
            var figure = Figure.Of(Figure.Metric, Subject, read, Basis, (_, _) => { });
            return new OtherReading(mapping.Identity, figure.Measure.Value, figure.Status, LeverageFigures.Why(figure, Query.Language));
        })];
    }
}

/// <summary>The figure under another reading of who is private.</summary>
/// <param name="Mapping">Method and version, MDB@1.</param>
/// <param name="Why">Why there is no value, or what it leaves out; null where neither.</param>
public sealed record OtherReading(string Mapping, decimal? Value, string Status, string? Why);
