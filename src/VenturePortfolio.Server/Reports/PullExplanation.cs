using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>A figure with all its rows.</summary>
public sealed record ExplainedFigure
{
    /// <summary>Key and title of the group it is of.</summary>
    public required (string Key, string Title) Group { get; init; }

    public required Metric Metric { get; init; }

    /// <summary>With its exact terms: the contributions of all rows sum to them.</summary>
    public required Measure Measure { get; init; }

    public required string Status { get; init; }

    /// <summary>Null where the figure is absent before any row counted.</summary>
    public required FigureExplanation? Explanation { get; init; }
}

/// <summary>Figures of one definition down to their rows.</summary>
/// <param name="GroupBy">Of sub-funds; null for figures of startups.</param>
public sealed record ExplainedReport(LocalDate AsOf, Instant KnownAt, LeverageGroupBy? GroupBy, IReadOnlyList<ExplainedFigure> Figures);

/// <summary>
/// What figures of a definition are made of, for whoever may see the figures themselves. Errors: those of <see cref="PullLeverageReport"/> and
/// <see cref="PullIncubationReport"/>, GROUP_UNKNOWN, EXPLANATION_TOO_LARGE (persons only).
/// </summary>
public sealed class PullExplanation(PullLeverageReport leverage, PullIncubationReport incubation)
{
    /// <summary>Rows of one file over HTTP: some 150 MB of text, and half of that in memory while it leaves.</summary>
    public const int MostRows = 500_000;

    /// <param name="work">Counts what it takes.</param>
    /// <exception cref="AccessDeniedException">The actor sees no figures of that kind.</exception>
    public async Task<Result<ExplainedReport>> RunAsync(Actor actor, ExplainQuery query, string requestId, Work work, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(work);
        var explained = query.OfFunds is { } funds
            ? Of(await leverage.RunAsync(actor, funds, requestId, work, cancel), MostRows, cancel)
            : Of(query, await incubation.RunAsync(actor, query.OfStartups!, requestId, work, cancel), MostRows, cancel);
        // Each becomes a line.
        work.Reads(explained.IsOk ? explained.Value.Figures.Sum(figure => figure.Explanation?.Count ?? 1) : 0);
        return explained;
    }

    /// <summary>For whoever sits at the terminal of the server: everything, of any size.</summary>
    public async Task<Result<ExplainedReport>> RunAsync(ExplainQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.OfFunds is { } funds
            ? Of(await leverage.RunAsync(funds, cancel), int.MaxValue, cancel)
            : Of(query, await incubation.RunAsync(query.OfStartups!, cancel), int.MaxValue, cancel);
    }

    private static Result<ExplainedReport> Of(Result<LeverageReport> report, int most, CancellationToken cancel)
    {
        return report.IsOk
            ? Whole(report.Value.AsOf, report.Value.KnownAt, report.Value.GroupBy, report.Value.Groups.SelectMany(group => group.Figures.Select(figure => Explained(group, figure))), most, cancel)
            : report.Errors.ToList();

        static ExplainedFigure Explained(LeverageGroup group, LeverageFigure figure) => new()
        {
            Group = (group.Key, group.Title),
            Metric = figure.Context!.Figure.Metric,
            Measure = figure.Context.Figure.Measure,
            Status = figure.Status,
            Explanation = figure.Context.Explain(),
        };
    }

    private static Result<ExplainedReport> Of(ExplainQuery query, Result<IncubationReport> report, int most, CancellationToken cancel)
    {
        if (!report.IsOk)
        {
            return report.Errors.ToList();
        }

        List<IncubationGroup> groups = [.. report.Value.Groups.Where(group => query.Group is null || string.Equals(group.Key, query.Group, StringComparison.Ordinal))];
        return query.Group is { } only && groups.Count == 0
            ? QueryErrors.GroupUnknown(only)
            : Whole(report.Value.AsOf, report.Value.KnownAt, null, groups.SelectMany(group => group.Figures.Select(figure => new ExplainedFigure
            {
                Group = (group.Key, group.Title),
                Metric = figure.Figure.Metric,
                Measure = figure.Measure,
                Status = figure.Figure.Status,
                Explanation = figure.Explain(),
            })), most, cancel);
    }

    /// <summary>All of it, or nothing: no row is left out in silence.</summary>
    private static Result<ExplainedReport> Whole(
        LocalDate asOf, Instant knownAt, LeverageGroupBy? groupBy, IEnumerable<ExplainedFigure> figures, int most, CancellationToken cancel)
    {
        var all = new List<ExplainedFigure>();
        var rows = 0L;
        foreach (var figure in figures)
        {
            cancel.ThrowIfCancellationRequested();
            rows += figure.Explanation?.Count ?? 0;
            if (rows > most)
            {
                return new Error("EXPLANATION_TOO_LARGE", "group", $"More than {most} rows.").With("limit", most);
            }

            all.Add(figure);
        }

        return new ExplainedReport(asOf, knownAt, groupBy, all);
    }
}
