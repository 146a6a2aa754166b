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

            AddHoldings(fund, [.. fund.Investments.Select(row => (row.Id, isOpening ? fund.ValueOn(row.Id, on) : fund.ValueOf(row.Id)))]);
        }

        return tally;

        void AddHoldings(FundHistory fund, (InvestmentId Id, Valuation? Value)[] held)
        {
            var since = Since(fund, on, held);
            foreach (var (id, value) in held)
            {
                var moved = since.Count == 0 ? [] : since[id].Where(flow => value is null || flow.EffectiveOn > value.AsOf);
                IEnumerable<(TallyRow Of, Int128 Minor)> rows = moved.Select(flow => Counted(Moved(flow, fund), -flow.Kind.Sign * flow.Effect));
                AddHolding(value, value is null ? [.. rows] : [Counted(TallyRow.Of(value), 1), .. rows]);
            }
        }

        void AddHolding(Valuation? value, (TallyRow Of, Int128 Minor)[] rows)
        {
            var isLeft = rows.Aggregate(default(Int128), (sum, row) => sum + row.Minor) > 0;
            foreach (var (of, minor) in isLeft ? rows : [])
            {
                tally.Count(isOpening ? of with { Kind = $"OPENING_{of.Kind}" } : of, isOpening ? -minor : minor, asCapital ? minor : 0, on);
            }

            FlagIf(isLeft && value is null, MeasureFlag.ValuedAtCost);
            FlagIf(rows.Length > 1 && value is not null, MeasureFlag.ValueRolledForward);
            FlagIf(isLeft && value is not null && ReportedNav.IsStale(value.AsOf, on), MeasureFlag.ValuationStale);
        }

        void FlagIf(bool isSo, string flag)
        {
            if (isSo)
            {
                tally.Flag(flag);
            }
        }

        (TallyRow Of, Int128 Minor) Counted(TallyRow row, int effect) => (row, effect * (tally.InReportCurrency(row, on) ?? 0));
    }

    /// <summary>What moved between fund and companies by the day, of each holding, where it can be later than the holding's value: of most nothing is.</summary>
    private static ILookup<InvestmentId?, FundFlow> Since(FundHistory fund, LocalDate on, (InvestmentId Id, Valuation? Value)[] held)
    {
        var oldest = held.Length == 0 || held.Any(row => row.Value is null) ? (LocalDate?)null : held.Min(row => row.Value!.AsOf);
        return fund.Flows(FlowSide.Company).Where(flow => flow.EffectiveOn <= on && !(flow.EffectiveOn <= oldest)).ToLookup(flow => flow.Investment);
    }

    private static TallyRow Moved(in FundFlow flow, FundHistory fund) =>
        TallyRow.Of(flow, fund) with { Kind = flow.Kind == CashFlowKind.Proceeds ? "RECOVERED" : "COST" };

    private static bool NamesHoldings(FundHistory fund)
    {
        var held = fund.Investments.Select(row => row.Id).ToHashSet();
        return fund.Flows(FlowSide.Company).All(flow => flow.Investment is { } id && held.Contains(id));
    }
}
