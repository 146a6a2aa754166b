using NodaTime;

namespace VenturePortfolio;

/// <summary>
/// Flows of one side carried to the as-of date by the index, as if they had been put there: changed into the index's currency on their day, grown, and
/// changed back on the as-of date. Each step half-even, so that sums are exact.
/// </summary>
internal static class GrownFlows
{
    /// <summary>What came back into the numerator, what was paid into the denominator. Absent: NO_INDEX, INDEX_MISSING, FX_MISSING.</summary>
    internal static Tally Grown(this PortfolioHistory history, FlowSide side) => Grown(history, side, isReturn: false);

    /// <summary>For a rate of return: each flow with its sign and its day. Absent as of <see cref="Grown(PortfolioHistory, FlowSide)"/>.</summary>
    internal static Tally GrownReturn(this PortfolioHistory history, FlowSide side) => Grown(history, side, isReturn: true);

    private static Tally Grown(PortfolioHistory history, FlowSide side, bool isReturn)
    {
        var tally = history.Tally(FxBasis.TransactionDate);
        if (history.Index is not { } index)
        {
            tally.Miss(new(AbsentCode.NoIndex, "no index to compare with was supplied"));
            return tally;
        }

        foreach (var fund in history.Funds)
        {
            foreach (var flow in fund.Flows(side))
            {
                var row = TallyRow.Of(flow, fund);
                var grown = Carried(history, tally, index, flow.Effect * (tally.InReportCurrency(row) ?? 0), flow.EffectiveOn);
                if (grown.Absent is { } missing)
                {
                    tally.Miss(missing);
                    return tally;
                }

                var (signed, isPaid) = (flow.Kind.Sign * grown.Value, flow.Kind.Sign < 0);
                tally.Count(row, isPaid && !isReturn ? 0 : signed, isPaid && !isReturn ? grown.Value : 0);
                tally.Dated.Add(new XirrFlow(flow.EffectiveOn, signed));
            }
        }

        return tally;
    }

    /// <summary>To the as-of date by the index. Absent: INDEX_MISSING. A missing rate is noted by the tally.</summary>
    private static OrAbsent<Int128> Carried(PortfolioHistory history, Tally tally, BenchmarkIndex index, Int128 minor, LocalDate on)
    {
        var there = Changed(minor, history.ReportCurrency, index.Currency, on);
        var grown = index.Grow(there, on, history.AsOf);
        return grown.IsPresent ? Changed(grown.Value, index.Currency, history.ReportCurrency, history.AsOf) : grown;

        Int128 Changed(Int128 amount, Currency from, Currency to, LocalDate day) =>
            from == to ? amount : tally.Converted(new Money((long)amount, from), to, day) ?? 0;
    }
}
