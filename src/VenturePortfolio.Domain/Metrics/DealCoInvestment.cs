namespace VenturePortfolio;

/// <summary>
/// LV-8, deal co-investment multiple 項目跟投倍數: the totals of the financing rounds in which the fund took part, per unit it
/// invested in them. Rounds closed with cash received by the as-of date; each once, even where several of our sub-funds took part: one of them
/// is credited with the total by its part in what they all invested, whether the others belong to the pool or not, so that parts sum to the whole.
/// A round that an investment names and that is not on record is left out with the investment: PARTIAL (<see cref="RoundCoverage"/>).
/// Absent: NO_ROUND, FX_MISSING.
/// Source: domain.md 3.3 LV-8; counting rules (1), (2).
/// </summary>
public static class DealCoInvestment
{
    public static Metric Metric { get; } = new()
    {
        Key = "LV-8",
        Title = new("Deal co-investment multiple", "項目跟投倍數", "项目跟投倍数"),
        Subject = MetricSubject.SubFund,
        IsOfDeals = true,
        Unit = MetricUnit.Ratio,
        Revision = 3,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "Totals of the rounds taken part in / amounts invested in them, same round only",
        Compute = Compute,
    };

    internal static Absent NoRound { get; } = new(AbsentCode.NoRound, "nothing was invested in a financing round on record");

    private static Measure Compute(PortfolioHistory history)
    {
        var tally = history.Tally(Metric.DefaultFxBasis);
        var counted = new HashSet<FinancingRoundId>();
        foreach (var row in RoundCredits.Of(history, tally))
        {
            counted.Add(row.Investment.Round!.Value);
            tally.Count(TallyRow.Of(row.Investment, "ROUND_TOTAL"), row.CreditMinor, 0);
            tally.Count(TallyRow.Of(row.Investment, "INVESTMENT"), 0, row.AmountMinor);
        }

        return RoundCoverage.On(tally.Ratio(NoRound), counted.Count, RoundCoverage.Unrecorded(history));
    }
}
