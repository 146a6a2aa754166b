using NodaTime;

namespace VenturePortfolio;

/// <summary>What the holdings of a pool are worth, into the numerator: the side of the companies, before fees and carry.</summary>
internal static class HoldingValue
{
    /// <summary>
    /// The last valuation of each holding, at the rate of the as-of date because it is a state. One not valued yet stands at
    /// what was paid for it and is flagged: the price of a recent investment (IPEV). Absent, HOLDING_UNKNOWN, where a
    /// flow names no holding on record.
    /// </summary>
    internal static Tally Holdings(this Tally tally, PortfolioHistory history)
    {
        foreach (var fund in history.Funds)
        {
            var held = fund.Investments.Select(row => row.Id).ToHashSet();
            if (fund.Flows(FlowSide.Company).Any(flow => !(flow.Investment is { } id && held.Contains(id))))
            {
                tally.Miss(new(AbsentCode.HoldingUnknown, "flows to or from companies name no holding on record"));
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
}
