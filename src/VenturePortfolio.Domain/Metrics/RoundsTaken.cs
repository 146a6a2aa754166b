namespace VenturePortfolio;

/// <summary>
/// The rounds in which a pool took part, and whether enough is told of each to count it. That is judged round by round, from all our stakes in it: the same
/// rounds count whichever fund, deal or pool is asked about. Of each fund's share in a round it is judged, too, whether the Government's money is in it, through the
/// fund or among those who took part: else it is no deal of the Government's (docs/decisions/0116).
/// </summary>
internal sealed class RoundsTaken
{
    private readonly Dictionary<FinancingRoundId, FinancingRound> _counted = [];
    private readonly Dictionary<FinancingRoundId, (FinancingRound Round, string Why)> _leftOut = [];
    private readonly HashSet<(SubFundId, FinancingRoundId)> _othersAlone = [];
    private readonly List<FundHistory> _funds = [];

    internal bool IsNone => _counted.Count == 0 && _leftOut.Count == 0 && _othersAlone.Count == 0;

    /// <summary>Of none of those that may count is enough told.</summary>
    internal bool IsAllUnknown => _counted.Count == 0 && _leftOut.Count > 0;

    internal int Counted => _counted.Count;

    /// <summary>Why, by round.</summary>
    internal IEnumerable<(FinancingRound Round, string Why)> LeftOut => _leftOut.Values;

    /// <summary>The funds that took part in any that counts.</summary>
    internal IReadOnlyList<FundHistory> Funds => _funds;

    internal bool Counts(FundHistory fund, FinancingRoundId round) => _counted.ContainsKey(round) && !_othersAlone.Contains((fund.SubFund, round));

    /// <summary>Who paid into a fund, by class, in the order of their keys.</summary>
    internal static List<(InvestorClass Of, long Minor)> Payers(FundHistory fund, Tally tally) =>
        [.. tally.PaidIn(fund).Where(payer => payer.Minor > 0).Select(payer => (payer.Of, (long)payer.Minor))];

    /// <param name="tally">Notes the rates that were needed.</param>
    internal static RoundsTaken Of(PortfolioHistory history, Tally tally, ClassMapping mapping)
    {
        var taken = new RoundsTaken();
        var government = new Dictionary<SubFundId, bool>();
        foreach (var share in RoundCredits.Shares(history, tally))
        {
            // Where our stakes are the whole of it, nobody else took part.
            var isWhole = share.Round.Parts.Count == 0 && !(share.Stakes.Sum() < tally.InReportCurrency(TallyRow.Of(share.Round, "ROUND_TOTAL")));
            if (!isWhole && WhyLeftOut(share.Round, mapping) is { } why)
            {
                taken._leftOut.TryAdd(share.Round.Id, (share.Round, why));
                continue;
            }

            var fund = share.Own[0].Fund;
            if (!HasGovernment(fund) && !share.Round.Parts.Any(part => mapping.SideOf(part.Class) == ContributorSide.Public))
            {
                taken._othersAlone.Add((fund.SubFund, share.Round.Id));
                continue;
            }

            taken._counted.TryAdd(share.Round.Id, share.Round);
            if (taken._funds.Count == 0 || taken._funds[^1] != fund)
            {
                taken._funds.Add(fund);
            }
        }

        return taken;

        // Where that is not known the share counts, and the figure says what it does not know.
        bool HasGovernment(FundHistory fund)
        {
            if (!government.TryGetValue(fund.SubFund, out var known))
            {
                var payers = Payers(fund, tally);
                known = payers.Count == 0 || payers.Exists(payer => mapping.SideOf(payer.Of) is null or ContributorSide.Public);
                government.Add(fund.SubFund, known);
            }

            return known;
        }
    }

    /// <summary>Null where it is told of all who took part on whose side they stand.</summary>
    internal static string? WhyLeftOut(FinancingRound round, ClassMapping mapping) => round.Parts.Count == 0 ? AbsentCode.RoundUndisclosed
        : round.Parts.Any(part => mapping.SideOf(part.Class) is null) ? AbsentCode.ClassUndisclosed : null;
}
