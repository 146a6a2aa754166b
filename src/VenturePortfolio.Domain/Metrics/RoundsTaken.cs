namespace VenturePortfolio;

/// <summary>
/// The rounds in which a pool took part, and whether enough is told of each to count it. That is judged round by round, from all our stakes in it: the same
/// rounds count whichever fund, deal or pool is asked about.
/// </summary>
internal sealed class RoundsTaken
{
    private readonly Dictionary<FinancingRoundId, FinancingRound> _counted = [];
    private readonly Dictionary<FinancingRoundId, (FinancingRound Round, string Why)> _leftOut = [];
    private readonly List<FundHistory> _funds = [];

    internal bool IsNone => _counted.Count == 0 && _leftOut.Count == 0;

    internal int Counted => _counted.Count;

    /// <summary>Why, by round.</summary>
    internal IEnumerable<(FinancingRound Round, string Why)> LeftOut => _leftOut.Values;

    /// <summary>The funds that took part in any that counts.</summary>
    internal IReadOnlyList<FundHistory> Funds => _funds;

    internal bool Counts(FinancingRoundId round) => _counted.ContainsKey(round);

    /// <param name="tally">Notes the rates that were needed.</param>
    internal static RoundsTaken Of(PortfolioHistory history, Tally tally, ClassMapping mapping)
    {
        var taken = new RoundsTaken();
        foreach (var share in RoundCredits.Shares(history, tally))
        {
            // Where our stakes are the whole of it, nobody else took part.
            var isWhole = share.Round.Parts.Count == 0 && !(share.Stakes.Sum() < tally.InReportCurrency(TallyRow.Of(share.Round, "ROUND_TOTAL")));
            if (!isWhole && WhyLeftOut(share.Round, mapping) is { } why)
            {
                taken._leftOut.TryAdd(share.Round.Id, (share.Round, why));
                continue;
            }

            taken._counted.TryAdd(share.Round.Id, share.Round);
            if (taken._funds.Count == 0 || taken._funds[^1] != share.Own[0].Fund)
            {
                taken._funds.Add(share.Own[0].Fund);
            }
        }

        return taken;
    }

    /// <summary>Null where it is told of all who took part on whose side they stand.</summary>
    internal static string? WhyLeftOut(FinancingRound round, ClassMapping mapping) => round.Parts.Count == 0 ? AbsentCode.RoundUndisclosed
        : round.Parts.Any(part => mapping.SideOf(part.Class) is null) ? AbsentCode.ClassUndisclosed : null;
}
