using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// LV-10, follow-on money 後續融資: what others put into later rounds of the startups within W months (36) of the pool's first
/// entry, per unit of guidance money in what the pool invested in them. What any sub-fund of ours puts in, in the pool or not, is no others' money. Reported
/// apart and never added to LV-1 to LV-9: later money is not shown to be caused by the first. A listing is the market's money and no round of this kind.
/// Sub-funds that hold one startup each count the same later rounds, so that theirs do not sum to a pool's; those by startup do. An investment without a
/// round for which nothing was paid is a note's conversion: the note counted when its money came.
/// Absent: GUIDANCE_UNDISCLOSED, NO_INVESTMENT, NO_GUIDANCE_PAID_IN, FX_MISSING (of a stake of any of our funds too). Zero where nobody followed.
/// Source: domain.md 3.3 LV-10.
/// </summary>
public static class FollowOn
{
    /// <summary>How long after the first entry a round counts as following it.</summary>
    private static readonly MetricParameter Window = new("W", 36, "months", "how long after the pool's first entry a round counts as following it");

    public static Metric Metric { get; } = new()
    {
        Key = "LV-10",
        Title = new("Follow-on money, reported apart", "後續融資倍數（另列）", "后续融资倍数（另列）"),
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        Unit = MetricUnit.Ratio,
        Revision = 3,
        Parameters = [Window],
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = $"Others' money in later rounds within {Window.Value} months of first entry / guidance money in the amounts invested",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
    {
        var tally = history.Tally(Metric.DefaultFxBasis);
        if (Disclosure.GuidancePaidIn(history) is { } undisclosed)
        {
            return tally.Finish(new Measure { Absent = undisclosed });
        }

        var any = false;
        foreach (var fund in history.Funds)
        {
            var paidIn = RoundCredits.PaidIn(fund, tally);
            foreach (var row in fund.Costs)
            {
                any = true;
                var of = TallyRow.Of(row, "LOOK_THROUGH_COST");
                tally.Count(of, 0, RoundCredits.LookThrough(tally.InReportCurrency(of) ?? 0, paidIn));
            }
        }

        foreach (var (round, ours) in Later(history))
        {
            var of = TallyRow.Of(round, "LATER_ROUND");
            var own = ours.Aggregate((Int128)0, (sum, row) => sum + (tally.InReportCurrency(TallyRow.Of(row, "INVESTMENT")) ?? 0));
            // Each is exchanged at its own day: a round that is wholly ours may come to a little less than its parts.
            tally.Count(of, Int128.Max(0, (tally.InReportCurrency(of) ?? 0) - own), 0);
        }

        return tally.Ratio(any ? Disclosure.NoGuidancePaidIn : new Absent(AbsentCode.NoInvestment, "nothing was invested"));
    }

    /// <summary>Each later round once, with what our sub-funds put into it, those outside the pool too.</summary>
    private static IEnumerable<(FinancingRound Round, IEnumerable<Investment> Ours)> Later(PortfolioHistory history)
    {
        var entries = new Dictionary<StartupId, LocalDate>();
        foreach (var row in history.Funds.SelectMany(fund => fund.Investments))
        {
            entries[row.Startup] = entries.TryGetValue(row.Startup, out var earlier) && earlier < row.EffectiveOn ? earlier : row.EffectiveOn;
        }

        var later = new Dictionary<FinancingRoundId, (FinancingRound Round, Dictionary<InvestmentId, Investment> Ours)>();
        foreach (var (fund, round) in history.Funds.SelectMany(fund => fund.Rounds.Where(round => IsLater(round, entries[round.Startup])).Select(round => (fund, round))))
        {
            if (!later.TryGetValue(round.Id, out var of))
            {
                later[round.Id] = of = (round, []);
            }

            foreach (var stake in fund.MoreStakesIn(round.Id))
            {
                of.Ours[stake.Id] = stake;
            }
        }

        // Of a large pool investments are millions, of which few are part of a later round.
        foreach (var row in history.Funds.SelectMany(fund => fund.OfAllDeals))
        {
            if (row.Round is { } id && later.TryGetValue(id, out var of))
            {
                of.Ours[row.Id] = row;
            }
        }

        return later.Values.Select(of => (of.Round, (IEnumerable<Investment>)of.Ours.Values));
    }

    private static bool IsLater(FinancingRound round, LocalDate entry) =>
        !round.IsListing && round.EffectiveOn > entry && round.EffectiveOn <= entry.PlusMonths(Window.Value);
}
