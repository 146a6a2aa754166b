namespace VenturePortfolio.Server;

/// <summary>Which group a restatement is about.</summary>
internal static class RestatedGroup
{
    /// <summary>Everything in scope as one pool where no group is named; null where there is no such group by these facts.</summary>
    internal static ReportGroup? Of(RestatementQuery query, PortfolioFacts facts)
    {
        var scope = facts.Programmes.FirstOrDefault(card => string.Equals(card.Code, query.Figure.Programme, StringComparison.Ordinal));
        return query.Group is null
            ? LeverageGroups.Of(facts, query.Figure with { GroupBy = LeverageGroupBy.Total }, null).FirstOrDefault() is { } total
                ? total with { Subject = total.Subject with { Support = null } }
                : null
            : LeverageGroups.Of(facts, query.Figure, scope).FirstOrDefault(group => string.Equals(group.Key, query.Group, StringComparison.Ordinal));
    }
}
