using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// The financing rounds that closed after our first stake in a startup, each split among the stakes that our sub-funds, inside the pool or beside it,
/// had taken in earlier rounds of it, pro rata to the amounts: the parts of any grouping add up to the whole. Fund by fund, as
/// <see cref="RoundCredits"/>: nothing need be known of the rest of the pool. A stake outside every round on record has no part: sister funds are not
/// told of those, and a figure may not depend on who asks (docs/decisions/0100).
/// Source: domain.md 3.3, counting rule (2).
/// </summary>
internal static class LaterRounds
{
    /// <summary>A round in which several funds of the pool have a part comes once for each of them. What a missing rate leaves out makes the figure absent.</summary>
    internal static IEnumerable<LaterShare> Shares(PortfolioHistory history, Tally tally) =>
        history.Funds.SelectMany(fund => OfFund(fund, tally, history.ReportCurrency));

    private static IEnumerable<LaterShare> OfFund(FundHistory fund, Tally tally, Currency currency)
    {
        var own = fund.Investments.Where(row => fund.RoundOf(row) is not null).Select(row => row.Id).ToHashSet();
        if (own.Count == 0)
        {
            return [];
        }

        // Of the whole fund, where the history is of some of its deals: its other stakes in the startup have their parts too.
        var others = fund.OfAllDeals.Where(row => fund.RoundOf(row) is not null).ToLookup(row => row.Round!.Value);
        return fund.Rounds.GroupBy(round => round.Startup).SelectMany(rounds => OfStartup([.. rounds]));

        IEnumerable<LaterShare> OfStartup(IReadOnlyList<FinancingRound> rounds)
        {
            // By id, so that the odd minor unit falls to the same one whatever pool is asked about.
            List<Investment> stakes = [.. rounds.SelectMany(round => others[round.Id].Concat(fund.MoreStakesIn(round.Id))).DistinctBy(row => row.Id).OrderBy(row => row.Id.Value)];
            if (!stakes.Exists(stake => own.Contains(stake.Id)))
            {
                return [];
            }

            var entry = stakes.Min(stake => stake.EffectiveOn);
            return rounds.Where(round => !round.IsListing && round.EffectiveOn > entry).Select(round => Share(round, entry, stakes)).Where(share => share.At.Count > 0);
        }

        LaterShare Share(FinancingRound round, LocalDate entry, List<Investment> stakes)
        {
            List<(Investment Of, long Minor)> before = [.. stakes.Where(stake => stake.Round != round.Id && stake.EffectiveOn < round.EffectiveOn)
                .Select(stake => (stake, Minor(stake))).Where(stake => stake.Item2 > 0)];
            return new(
                fund, round, entry, [.. stakes.Where(stake => stake.Round == round.Id)], before.ConvertAll(stake => stake.Minor),
                [.. before.Index().Where(stake => own.Contains(stake.Item.Of.Id)).Select(stake => new StakeAt(stake.Index, stake.Item.Of.Round!.Value))], currency);
        }

        long Minor(Investment row) => (long)(tally.InReportCurrency(TallyRow.Of(row, "INVESTMENT")) ?? 0);
    }
}

/// <summary>A later round, and the place of a fund's stakes among all that were taken before it.</summary>
/// <param name="Fund">The one asked about.</param>
/// <param name="Entry">The day of our first stake in the startup.</param>
/// <param name="Ours">What our sub-funds put into the round itself.</param>
/// <param name="Before">Amounts of the stakes taken before it, in minor units of the currency.</param>
/// <param name="At">The places of those the fund is asked about.</param>
/// <param name="Currency">The report's.</param>
internal sealed record LaterShare(
    FundHistory Fund, FinancingRound Round, LocalDate Entry, IReadOnlyList<Investment> Ours, IReadOnlyList<long> Before, IReadOnlyList<StakeAt> At, Currency Currency)
{
    /// <summary>Of those of its stakes alone that were taken in such rounds.</summary>
    internal LaterShare Of(Func<FinancingRoundId, bool> takenIn) =>
        At.All(stake => takenIn(stake.Round)) ? this : this with { At = [.. At.Where(stake => takenIn(stake.Round))] };

    /// <summary>The fund's part of an amount that belongs to the round.</summary>
    internal Int128 Split(Int128 minor)
    {
        if (At.Count == Before.Count)
        {
            return minor;
        }

        var parts = Allocation.ByLargestRemainder(new Money((long)minor, Currency), Before);
        return At.Aggregate((Int128)0, (sum, at) => sum + parts[at.Place].Minor);
    }
}

/// <summary>A stake among those taken before a later round.</summary>
/// <param name="Place">Among them.</param>
/// <param name="Round">It was taken in.</param>
internal readonly record struct StakeAt(int Place, FinancingRoundId Round);
