using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>How far apart the points of a series are; of each period the last day of it that there is.</summary>
public enum SeriesEvery
{
    Night,

    Month,

    Quarter,

    Year,
}

/// <summary>The printed names of <see cref="SeriesEvery"/>.</summary>
public static class SeriesEveryText
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<SeriesEvery>().Select(Print)];

    public static string Print(this SeriesEvery every) => every.ToString().ToUpperInvariant();

    /// <summary>Whatever its capitals; null where it is none.</summary>
    public static SeriesEvery? Parse(string text) => Enum.GetValues<SeriesEvery>()
        .Where(every => string.Equals(every.Print(), text, StringComparison.OrdinalIgnoreCase)).Select(every => (SeriesEvery?)every).FirstOrDefault();
}

/// <summary>What is asked of <see cref="PullFigureSeries"/>.</summary>
/// <param name="Figure">The group, the definitions, the currency and the basis, as of a report; its days are those of the points. Its From is the day the periods of all points begin with.</param>
/// <param name="From">The first day, inclusive.</param>
/// <param name="To">The last one, inclusive.</param>
public sealed record FigureSeriesQuery(LeverageQuery Figure, LocalDate From, LocalDate To, SeriesEvery Every)
{
    /// <summary>What askers call the day with which the periods of all points begin; from is the first day of points.</summary>
    internal const string Since = "since";

    /// <summary>Null: each point as the night told it that was published of its day. Else all as known at this instant.</summary>
    public Instant? KnownAt { get; init; }
}

/// <summary>A day of a series.</summary>
/// <param name="Report">Null where nothing is known of the group by then.</param>
/// <param name="Why">In the reader's language; null where there is a report.</param>
public sealed record SeriesPoint(LocalDate AsOf, Instant KnownAt, LeverageReport? Report, string? Why)
{
    /// <summary>Empty where nothing is known of the group by then.</summary>
    public IReadOnlyList<LeverageFigure> Figures => Report?.Groups.SelectMany(group => group.Figures).ToList() ?? [];
}

/// <summary>The figures of one group, day by day.</summary>
/// <param name="Points">By day.</param>
public sealed record FigureSeries(FigureSeriesQuery Query, IReadOnlyList<SeriesPoint> Points)
{
    /// <summary>In the reader's language, as the last point tells it.</summary>
    public string Title => Points.LastOrDefault(point => point.Report is not null)?.Report?.Groups[0].Title ?? Query.Figure.Group ?? "";
}
