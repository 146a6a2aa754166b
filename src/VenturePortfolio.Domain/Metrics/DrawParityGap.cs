namespace VenturePortfolio;

/// <summary>
/// The draw parity gap: the drawn part of the guidance commitment minus the drawn part of all commitments. Ratio;
/// positive when guidance money is drawn first. Exact terms are products of minor units, not money: (paid G x C - paid x C_G) / (C_G x C).
/// Absent: GUIDANCE_UNDISCLOSED, NO_GUIDANCE_COMMITMENT, FX_MISSING, OUT_OF_RANGE.
/// Source: companion of LV-6.
/// </summary>
public static class DrawParityGap
{
    public static Metric Metric { get; } = new()
    {
        Key = "LV-6-PARITY",
        Title = new("Draw parity gap", "實繳進度差", "实缴进度差"),
        Subject = MetricSubject.SubFund,
        Unit = MetricUnit.Ratio,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "guidance paid in / guidance commitment - paid in / all commitments",
        Compute = Compute,
    };

    private static Measure Compute(PortfolioHistory history)
    {
        // The rows are shown with their parts in the products, once the sums are known.
        var tally = history.Tally(Metric.DefaultFxBasis);
        var all = history.Tally(Metric.DefaultFxBasis);
        if ((Disclosure.GuidanceCommitment(history) ?? Disclosure.GuidancePaidIn(history)) is { } undisclosed)
        {
            return tally.Finish(new Measure { Absent = undisclosed });
        }

        var guidance = history.Tally(Metric.DefaultFxBasis)
            .Flows(CashFlowKind.CapitalCall, Disclosure.Guidance, null).Commitments(null, Disclosure.Guidance);
        all.Flows(CashFlowKind.CapitalCall, Disclosure.Anyone, null).Commitments(null, Disclosure.Anyone);
        if (all.Missing is not null || guidance.Denominator <= 0)
        {
            return all.Ratio(0, 0, all.Missing ?? Disclosure.NoGuidanceCommitment);
        }

        try
        {
            var numerator = (guidance.Numerator * all.Denominator) - (all.Numerator * guidance.Denominator);
            var denominator = guidance.Denominator * all.Denominator;
            Show(history, tally, guidance.Denominator, all.Denominator);
            return tally.Ratio(numerator, denominator, Disclosure.NoCommitment);
        }
        catch (OverflowException)
        {
            // Sums near 10^19 minor units each: no fund on earth, but the figure stays total.
            return tally.Finish(new Measure { Absent = new Absent(AbsentCode.OutOfRange, "products of the sums") });
        }
    }

    /// <summary>A call of guidance money counts with C - C_G, another with -C_G; a guidance commitment with C. They add up to the products.</summary>
    private static void Show(PortfolioHistory history, Tally tally, Int128 guidance, Int128 all)
    {
        foreach (var fund in history.Funds)
        {
            foreach (var row in fund.Flows(CashFlowKind.CapitalCall))
            {
                var of = TallyRow.Of(row, fund);
                var minor = row.Effect * (tally.InReportCurrency(of) ?? 0);
                tally.Show(of, minor * ((row.Class.IsGuidance ? all : 0) - guidance), 0);
            }

            foreach (var row in fund.Commitments)
            {
                var of = TallyRow.Of(row, fund.ClassOf(row.Investor));
                var minor = row.Effect * (tally.InReportCurrency(of) ?? 0);
                tally.Show(of, 0, fund.ClassOf(row.Investor).IsGuidance ? minor * all : 0);
            }
        }
    }
}
