namespace VenturePortfolio;

/// <summary>
/// LV-9, look-through multiplier 穿透放大倍數: the totals of the financing rounds in which the funds took part, per unit of
/// guidance money in what they invested there (their investment by the guidance fund's share of what is paid in).
/// Not LV-1 x LV-8, except for one fund drawn equally. Each round once, credited as LV-8 does, and left out as there.
/// Absent: GUIDANCE_UNDISCLOSED, PAYERS_UNKNOWN, NO_ROUND, NO_GUIDANCE_PAID_IN, FX_MISSING.
/// Source: domain.md 3.3 LV-9.
/// </summary>
public static class LookThroughMultiplier
{
    public static Metric Metric { get; } = new()
    {
        Key = "LV-9",
        Title = new("Look-through multiplier", "穿透放大倍數", "穿透放大倍数"),
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        Unit = MetricUnit.Ratio,
        Revision = 4,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "Totals of the rounds taken part in / guidance money in the amounts invested",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
    {
        var tally = history.Tally(Metric.DefaultFxBasis);
        if (Disclosure.GuidancePaidIn(history) is { } undisclosed)
        {
            return tally.Finish(new Measure { Absent = undisclosed });
        }

        // Apart: of several rates that are missing, the one that a round needs is told first.
        var payers = history.Tally(Metric.DefaultFxBasis);
        var (counted, isUnpaid, paidIn) = (new HashSet<FinancingRoundId>(), false, history.Funds.ToDictionary(fund => fund, fund => RoundCredits.PaidIn(fund, payers)));
        foreach (var row in RoundCredits.Of(history, tally))
        {
            counted.Add(row.Investment.Round!.Value);
            isUnpaid |= paidIn[row.Fund].All <= 0;
            tally.Count(TallyRow.Of(row.Investment, "ROUND_TOTAL"), row.CreditMinor, 0);
            tally.Count(TallyRow.Of(row.Investment, "LOOK_THROUGH_COST"), 0, RoundCredits.LookThrough(row.AmountMinor, paidIn[row.Fund]));
        }

        tally.Notes(payers);
        if (isUnpaid)
        {
            tally.Miss(Disclosure.PayersUnknown);
        }

        return RoundCoverage.On(tally.Ratio(counted.Count > 0 ? Disclosure.NoGuidancePaidIn : DealCoInvestment.NoRound), counted.Count, RoundCoverage.Unrecorded(history));
    }
}
