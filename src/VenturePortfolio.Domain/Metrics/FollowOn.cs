using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// LV-10, follow-on money 後續融資: what others put into later rounds of the startups within 36 months of the pool's first
/// entry, per unit of guidance money in what the pool invested in them. Reported apart and never added to LV-1 to LV-9: later
/// money is not shown to be caused by the first. A listing is the market's money and no round of this kind. Sub-funds that hold one startup
/// each count the same later rounds, so that theirs do not sum to a pool's; those by startup do. An investment without a round for which nothing
/// was paid is a note's conversion: the note counted when its money came.
/// Absent: GUIDANCE_UNDISCLOSED, NO_INVESTMENT, NO_GUIDANCE_PAID_IN, FX_MISSING. Zero where nobody followed.
/// Source: domain.md 3.3 LV-10.
/// </summary>
public static class FollowOn
{
    /// <summary>How long after the first entry a round counts as following it.</summary>
    private const int WithinMonths = 36;

    public static Metric Metric { get; } = new()
    {
        Key = "LV-10",
        Title = new("Follow-on money, reported apart", "後續融資倍數（另列）", "后续融资倍数（另列）"),
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        Unit = MetricUnit.Ratio,
        Revision = 2,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "Others' money in later rounds within 36 months of first entry / guidance money in the amounts invested",
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

        foreach (var (round, own) in Later(history))
        {
            var of = TallyRow.Of(round, "LATER_ROUND");
            var external = (tally.InReportCurrency(of) ?? 0)
                - own.Aggregate((Int128)0, (sum, row) => sum + (tally.InReportCurrency(TallyRow.Of(row, "INVESTMENT")) ?? 0));
            tally.Count(of, external, 0);
        }

        return tally.Ratio(any ? Disclosure.NoGuidancePaidIn : new Absent(AbsentCode.NoInvestment, "nothing was invested"));
    }

    /// <summary>Each later round once, with the pool's own part in it.</summary>
    private static IEnumerable<(FinancingRound Round, IReadOnlyList<Investment> Own)> Later(PortfolioHistory history)
    {
        // Of a large pool investments are millions, of which few are part of a later round.
        var investments = history.Funds.SelectMany(fund => fund.Investments);
        var entries = new Dictionary<StartupId, LocalDate>();
        foreach (var row in investments)
        {
            entries[row.Startup] = entries.TryGetValue(row.Startup, out var earlier) && earlier < row.EffectiveOn ? earlier : row.EffectiveOn;
        }

        var later = history.Funds.SelectMany(fund => fund.Rounds).Where(round => IsLater(round, entries[round.Startup])).DistinctBy(round => round.Id)
            .ToDictionary(round => round.Id);
        var own = investments.Where(row => row.Round is { } id && later.ContainsKey(id)).ToLookup(row => row.Round!.Value);
        return later.Values.Select(round => (round, (IReadOnlyList<Investment>)[.. own[round.Id]]));
    }

    private static bool IsLater(FinancingRound round, LocalDate entry) =>
        !round.IsListing && round.EffectiveOn > entry && round.EffectiveOn <= entry.PlusMonths(WithinMonths);
}
