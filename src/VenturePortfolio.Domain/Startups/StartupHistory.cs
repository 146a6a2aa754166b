using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// What had happened to one startup by the end of <see cref="AsOf"/>, as far as we had been told at <see cref="KnownAt"/>. The
/// only thing a metric sees of a startup. Rows that took each other back, and statements corrected by newer ones, are gone.
/// </summary>
public sealed class StartupHistory
{
    private StartupHistory(StartupFacts facts, LocalDate asOf, Instant knownAt)
    {
        (Startup, Sector, FoundedOn, IsInvented, AsOf, KnownAt) = (facts.Startup, facts.Sector, facts.FoundedOn, facts.IsInvented, asOf, knownAt);
        bool Seen(LocalDate effectiveOn, Instant recordedAt) => effectiveOn <= asOf && recordedAt <= knownAt;

        Stays = Stay.Of(StandingEvents(facts.Incubations.Where(row => Seen(row.EffectiveOn, row.RecordedAt))));
        Milestones = MilestonesOf(facts, asOf, knownAt);
        Rounds = Standing.Of(facts.Rounds.Where(row => Seen(row.EffectiveOn, row.RecordedAt))
            .OrderBy(row => row.EffectiveOn).ThenBy(row => row.RecordedAt).ThenBy(row => row.Id.Value));
        Revenues = [.. facts.Revenues.Where(row => Seen(row.EffectiveOn, row.RecordedAt))
            .GroupBy(row => row.EffectiveOn)
            .Select(rows => rows.MaxBy(row => (row.RecordedAt, row.Id))!)
            .OrderBy(row => row.EffectiveOn)];
        Conversions = StandingConversions(facts.Conversions.Where(row => Seen(row.EffectiveOn, row.RecordedAt)));
        LastHeardOn = Milestones.Select(row => row.Reached?.EffectiveOn).Concat(Rounds.Select(row => (LocalDate?)row.EffectiveOn))
            .Concat(Revenues.Select(row => (LocalDate?)row.EffectiveOn)).Concat(Conversions.Select(row => (LocalDate?)row.EffectiveOn)).Max();
    }

    private StartupHistory(StartupHistory whole, FxTable fx)
    {
        (Startup, Sector, FoundedOn, IsInvented) = (whole.Startup, whole.Sector, whole.FoundedOn, whole.IsInvented);
        (AsOf, KnownAt, Stays) = (whole.AsOf, whole.KnownAt, whole.Stays);
        (Milestones, Rounds) = (CondensedStartup.Milestones(whole.Milestones), CondensedStartup.Rounds(whole.Rounds));
        (Revenues, Conversions, IsCondensed, LastHeardOn) = ([], whole.Conversions, true, whole.LastHeardOn);
        Judged = (fx, [.. GraduationGround.All(whole, fx).Select(ground => ground.Condensed())]);
    }

    public StartupId Startup { get; }

    public string Sector { get; }

    /// <summary>Null: not known.</summary>
    public LocalDate? FoundedOn { get; }

    /// <summary>Demonstration data that describes nobody.</summary>
    public bool IsInvented { get; }

    /// <summary>Inclusive.</summary>
    public LocalDate AsOf { get; }

    /// <summary>Inclusive.</summary>
    public Instant KnownAt { get; }

    /// <summary>By day of admission.</summary>
    public IReadOnlyList<Stay> Stays { get; }

    /// <summary>Announced by <see cref="KnownAt"/>, with the statement that stands, by due date; undated ones last.</summary>
    public IReadOnlyList<MilestoneState> Milestones { get; }

    /// <summary>Standing rounds, by date.</summary>
    public IReadOnlyList<FinancingRound> Rounds { get; }

    /// <summary>Of each last day of a period the figure told last, by date.</summary>
    public IReadOnlyList<RevenueFact> Revenues { get; }

    /// <summary>The four grounds of graduation, once they were asked for, and the rates they were judged by: groups ask again and again.</summary>
    internal (FxTable Fx, IReadOnlyList<GraduationGround> Grounds)? Judged { get; set; }

    /// <summary>Whether only <see cref="Judged"/> knows of the grounds any more.</summary>
    internal bool IsCondensed { get; }

    /// <summary>Standing links, by date.</summary>
    public IReadOnlyList<AchievementConversion> Conversions { get; }

    /// <summary>The last day of which a milestone, a round, revenue or a link is on record; null where none is. Stays are told apart.</summary>
    public LocalDate? LastHeardOn { get; }

    /// <summary>The one way in: both dates cut every kind of row. The order of the rows given never matters.</summary>
    public static StartupHistory Cut(StartupFacts facts, LocalDate asOf, Instant knownAt) => new(facts, asOf, knownAt);

    /// <summary>
    /// The same startup as figures of groups need it, for groups of very many: a sixth of the memory. Every figure of a group is the same, but
    /// there are no trails, and the grounds of graduation are judged now, by these rates.
    /// </summary>
    public StartupHistory Condensed(FxTable fx) => IsCondensed ? this : new(this, fx);

    /// <summary>The first milestone of these kinds that was reached; null where none was.</summary>
    public MilestoneState? FirstReached(params string[] kinds) => Milestones
        .Where(row => row.Reached is not null && Array.IndexOf(kinds, row.Kind) >= 0)
        .MinBy(row => (row.Reached!.EffectiveOn, row.Reached.RecordedAt, row.Id));

    /// <summary>How far the best proven of these milestones was checked; null where none was reached.</summary>
    public Verification? BestProven(params string[] kinds) => Milestones
        .Where(row => row.Reached is not null && Array.IndexOf(kinds, row.Kind) >= 0)
        .Max(row => (Verification?)row.Reached!.Verification);

    // What was corrected is corrected even when the true day is still to come: known first, happened second.
    private static List<MilestoneState> MilestonesOf(StartupFacts facts, LocalDate asOf, Instant knownAt)
    {
        var known = facts.Reports.Where(row => row.RecordedAt <= knownAt).ToList();
        var corrected = known.Select(row => row.SupersedesId).OfType<Guid>().ToHashSet();
        var standing = known.Where(row => !corrected.Contains(row.Id))
            .GroupBy(row => row.Milestone)
            .ToDictionary(rows => rows.Key, rows => rows.MaxBy(row => (row.RecordedAt, row.Id))!);
        return [.. facts.Milestones.Where(row => row.RecordedAt <= knownAt)
            .Select(row => new MilestoneState(
                row.Id, row.Kind, row.DueOn, standing.TryGetValue(row.Id, out var reached) && reached.EffectiveOn <= asOf ? reached : null) { RecordedAt = row.RecordedAt })
            .OrderBy(row => row.DueOn ?? LocalDate.MaxIsoValue).ThenBy(row => row.Id)];
    }

    private static IEnumerable<IncubationEvent> StandingEvents(IEnumerable<IncubationEvent> seen)
    {
        var rows = seen.ToList();
        var gone = rows.Select(row => row.ReversesId).OfType<Guid>().ToHashSet();
        return rows.Where(row => row.ReversesId is null && !gone.Contains(row.Id))
            .OrderBy(row => row.EffectiveOn).ThenBy(row => row.Kind == IncubationKind.Admitted ? 1 : 0).ThenBy(row => row.RecordedAt).ThenBy(row => row.Id);
    }

    private static List<AchievementConversion> StandingConversions(IEnumerable<AchievementConversion> seen)
    {
        var rows = seen.ToList();
        var gone = rows.Select(row => row.ReversesId).OfType<Guid>().ToHashSet();
        return [.. rows.Where(row => row.ReversesId is null && !gone.Contains(row.Id)).OrderBy(row => row.EffectiveOn).ThenBy(row => row.Id)];
    }
}

/// <summary>A milestone and the statement about it that stands.</summary>
/// <param name="Reached">Null: not reached, as far as is known.</param>
public sealed record MilestoneState(Guid Id, string Kind, LocalDate? DueOn, ReachedMilestone? Reached)
{
    /// <summary>When it was announced.</summary>
    public required Instant RecordedAt { get; init; }
}
