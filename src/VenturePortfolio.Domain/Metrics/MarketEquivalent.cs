namespace VenturePortfolio;

/// <summary>
/// Returns against an index: every flow between fund and investors is carried to the as-of date by the index, as if it had been put
/// there: changed into the index's currency on its day, grown, and changed back on the as-of date. Each step half-even, so that sums are exact.
/// Absent: NO_INDEX, INDEX_MISSING, NO_PAID_IN, NO_REPORTED_NAV, NAV_EXHAUSTED, FX_MISSING.
/// </summary>
public static class MarketEquivalent
{
    /// <summary>KS-PME: what came back and is left, per unit paid in, both grown by the index. Above 1: better than the index.</summary>
    public static Metric KaplanSchoar { get; } = new()
    {
        Key = "KS_PME",
        Title = new("Public market equivalent (Kaplan-Schoar)", "公開市場等值（Kaplan-Schoar）", "公开市场等值（Kaplan-Schoar）"),
        Subject = MetricSubject.SubFund,
        IsOfInvestors = true,
        Unit = MetricUnit.Ratio,
        Revision = 2,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "Kaplan and Schoar 2005: (sum of D x Mn/Mt + NAV) / (sum of C x Mn/Mt)",
        Compute = history => Grown(history, history.Tally(FxBasis.TransactionDate)).ResidualValue().Ratio(Disclosure.NoPaidIn),
    };

    /// <summary>The rate of return of the grown flows: what the fund made beyond the index, per year. Zero: as the index.</summary>
    public static Metric DirectAlpha { get; } = new()
    {
        Key = "DIRECT_ALPHA",
        Title = new("Direct alpha", "直接超額收益 (Direct alpha)", "直接超额收益 (Direct alpha)"),
        Subject = MetricSubject.SubFund,
        IsOfInvestors = true,
        Unit = MetricUnit.RatePerYear,
        Revision = 2,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = "Gredil, Griffiths and Stucke: rate of return of flows carried to the as-of date by the index; discrete, Actual/365",
        Compute = history =>
        {
            var tally = Grown(history, history.Tally(FxBasis.TransactionDate));
            if (tally.Dated.Count == 0 && tally.Missing is null)
            {
                return tally.Finish(new Measure { Absent = Disclosure.NoPaidIn, Status = XirrStatus.Empty });
            }

            var (flows, returned) = (tally.Dated.ToArray(), tally.Numerator);
            return tally.ResidualValue().Rate(flows, tally.Numerator - returned);
        },
    };

    private static Tally Grown(PortfolioHistory history, Tally tally)
    {
        if (history.Index is not { } index)
        {
            tally.Miss(new(AbsentCode.NoIndex, "no index to compare with was supplied"));
            return tally;
        }

        foreach (var fund in history.Funds)
        {
            foreach (var flow in fund.Flows(FlowSide.Investor))
            {
                var row = TallyRow.Of(flow, fund);
                var grown = Carried(history, tally, index, flow.Effect * (tally.InReportCurrency(row) ?? 0), flow.EffectiveOn);
                if (grown.Absent is { } missing)
                {
                    tally.Miss(missing);
                    return tally;
                }

                var isCall = flow.Kind == CashFlowKind.CapitalCall;
                tally.Count(row, isCall ? 0 : grown.Value, isCall ? grown.Value : 0);
                tally.Dated.Add(new XirrFlow(flow.EffectiveOn, flow.Kind.Sign * grown.Value));
            }
        }

        return tally;
    }

    /// <summary>To the as-of date by the index. Absent: INDEX_MISSING. A missing rate is noted by the tally.</summary>
    private static OrAbsent<Int128> Carried(PortfolioHistory history, Tally tally, BenchmarkIndex index, Int128 minor, NodaTime.LocalDate on)
    {
        var there = Changed(minor, history.ReportCurrency, index.Currency, on);
        var grown = index.Grow(there, on, history.AsOf);
        return grown.IsPresent ? Changed(grown.Value, index.Currency, history.ReportCurrency, history.AsOf) : grown;

        Int128 Changed(Int128 amount, Currency from, Currency to, NodaTime.LocalDate day) =>
            from == to ? amount : tally.Converted(new Money((long)amount, from), to, day) ?? 0;
    }
}
