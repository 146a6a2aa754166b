namespace VenturePortfolio;

/// <summary>
/// LV-10, follow-on money 後續融資: what others put into later rounds of the startups within W months (36) of our first
/// entry, per unit of guidance money in what the pool invested in them. What any sub-fund of ours puts in, in the pool or not, is no others' money. Reported
/// apart and never added to LV-1 to LV-9: later money is not shown to be caused by the first. A listing is the market's money and no round of this kind.
/// Each round's money of others is split among all stakes of ours taken in earlier rounds, as <see cref="LaterRounds"/> says, so that parts sum to the whole by
/// deal, fund, manager and any other grouping. An investment without a round for which nothing was paid is a note's conversion: the note counted when its money came.
/// Absent: GUIDANCE_UNDISCLOSED, NO_INVESTMENT, NO_GUIDANCE_PAID_IN, FX_MISSING (of a stake of any of our funds too). Zero where nobody followed.
/// Source: domain.md 3.3 LV-10.
/// </summary>
public static class FollowOn
{
    /// <summary>How long after the first entry a round counts as following it.</summary>
    private static readonly MetricParameter Window = new("W", 36, "months", "how long after our first entry a round counts as following it");

    public static Metric Metric { get; } = new()
    {
        Key = "LV-10",
        Title = new("Follow-on money, reported apart", "後續融資倍數（另列）", "后续融资倍数（另列）"),
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        Unit = MetricUnit.Ratio,
        Revision = 5,
        Parameters = [Window],
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = $"Others' money in later rounds within {Window.Value} months of first entry, split among earlier stakes / guidance money in the amounts invested",
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
                if (paidIn.All <= 0)
                {
                    tally.Miss(Disclosure.PayersUnknown);
                }

                var of = TallyRow.Of(row, "LOOK_THROUGH_COST");
                tally.Count(of, 0, RoundCredits.LookThrough(tally.InReportCurrency(of) ?? 0, paidIn));
            }
        }

        // A trail shows each round once; sums need not know which funds have a part in it together.
        var later = LaterRounds.Shares(history, tally).Where(share => share.Round.EffectiveOn <= share.Entry.PlusMonths(Window.Value));
        foreach (var shares in history.KeepsTrail ? later.GroupBy(share => share.Round.Id).Select(round => round.ToList()) : later.Select(share => new List<LaterShare> { share }))
        {
            var of = TallyRow.Of(shares[0].Round, "LATER_ROUND");
            var own = shares[0].Ours.Aggregate((Int128)0, (sum, row) => sum + (tally.InReportCurrency(TallyRow.Of(row, "INVESTMENT")) ?? 0));
            // Each is exchanged at its own day: a round that is wholly ours may come to a little less than its parts.
            var others = Int128.Max(0, (tally.InReportCurrency(of) ?? 0) - own);
            tally.Count(of, shares.Aggregate((Int128)0, (sum, share) => sum + share.Split(others)), 0);
        }

        return tally.Ratio(any ? Disclosure.NoGuidancePaidIn : new Absent(AbsentCode.NoInvestment, "nothing was invested"));
    }
}
