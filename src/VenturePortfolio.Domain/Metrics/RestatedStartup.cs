using NodaTime;

namespace VenturePortfolio;

/// <summary>Rows of one startup, of which some were recorded after an instant: these are told apart by why.</summary>
internal sealed class RestatedStartup
{
    private const string Incubation = "Incubation", Milestone = "Milestone", MilestoneReport = "MilestoneReport", FinancingRound = "FinancingRound", Revenue = "OutcomeFact", Conversion = "AchievementConversion";

    private readonly LocalDate _asOf;
    private readonly Dictionary<Guid, RestatementCause> _new = [];

    internal RestatedStartup(StartupFacts facts, LocalDate asOf, Instant first)
    {
        (Facts, _asOf) = (facts, asOf);
        Before = Kept(facts, (_, at) => at <= first);
        var corrections = Corrections(Before, facts);
        foreach (var (id, _) in IdsOf(facts).Where(row => row.At > first))
        {
            _new[id] = corrections.Contains(id) ? RestatementCause.Correction : RestatementCause.LatePosting;
        }

        foreach (var (id, cause) in MovedStays.Of(Before.Incubations, facts.Incubations))
        {
            _new[id] = cause;
        }
    }

    /// <summary>Everything.</summary>
    internal StartupFacts Facts { get; }

    /// <summary>What was recorded by that instant.</summary>
    internal StartupFacts Before { get; }

    /// <summary>With what is new for this reason, or one that is told before it.</summary>
    internal StartupFacts UpTo(RestatementCause cause) => Kept(Facts, (id, _) => !_new.TryGetValue(id, out var why) || why <= cause);

    /// <summary>Everything but what is new of one kind of row for one reason.</summary>
    internal StartupFacts Without(string source, RestatementCause cause) =>
        Replaced(source, Facts, Kept(Facts, (id, _) => !_new.TryGetValue(id, out var why) || why != cause));

    /// <summary>What was known before, and what is new of one kind of row for one reason.</summary>
    internal StartupFacts WithOnly(string source, RestatementCause cause) =>
        Replaced(source, Before, Kept(Facts, (id, _) => !_new.TryGetValue(id, out var why) || why == cause));

    private static StartupFacts Replaced(string source, StartupFacts of, StartupFacts by) => source switch
    {
        Incubation => of with { Incubations = by.Incubations },
        Milestone => of with { Milestones = by.Milestones },
        MilestoneReport => of with { Reports = by.Reports },
        FinancingRound => of with { Rounds = by.Rounds },
        Revenue => of with { Revenues = by.Revenues },
        _ => of with { Conversions = by.Conversions },
    };

    /// <summary>Every new row about a day up to asOf, or that takes back what was said of one.</summary>
    internal IEnumerable<RestatementRow> Rows =>
        Of(Incubation, Facts.Incubations.Select(row => (row.Id, row.EffectiveOn, row.RecordedAt)))
            .Concat(Of(Milestone, Facts.Milestones.Select(row => (row.Id, DayOf(row), row.RecordedAt))))
            .Concat(Of(MilestoneReport, Facts.Reports.Where(row => row.EffectiveOn <= _asOf || WasReached(row.Milestone)).Select(row => (row.Id, row.EffectiveOn, row.RecordedAt)), LocalDate.MaxIsoValue))
            .Concat(Of(FinancingRound, Facts.Rounds.Select(row => (row.Id.Value, row.EffectiveOn, row.RecordedAt))))
            .Concat(Of(Revenue, Facts.Revenues.Select(row => (row.Id, row.EffectiveOn, row.RecordedAt))))
            .Concat(Of(Conversion, Facts.Conversions.Select(row => (row.Id, row.EffectiveOn, row.RecordedAt))));

    private IEnumerable<RestatementRow> Of(string source, IEnumerable<(Guid Id, LocalDate On, Instant At)> rows, LocalDate? upTo = null) =>
        rows.Where(row => _new.ContainsKey(row.Id) && row.On <= (upTo ?? _asOf)).Select(row => new RestatementRow(_new[row.Id], source, row.Id, row.On, row.At));

    /// <summary>When a milestone begins to count: due, or else reached. Never: the last day there is.</summary>
    private LocalDate DayOf(PlannedMilestone milestone) => milestone.DueOn is { } due && due <= _asOf
        ? due
        : Facts.Reports.Where(row => row.Milestone == milestone.Id).Select(row => (LocalDate?)row.EffectiveOn).Min() ?? LocalDate.MaxIsoValue;

    private bool WasReached(Guid milestone) => Before.Reports.Any(row => row.Milestone == milestone && row.EffectiveOn <= _asOf);

    /// <summary>
    /// Newer statements about what there was one of, and reversals of what was known with what was entered again in its place. Stays are told by <see cref="MovedStays"/>.
    /// </summary>
    private static HashSet<Guid> Corrections(StartupFacts before, StartupFacts after)
    {
        var reported = before.Reports.Select(row => row.Milestone).ToHashSet();
        var earned = before.Revenues.Select(row => row.EffectiveOn).ToHashSet();
        return
        [
            .. after.Reports.Where(row => reported.Contains(row.Milestone)).Select(row => row.Id),
            .. after.Revenues.Where(row => earned.Contains(row.EffectiveOn)).Select(row => row.Id),
            .. Reentries.Of(before.Rounds, after.Rounds, row => row.Id.Value, row => row.ReversesId?.Value, row => row.EffectiveOn, row => row.RecordedAt),
            .. Reentries.Of(before.Conversions, after.Conversions, row => row.Id, row => row.ReversesId, row => row.Achievement, row => row.RecordedAt),
        ];
    }

    private static StartupFacts Kept(StartupFacts facts, Func<Guid, Instant, bool> isKept) => facts with
    {
        Incubations = [.. facts.Incubations.Where(row => isKept(row.Id, row.RecordedAt))],
        Milestones = [.. facts.Milestones.Where(row => isKept(row.Id, row.RecordedAt))],
        Reports = [.. facts.Reports.Where(row => isKept(row.Id, row.RecordedAt))],
        Rounds = [.. facts.Rounds.Where(row => isKept(row.Id.Value, row.RecordedAt))],
        Revenues = [.. facts.Revenues.Where(row => isKept(row.Id, row.RecordedAt))],
        Conversions = [.. facts.Conversions.Where(row => isKept(row.Id, row.RecordedAt))],
    };

    private static IEnumerable<(Guid Id, Instant At)> IdsOf(StartupFacts facts) =>
        facts.Incubations.Select(row => (row.Id, row.RecordedAt))
            .Concat(facts.Milestones.Select(row => (row.Id, row.RecordedAt)))
            .Concat(facts.Reports.Select(row => (row.Id, row.RecordedAt)))
            .Concat(facts.Rounds.Select(row => (row.Id.Value, row.RecordedAt)))
            .Concat(facts.Revenues.Select(row => (row.Id, row.RecordedAt)))
            .Concat(facts.Conversions.Select(row => (row.Id, row.RecordedAt)));
}
