namespace VenturePortfolio;

/// <summary>What is known of the rounds in which a pool took part before their money is counted.</summary>
internal sealed class RoundsTaken
{
    private readonly Dictionary<FinancingRoundId, FinancingRound> _rounds = [];
    private readonly List<FundHistory> _funds = [];

    /// <summary>Each once.</summary>
    internal IReadOnlyCollection<FinancingRound> Rounds => _rounds.Values;

    /// <summary>The funds that took part in any.</summary>
    internal IReadOnlyList<FundHistory> Funds => _funds;

    /// <summary>Of a round nothing is told of who took part, and our stakes are not the whole of it.</summary>
    internal bool IsUndisclosed { get; private set; }

    /// <param name="tally">Notes the rates that were needed.</param>
    internal static RoundsTaken Of(PortfolioHistory history, Tally tally)
    {
        var taken = new RoundsTaken();
        foreach (var share in RoundCredits.Shares(history, tally))
        {
            taken._rounds.TryAdd(share.Round.Id, share.Round);
            if (taken._funds.Count == 0 || taken._funds[^1] != share.Own[0].Fund)
            {
                taken._funds.Add(share.Own[0].Fund);
            }

            taken.IsUndisclosed = taken.IsUndisclosed
                || (share.Round.Parts.Count == 0 && share.Stakes.Sum() < tally.InReportCurrency(TallyRow.Of(share.Round, "ROUND_TOTAL")));
        }

        return taken;
    }
}
