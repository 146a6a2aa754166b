namespace VenturePortfolio;

/// <summary>
/// Whether the classes behind a fund's money are known well enough. Each check gives null, or why the figure is absent.
/// In a pool one fund that fails is enough: a ratio of sums with an unknown part is unknown.
/// </summary>
internal static class Disclosure
{
    internal static bool Anyone(InvestorClass of) => true;

    internal static bool Guidance(InvestorClass of) => of.IsGuidance;

    internal static bool NotGuidance(InvestorClass of) => !of.IsGuidance;

    internal static bool HongKong(InvestorClass of) => of.IsHongKong;

    /// <summary>Undisclosed money does not hide guidance money where guidance money is known.</summary>
    internal static Absent? GuidanceCommitment(PortfolioHistory history) =>
        history.Funds.Any(fund => HidesGuidance(CommittedClasses(fund)))
            ? new(AbsentCode.GuidanceUndisclosed, "undisclosed contributors: the guidance part is not known")
            : null;

    internal static Absent? GuidancePaidIn(PortfolioHistory history) =>
        history.Funds.Any(fund => HidesGuidance(PaidInClasses(fund)))
            ? new(AbsentCode.GuidanceUndisclosed, "undisclosed payers: the guidance part is not known")
            : null;

    /// <summary>Any undisclosed commitment may be Hong Kong capital.</summary>
    internal static Absent? HongKongCommitment(PortfolioHistory history) =>
        history.Funds.Any(fund => CommittedClasses(fund).Any(of => !of.IsDisclosed))
            ? new(AbsentCode.HongKongUndisclosed, "undisclosed contributors: the Hong Kong part is not known")
            : null;

    /// <summary>Any money that the method does not place may stand on either side.</summary>
    internal static Absent? SidesOfCommitments(PortfolioHistory history, ClassMapping mapping) =>
        history.Funds.SelectMany(CommittedClasses).FirstOrDefault(of => mapping.SideOf(of) is null) is { } unplaced
            ? new(AbsentCode.ClassUndisclosed, $"contributors of class {unplaced.Key}: {mapping.Identity} does not place them")
            : null;

    internal static Absent? SidesOfPaidIn(IEnumerable<FundHistory> funds, ClassMapping mapping) =>
        funds.SelectMany(PaidInClasses).FirstOrDefault(of => mapping.SideOf(of) is null) is { } unplaced
            ? new(AbsentCode.ClassUndisclosed, $"payers of class {unplaced.Key}: {mapping.Identity} does not place them")
            : null;

    /// <summary>Whether the method counts all guidance money pledged as public; it may leave it aside.</summary>
    internal static bool IsGuidancePublic(PortfolioHistory history, ClassMapping mapping) =>
        history.Funds.SelectMany(CommittedClasses).Where(of => of.IsGuidance).All(of => mapping.SideOf(of) == ContributorSide.Public);

    internal static Absent GuidanceNotPublic(ClassMapping mapping) =>
        new(AbsentCode.GuidanceNotPublic, $"{mapping.Identity} does not count guidance money as public: nothing can be attributed to it");

    internal static Absent NoMapping(string method) =>
        new(AbsentCode.MappingMissing, $"no mapping of investor classes for the method {method}");

    internal static Absent LedgerNotKept { get; } =
        new(AbsentCode.LedgerNotKept, "the ledger is not kept here: what flowed, was invested and valued is not known");

    internal static Absent NoPublicCommitment { get; } =
        new(AbsentCode.NoPublicCommitment, "nobody on the public side has a standing commitment");

    internal static Absent NoGuidanceCommitment { get; } =
        new(AbsentCode.NoGuidanceCommitment, "no guidance fund has a standing commitment");

    internal static Absent NoGuidancePaidIn { get; } = new(AbsentCode.NoGuidancePaidIn, "no guidance fund has paid in");

    internal static Absent NoCommitment { get; } = new(AbsentCode.NoCommitment, "nobody has a standing commitment");

    internal static Absent NoPaidIn { get; } = new(AbsentCode.NoPaidIn, "nobody has paid in");

    /// <summary>Unlike <see cref="NoPaidIn"/> no fact that counts as nothing: the money in the deals is somebody's.</summary>
    internal static Absent PayersUnknown { get; } = new(AbsentCode.PayersUnknown, "invested before anybody paid in: whose money is in the deals is not known");

    private static bool HidesGuidance(IReadOnlyCollection<InvestorClass> classes) =>
        classes.Any(of => !of.IsDisclosed) && !classes.Any(of => of.IsGuidance);

    /// <summary>Of those who still pledge something: a full withdrawal leaves no trace.</summary>
    private static List<InvestorClass> CommittedClasses(FundHistory fund) =>
        [.. fund.Commitments
            .GroupBy(row => (row.Investor, row.Amount.Currency))
            .Where(group => group.Aggregate(
                Int128.Zero, (sum, row) => sum + ((Int128)row.Amount.Minor * row.Effect)) != 0)
            .Select(group => fund.ClassOf(group.Key.Investor))];

    private static IReadOnlySet<InvestorClass> PaidInClasses(FundHistory fund) =>
        fund.PaidIn.Classes ??= fund.Flows(CashFlowKind.CapitalCall).Select(flow => flow.Class).ToHashSet();
}
