using NodaTime;

namespace VenturePortfolio;

/// <summary>Why a figure of the same day is another one when it is told later.</summary>
public enum RestatementCause
{
    /// <summary>Rates that became known, or were corrected; sub-funds and startups that can be judged since they are known too.</summary>
    Fx,

    /// <summary>
    /// Investors that turned out to be of another class on that day, and classes that a method came to count otherwise; startups that turned out to have
    /// been in another incubator, or to have ended their stay otherwise.
    /// </summary>
    Reclassification,

    /// <summary>Entries taken back, with what was entered again in their place, and statements about the same day told anew.</summary>
    Correction,

    /// <summary>What had happened by then and was recorded only later.</summary>
    LatePosting,

    /// <summary>Sub-funds that can be judged at one of the two instants only, for another reason than rates.</summary>
    Coverage,

    /// <summary>The definition itself was revised.</summary>
    Definition,
}

/// <param name="Effect">On the figure, with the ten decimals of a figure.</param>
public sealed record RestatementStep(RestatementCause Cause, decimal Effect);

/// <summary>One row that stands behind a restatement.</summary>
/// <param name="Source">Kind of row.</param>
public sealed record RestatementRow(RestatementCause Cause, string Source, Guid RowId, LocalDate EffectiveOn, Instant RecordedAt);

/// <summary>All rows of some sub-funds, the rates, and what else figures read, as they were known at one instant.</summary>
public sealed record KnownState(IReadOnlyList<FundFacts> Funds, FxTable Fx)
{
    public IReadOnlyList<ClassMapping> Mappings { get; init; } = [];

    /// <summary>Null where no index was supplied.</summary>
    public BenchmarkIndex? Index { get; init; }

    public IReadOnlySet<StartupId> Converting { get; init; } = new HashSet<StartupId>();
}

/// <summary>
/// What made a figure of one day change between two instants of knowing: rates first, then classes, then corrections, then what
/// was late. The steps add up to the difference of the two presented values exactly, because each is the difference of two
/// rounded values and the rounded values telescope. A state in between that has no value hands its effect to the next cause.
/// </summary>
/// <param name="Before">Null where the figure was absent, and then there are no steps.</param>
/// <param name="After">As <paramref name="Before"/>.</param>
public sealed record Restatement(Measure Before, Measure After, IReadOnlyList<RestatementStep> Steps, IReadOnlyList<RestatementRow> Rows)
{
    /// <summary>Kinds of rows of the tables that belong to no fund.</summary>
    public const string FxRows = "FxRate", MappingRows = "ClassMapping", IndexRows = "BenchmarkLevel", LinkRows = "AchievementConversion";

    /// <summary>The kinds of rows without whose new ones the figure would be another; rows of other kinds are the pool's, not the figure's.</summary>
    public IReadOnlySet<string> Moving { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <param name="measure">The figure over these funds, with the rates, mappings, index and links of that state.</param>
    /// <param name="asOf">The day of both.</param>
    /// <param name="knownAt">The later instant; every row of both states was recorded by then.</param>
    public static Restatement Of(
        KnownState before, KnownState after, LocalDate asOf, Instant knownAt, Func<IReadOnlyList<FundHistory>, KnownState, Measure> measure)
    {
        var earlier = after.Funds.ToDictionary(
            fund => fund.SubFund,
            fund => before.Funds.FirstOrDefault(other => other.SubFund == fund.SubFund) ?? new FundFacts { SubFund = fund.SubFund });
        var converted = before with { Funds = [.. earlier.Values], Fx = after.Fx };
        var classified = converted with
        {
            Funds = [.. after.Funds.Select(fund => earlier[fund.SubFund] with { InvestorClasses = fund.InvestorClasses })],
            Mappings = after.Mappings,
        };
        var corrected = classified with
        {
            Funds = [.. after.Funds.Zip(classified.Funds, (fund, old) => RestatedRows.Corrected(old, fund))],
            Index = before.Index?.CorrectedBy(after.Index),
            Converting = before.Converting.Intersect(after.Converting).ToHashSet(),
        };
        var start = Measured(before);
        var end = Measured(after);
        var steps = StepsOf(
            start,
            (RestatementCause.Fx, Measured(converted)),
            (RestatementCause.Reclassification, Measured(classified)),
            (RestatementCause.Correction, Measured(corrected)),
            (RestatementCause.LatePosting, end));
        List<RestatementRow> rows = [.. after.Funds.SelectMany(fund => RestatedRows.Of(earlier[fund.SubFund], fund, asOf))];
        var moving = RestatedRows.Kinds.Where(kind => rows.Exists(row => row.Source == kind.Source) && IsOther(Without(kind.Without))).Select(kind => kind.Source)
            .Concat(IsOther(Measured(after with { Fx = before.Fx })) ? [FxRows] : [])
            .Concat(IsOther(Measured(after with { Mappings = before.Mappings })) ? [MappingRows] : [])
            .Concat(IsOther(Measured(after with { Index = before.Index })) ? [IndexRows] : [])
            .Concat(IsOther(Measured(after with { Converting = before.Converting })) ? [LinkRows] : [])
            .ToHashSet(StringComparer.Ordinal);
        return new(start, end, steps, rows.FindAll(row => moving.Contains(row.Source))) { Moving = moving };

        Measure Measured(KnownState state) => measure([.. state.Funds.Select(fund => FundHistory.Cut(fund, asOf, knownAt))], state);

        Measure Without(Func<FundFacts, FundFacts, FundFacts> without) =>
            Measured(after with { Funds = [.. after.Funds.Select(fund => without(earlier[fund.SubFund], fund))] });

        bool IsOther(Measure measured) => Restatement.IsOther(measured, end);
    }

    /// <summary>From stage to stage; none where the figure is absent at one of the two ends.</summary>
    internal static IReadOnlyList<RestatementStep> StepsOf(Measure start, params IReadOnlyList<(RestatementCause Cause, Measure Measure)> stages)
    {
        var steps = new List<RestatementStep>();
        if (start.Value is { } value && stages[^1].Measure.Value is not null)
        {
            foreach (var (cause, stage) in stages)
            {
                if (stage.Value is { } next && next != value)
                {
                    steps.Add(new(cause, next - value));
                    value = next;
                }
            }
        }

        return steps;
    }

    /// <summary>Another value, other terms of it, or another word about it.</summary>
    public static bool IsOther(Measure one, Measure other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return one.Value != other.Value || one.Numerator != other.Numerator || one.Denominator != other.Denominator || one.StatusKey != other.StatusKey;
    }
}
