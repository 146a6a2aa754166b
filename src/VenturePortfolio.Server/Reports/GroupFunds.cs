namespace VenturePortfolio.Server;

/// <summary>
/// The sub-funds that can have a part in one group, so that of a large portfolio no other's facts are read for it. Some of them may have none by the two
/// dates: what is in the group, the facts say.
/// </summary>
internal static class GroupFunds
{
    /// <summary>Null where no group is asked for, and where it may be of any of them: a programme is found by its code, and the rest is the whole.</summary>
    /// <param name="snapshot">As the reader: row security decides.</param>
    /// <param name="groupBy">What <paramref name="group"/> is one of.</param>
    /// <param name="group">A key that <see cref="UnknownScope.OfNoKey"/> lets pass, or null.</param>
    /// <param name="cancel">Cancels in PostgreSQL too.</param>
    public static async Task<IReadOnlySet<SubFundId>?> OfAsync(FactSnapshot snapshot, LeverageGroupBy groupBy, string? group, CancellationToken cancel) =>
        group is null || Which(groupBy) is not { } which ? null
            : (await snapshot.QueryAsync($"select f.id from sub_fund f where {which}", row => new SubFundId(row.GetGuid(0)), cancel, group)).ToHashSet();

    /// <summary>Those of a programme and its parts.</summary>
    public static async Task<IReadOnlySet<SubFundId>> OfProgrammeAsync(FactSnapshot snapshot, ProgrammeId programme, CancellationToken cancel)
    {
        List<ProgrammeId> within = [programme, .. ProgrammeCard.Within(await PortfolioFactsLoad.ProgrammesAsync(snapshot, cancel), programme)];
        return (await snapshot.QueryAsync(
            "select id from sub_fund where programme_id = any ($1)", row => new SubFundId(row.GetGuid(0)), cancel, within.Select(card => card.Value).ToArray())).ToHashSet();
    }

    /// <summary>SQL of being one of them, of f; $1 is the key.</summary>
    private static string? Which(LeverageGroupBy groupBy)
    {
        return groupBy switch
        {
            LeverageGroupBy.SubFund => "f.code = $1",
            LeverageGroupBy.Investor or LeverageGroupBy.Deal => "f.code = split_part($1, '/', 1)",
            LeverageGroupBy.Vintage => "f.vintage::text = $1",
            LeverageGroupBy.Jurisdiction => "f.jurisdiction = $1",
            LeverageGroupBy.Manager => "coalesce(f.manager_id::text, 'UNKNOWN') = $1",
            LeverageGroupBy.Startup => Holds("s.code = $1"),
            LeverageGroupBy.Sector => Holds("s.sector_code = $1"),
            LeverageGroupBy.Incubator => Holds(
                "$1 = 'UNKNOWN' or s.id in (select a.startup_id from incubation a join incubator n on n.id = a.incubator_id where n.code = $1)"),
            _ => null,
        };

        static string Holds(string startup) => $"f.id in (select i.sub_fund_id from investment i join startup s on s.id = i.startup_id where {startup})";
    }
}
