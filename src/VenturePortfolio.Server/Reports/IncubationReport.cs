using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>What is asked of <see cref="PullIncubationReport"/>.</summary>
public sealed record IncubationQuery
{
    /// <summary>State at the end of that day; not after today in Hong Kong.</summary>
    public required LocalDate AsOf { get; init; }

    /// <summary>Null for the closed horizon; a later instant is refused.</summary>
    public Instant? KnownAt { get; init; }

    /// <summary>Global id of one incubator: its startups, and those of each year; null for all that are the reader's.</summary>
    public string? Incubator { get; init; }

    /// <summary>Global id of one startup, instead of an incubator.</summary>
    public string? Startup { get; init; }

    /// <summary>Only those first admitted in this year.</summary>
    public int? Cohort { get; init; }

    /// <summary>Keys of the metric catalogue; null for all that apply.</summary>
    public IReadOnlyList<string>? Definitions { get; init; }

    /// <summary>An earlier day whose figures, as known at the same instant, are to stand beside; null for none.</summary>
    public LocalDate? CompareTo { get; init; }

    /// <summary>Whether rows are asked for: every figure is reckoned once more for them.</summary>
    public bool Explains { get; init; }

    /// <summary>Whether the exchange rates of each figure are asked for.</summary>
    public bool AsksForRates { get; init; }

    public string Language { get; init; } = Languages.English;
}

/// <summary>Figures of milestones at one pair of dates.</summary>
/// <param name="Run">The published run that was read; null where everything was computed for this report.</param>
public sealed record IncubationReport(LocalDate AsOf, Instant KnownAt, PublishedRun? Run, IReadOnlyList<IncubationGroup> Groups);

/// <summary>The startups that figures are of.</summary>
/// <param name="Key">Code of the startup or incubator, with the year of a cohort: PARK/2024; TOTAL.</param>
/// <param name="Incubator">Null for one startup, and for all together.</param>
/// <param name="Startups">How many they are.</param>
public sealed record IncubationGroup(
    string Key, string Title, Guid? Incubator, Guid? Startup, int? Cohort, int Startups, IReadOnlyList<IncubationFigure> Figures);

/// <summary>One definition of one group.</summary>
/// <param name="Trailed">Computes it again with its rows; null where it was read from a published run, because nobody asked for rows.</param>
/// <param name="Earlier">The same at compareTo; null: not asked for, or no such group then.</param>
/// <param name="Target">What it is to reach; null: nobody said.</param>
public sealed record IncubationFigure(
    Figure Figure, Func<Measure>? Trailed, Figure? Earlier, LocalDate? EarlierOn, TargetCard? Target)
{
    public Measure Measure => Figure.Measure;

    /// <summary>For reading; no figure of milestones is a rate of return.</summary>
    internal ShownFigure Shown => new(Measure.Value, [], Figure.Metric.Unit.Key(), Measure.Currency?.Code)
    {
        Terms = Measure is { Numerator: { } above, Denominator: { } below } ? (above, below) : null,
    };

    /// <summary>Down to the rows; null where the figure is absent before any row counted.</summary>
    public FigureExplanation? Explain() => Trailed is null ? null : FigureExplanation.Of(Figure.Metric, Trailed(), Trailed);
}
