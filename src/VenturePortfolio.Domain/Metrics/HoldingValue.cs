using NodaTime;

namespace VenturePortfolio;

/// <summary>What the holdings of a pool are worth, into the numerator: the side of the companies, before fees and carry.</summary>
internal static class HoldingValue
{
    private static readonly Absent Unnamed = new(AbsentCode.HoldingUnknown, "flows to or from companies name no holding on record");

    /// <summary>Nothing into the sums. Absent, HOLDING_UNKNOWN, as of <see cref="Holdings"/>: a figure of deals cannot say of which such a flow is.</summary>
    internal static Tally Named(this Tally tally, PortfolioHistory history)
    {
        foreach (var fund in history.Funds)
        {
            tally.Named(fund);
        }

        return tally;
    }

    /// <inheritdoc cref="Named(Tally, PortfolioHistory)"/>
    internal static void Named(this Tally tally, FundHistory fund)
    {
        if (!NamesHoldings(fund))
        {
            tally.Miss(Unnamed);
        }
    }

    /// <summary>
    /// The last valuation of each holding, at the rate of the as-of date because it is a state. One not valued yet stands at
    /// what was paid for it and is flagged: the price of a recent investment (IPEV). Absent, HOLDING_UNKNOWN, where a
    /// flow names no holding on record.
    /// </summary>
    internal static Tally Holdings(this Tally tally, PortfolioHistory history) => Add(tally, history, history.AsOf, isOpening: false);

    /// <summary>
    /// What the holdings were worth at the end of an earlier day as if it had been paid for them then: as <see cref="Holdings"/>, of valuations and costs by that day,
    /// at its rates.
    /// </summary>
    /// <param name="asCapital">Into the denominator too, as what was there from the first day on.</param>
    internal static Tally OpeningHoldings(this Tally tally, PortfolioHistory history, LocalDate on, bool asCapital = false)
    {
        var before = tally.Numerator;
        Add(tally, history, on, isOpening: true, asCapital);
        tally.Dated.Add(new XirrFlow(on, tally.Numerator - before));
        return tally;
    }

    private static Tally Add(Tally tally, PortfolioHistory history, LocalDate on, bool isOpening, bool asCapital = false)
    {
        foreach (var fund in history.Funds)
        {
            if (!NamesHoldings(fund))
            {
                tally.Miss(Unnamed);
                continue;
            }

            ILookup<InvestmentId?, FundFlow>? paid = null;
            foreach (var investment in fund.Investments)
            {
                if ((isOpening ? fund.ValueOn(investment.Id, on) : fund.ValueOf(investment.Id)) is { } value)
                {
                    AddState(TallyRow.Of(value), 1);
                    if (value.Value.Minor > 0 && ReportedNav.IsStale(value.AsOf, on))
                    {
                        tally.Flag(MeasureFlag.ValuationStale);
                    }

                    continue;
                }

                paid ??= fund.Flows(CashFlowKind.Investment).Where(flow => flow.EffectiveOn <= on).ToLookup(flow => flow.Investment);
                foreach (var flow in paid[investment.Id])
                {
                    AddState(TallyRow.Of(flow, fund) with { Kind = "COST" }, flow.Effect);
                    tally.Flag(MeasureFlag.ValuedAtCost);
                }
            }
        }

        return tally;

        void AddState(TallyRow row, int effect)
        {
            var minor = effect * (tally.InReportCurrency(row, on) ?? 0);
            tally.Count(isOpening ? row with { Kind = $"OPENING_{row.Kind}" } : row, isOpening ? -minor : minor, asCapital ? minor : 0, on);
        }
    }

    private static bool NamesHoldings(FundHistory fund)
    {
        var held = fund.Investments.Select(row => row.Id).ToHashSet();
        return fund.Flows(FlowSide.Company).All(flow => flow.Investment is { } id && held.Contains(id));
    }
}
