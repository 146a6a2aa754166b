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
    /// The last valuation of each holding, and what was paid to its company less what came back since: as a net asset value is rolled forward (domain.md 4.3, no. 5), so
    /// that what was sold after its valuation does not count twice. At the rate of the as-of date because it is a state. One not valued yet stands at what was
    /// paid for it, less what came back, and is flagged: the price of a recent investment (IPEV). One of which as much came back as it was worth is nothing any more:
    /// equity is no debt. Absent, HOLDING_UNKNOWN, where a flow names no holding on record.
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

            var since = isOpening ? fund.Flows(FlowSide.Company).Where(flow => flow.EffectiveOn <= on).ToLookup(flow => flow.Investment) : fund.MovedSinceValued;
            foreach (var investment in fund.Investments)
            {
                var value = isOpening ? fund.ValueOn(investment.Id, on) : fund.ValueOf(investment.Id);
                // Of most nothing moved: no list is made for those.
                var moved = since.Contains(investment.Id) ? [.. since[investment.Id].Where(flow => value is null || flow.EffectiveOn > value.AsOf)] : Array.Empty<FundFlow>();
                if (value is not null && moved.Length == 0)
                {
                    AddState(Counted(TallyRow.Of(value), 1));
                    FlagIf(value.Value.Minor > 0 && ReportedNav.IsStale(value.AsOf, on), MeasureFlag.ValuationStale);
                    continue;
                }

                IEnumerable<(TallyRow Of, Int128 Minor)> rows = moved.Select(flow => Counted(Moved(flow, fund), -flow.Kind.Sign * flow.Effect));
                AddMoved(value, value is null ? [.. rows] : [Counted(TallyRow.Of(value), 1), .. rows]);
            }
        }

        return tally;

        void AddMoved(Valuation? value, (TallyRow Of, Int128 Minor)[] rows)
        {
            var isLeft = rows.Aggregate(default(Int128), (sum, row) => sum + row.Minor) > 0;
            foreach (var row in isLeft ? rows : [])
            {
                AddState(row);
            }

            FlagIf(isLeft && value is null, MeasureFlag.ValuedAtCost);
            FlagIf(value is not null, MeasureFlag.ValueRolledForward);
            FlagIf(isLeft && value is not null && ReportedNav.IsStale(value.AsOf, on), MeasureFlag.ValuationStale);
        }

        void AddState((TallyRow Of, Int128 Minor) row) => tally.Count(
            isOpening ? row.Of with { Kind = $"OPENING_{row.Of.Kind}" } : row.Of, isOpening ? -row.Minor : row.Minor, asCapital ? row.Minor : 0, on);

        void FlagIf(bool isSo, string flag)
        {
            if (isSo)
            {
                tally.Flag(flag);
            }
        }

        (TallyRow Of, Int128 Minor) Counted(TallyRow row, int effect) => (row, effect * (tally.InReportCurrency(row, on) ?? 0));
    }

    private static TallyRow Moved(in FundFlow flow, FundHistory fund) =>
        TallyRow.Of(flow, fund) with { Kind = flow.Kind == CashFlowKind.Proceeds ? "RECOVERED" : "COST" };

    private static bool NamesHoldings(FundHistory fund)
    {
        var held = fund.Investments.Select(row => row.Id).ToHashSet();
        return fund.Flows(FlowSide.Company).All(flow => flow.Investment is { } id && held.Contains(id));
    }
}
