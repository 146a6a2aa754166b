using NodaTime;

namespace VenturePortfolio;

/// <summary>Rows of a startup as groups of very many startups need them: days and amounts, without ids and recorded times, so that there are no trails of them.</summary>
internal static class CondensedStartup
{
    private static readonly LocalDate None = LocalDate.MaxIsoValue;

    internal static IReadOnlyList<MilestoneState> Milestones(IReadOnlyList<MilestoneState> all) => all.Count == 0 ? [] : new MadeAgain<Milestone, MilestoneState>(
        [.. all.Select(row => new Milestone(row.Kind, row.DueOn ?? None, row.Reached?.EffectiveOn ?? None))],
        row => new MilestoneState(
            default, row.Kind, row.DueOn == None ? null : row.DueOn, row.ReachedOn == None ? null : new ReachedMilestone(default, default, row.ReachedOn, default))
        {
            RecordedAt = default,
        });

    internal static IReadOnlyList<FinancingRound> Rounds(IReadOnlyList<FinancingRound> all) => all.Count == 0 ? [] : new MadeAgain<Round, FinancingRound>(
        [.. all.Select(row => new Round(row.Total, row.EffectiveOn, row.IsListing))],
        row => new FinancingRound { Id = default, Startup = default, Total = row.Total, EffectiveOn = row.EffectiveOn, RecordedAt = default, IsListing = row.IsListing });

    private readonly record struct Milestone(string Kind, LocalDate DueOn, LocalDate ReachedOn);

    private readonly record struct Round(Money Total, LocalDate EffectiveOn, bool IsListing);
}
