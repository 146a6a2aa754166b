namespace VenturePortfolio.Server;

/// <summary>
/// Which pools of an incubator's startups are withheld from its own people. They may see no single fund's figure; of the groups that are told to everybody,
/// those which their pool lies in, or which lie in it, could be subtracted. Pure.
/// </summary>
/// <param name="managerOf">Of a fund's place; those whose manager is not known are taken for one.</param>
/// <param name="dealsOf">Of a fund's place: sector and incubator of the startups it holds or held, each pair once.</param>
internal sealed class PeerIncubators(IReadOnlyList<string> managerOf, IReadOnlyList<IReadOnlyList<(string Sector, string? Incubator)>> dealsOf)
{
    private readonly ILookup<string?, int> fundsOf = dealsOf.Index()
        .SelectMany(fund => fund.Item.Select(deal => deal.Incubator).Distinct(StringComparer.Ordinal).Select(incubator => (Incubator: incubator, Fund: fund.Index)))
        .ToLookup(held => held.Incubator, held => held.Fund, StringComparer.Ordinal);

    /// <summary>A group that is told to everybody.</summary>
    /// <param name="Funds">Places of the funds in its figure.</param>
    /// <param name="Sector">Only deals of this sector; null: all.</param>
    internal sealed record ToldGroup(string By, IReadOnlySet<int> Funds, string? Sector)
    {
        internal bool Holds(int fund, (string Sector, string? Incubator) deal) => Funds.Contains(fund) && (Sector is null || Sector == deal.Sector);
    }

    /// <summary>Null: it may be told.</summary>
    /// <param name="left">Places of the funds that its figure leaves out.</param>
    internal string? WhyWithheld(string incubator, IReadOnlySet<int> left, IReadOnlyList<ToldGroup> told)
    {
        List<int> own = [.. fundsOf[incubator].Where(fund => !left.Contains(fund))];
        if (Managers(own) < PeerSuppression.ManagersMin)
        {
            return PeerSuppression.Few;
        }

        var parts = told.Where(group => !Beyond(group).Any()).ToList();
        return told.Any(whole => !Without([whole]).Any() && IsTelling(Beyond(whole)))
            || parts.Exists(part => IsTelling(Without([part])))
            || parts.GroupBy(part => part.By, StringComparer.Ordinal).Any(kind => IsTelling(Without([.. kind])))
                ? PeerSuppression.Complementary
                : null;

        // Own funds with a deal of the incubator that stands in none of these groups.
        IEnumerable<int> Without(IReadOnlyList<ToldGroup> groups) =>
            own.Where(fund => dealsOf[fund].Any(deal => deal.Incubator == incubator && !groups.Any(group => group.Holds(fund, deal))));

        // Funds of a group with a deal in it that the pool does not hold.
        IEnumerable<int> Beyond(ToldGroup group) =>
            group.Funds.Where(fund => dealsOf[fund].Any(deal => group.Holds(fund, deal) && (deal.Incubator != incubator || left.Contains(fund))));
    }

    private bool IsTelling(IEnumerable<int> rest) => Managers(rest) is > 0 and < PeerSuppression.ManagersMin;

    // Read no further than to the third manager.
    private int Managers(IEnumerable<int> funds) => funds.Select(fund => managerOf[fund]).Distinct(StringComparer.Ordinal).Take(PeerSuppression.ManagersMin).Count();
}
