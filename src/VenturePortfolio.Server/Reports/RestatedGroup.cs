namespace VenturePortfolio.Server;

/// <summary>Which group a restatement is about.</summary>
internal static class RestatedGroup
{
    /// <summary>The facts that the query is about: a programme's and its parts', or all.</summary>
    internal static PortfolioFacts Within(RestatementQuery query, PortfolioFacts facts) => Scope(query, facts) is { } scope ? LeverageGroups.Within(facts, scope)
        : query.Figure.Programme is null ? facts
        : facts with { Programmes = [], Funds = [], Support = [] };

    /// <summary>Everything in scope as one pool where no group is named; null where there is no such group by these facts.</summary>
    /// <param name="facts">Already <see cref="Within"/> the scope.</param>
    internal static ReportGroup? Of(RestatementQuery query, PortfolioFacts facts) => query.Group is null
        ? LeverageGroups.Of(facts, query.Figure with { GroupBy = LeverageGroupBy.Total }, null).FirstOrDefault()
        : LeverageGroups.Of(facts, query.Figure, Scope(query, facts)).FirstOrDefault(group => string.Equals(group.Key, query.Group, StringComparison.Ordinal));

    /// <summary>The programmes whose own transactions are in a group.</summary>
    internal static IReadOnlyCollection<ProgrammeId> ProgrammesOf(ReportGroup group, PortfolioFacts facts) =>
        group.Stored is { } stored ? [.. facts.Within(new ProgrammeId(stored))] : [.. facts.Support.Select(card => card.Programme)];

    private static ProgrammeCard? Scope(RestatementQuery query, PortfolioFacts facts) =>
        facts.Programmes.FirstOrDefault(card => string.Equals(card.Code, query.Figure.Programme, StringComparison.Ordinal));
}
