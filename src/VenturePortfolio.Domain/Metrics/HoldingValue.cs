using NodaTime;

namespace VenturePortfolio;

/// <summary>What the holdings of a pool are worth, into the numerator: the side of the companies, before fees and carry.</summary>
internal static class HoldingValue
{
    private static readonly Absent Unnamed = new(AbsentCode.HoldingUnknown, "flows to or from companies name no holding on record");

    /// <summary>Nothing into the sums. Absent, HOLDING_UNKNOWN, as of <see cref="Holdings"/>: a figure of deals cannot say of which such a flow is.</summary>
    internal static Tally Named(this Tally tally, PortfolioHistory history)
    {
        if (!history.Funds.All(NamesHoldings))
        {
            tally.Miss(Unnamed);
        }

        return tally;
    }

    /// <summary>
    /// The last valuation of each holding, at the rate of the as-of date because it is a state. One not valued yet stands at
    /// what was paid for it and is flagged: the price of a recent investment (IPEV). Absent, HOLDING_UNKNOWN, where a
    /// flow names no holding on record.
    /// </summary>
    internal static Tally Holdings(this Tally tally, PortfolioHistory history)
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
                if (fund.ValueOf(investment.Id) is { } value)
                {
                    AddState(TallyRow.Of(value), 1);
                    if (value.Value.Minor > 0 && ReportedNav.IsStale(value.AsOf, history.AsOf))
                    {
                        tally.Flag(MeasureFlag.ValuationStale);
                    }

                    continue;
                }

                paid ??= fund.Flows(CashFlowKind.Investment).ToLookup(flow => flow.Investment);
                foreach (var flow in paid[investment.Id])
                {
                    AddState(TallyRow.Of(flow, fund) with { Kind = "COST" }, flow.Effect);
                    tally.Flag(MeasureFlag.ValuedAtCost);
                }
            }
        }

        return tally;

        void AddState(TallyRow row, int effect) => tally.Count(row, effect * (tally.InReportCurrency(row, history.AsOf) ?? 0), 0, history.AsOf);
    }

    private static bool NamesHoldings(FundHistory fund)
    {
        var held = fund.Investments.Select(row => row.Id).ToHashSet();
        return fund.Flows(FlowSide.Company).All(flow => flow.Investment is { } id && held.Contains(id));
    }
}
