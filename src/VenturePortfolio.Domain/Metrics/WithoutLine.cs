namespace VenturePortfolio;

/// <summary>
/// Net figures as if the subscription line did not exist: investors pay when the line was drawn, and are not called for what pays it back and
/// costs. What is still borrowed is added to the residual value, which is net of it. Of an investor: its part of the line (<see cref="LineParts"/>).
/// Absent: NO_SUBSCRIPTION_LINE (then the ordinary figure is both), and the reasons of the ordinary figures.
/// Source: ILPA Principles 3.0, returns with and without the facility.
/// </summary>
public static class WithoutLine
{
    private const string Source = "ILPA Principles 3.0: with and without the use of the subscription facility; draws count as paid in, repayments and interest do not";

    public static Metric TotalValue { get; } = new()
    {
        Key = "TVPI_EX_LINE",
        Title = new("TVPI without subscription line", "TVPI（不計認繳出資貸款）", "TVPI（不计认缴出资贷款）"),
        Subject = MetricSubject.SubFund,
        IsOfInvestors = true,
        Unit = MetricUnit.Ratio,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = Source,
        Compute = history =>
        {
            var tally = history.Tally(FxBasis.TransactionDate)
                .Flows(CashFlowKind.Distribution, Disclosure.Anyone, null)
                .Flows(CashFlowKind.CapitalCall, null, Disclosure.Anyone);
            return Lines(history, tally, (row, sign, minor) => tally.Count(row, 0, -sign * minor))
                ? Borrowed(history, tally.ResidualValue()).Ratio(Disclosure.NoPaidIn)
                : tally.Finish(new Measure { Absent = NoLine });
        },
    };

    public static Metric NetIrr { get; } = new()
    {
        Key = "NET_IRR_EX_LINE",
        Title = new("Net internal rate of return without subscription line", "淨內部收益率（不計認繳出資貸款）", "净内部收益率（不计认缴出资贷款）"),
        Subject = MetricSubject.SubFund,
        IsOfInvestors = true,
        Unit = MetricUnit.RatePerYear,
        Revision = 1,
        DefaultFxBasis = FxBasis.TransactionDate,
        Source = Source,
        Compute = history =>
        {
            var tally = history.Tally(FxBasis.TransactionDate).InvestorFlows();
            var any = Lines(history, tally, (row, sign, minor) =>
            {
                tally.Count(row, sign * minor, 0);
                tally.Dated.Add(new XirrFlow(row.EffectiveOn, sign * minor));
            });
            if (!any)
            {
                return tally.Finish(new Measure { Absent = NoLine });
            }

            return tally.Rate(flows => Borrowed(history, flows.ResidualValue()));
        },
    };

    private static Absent NoLine { get; } = new(AbsentCode.NoSubscriptionLine, "no subscription line was drawn; with and without it are the same");

    /// <summary>Each event from the investors' side: a draw is paid in by them, what pays back and costs is not.</summary>
    private static bool Lines(PortfolioHistory history, Tally tally, Action<TallyRow, int, Int128> add)
    {
        foreach (var fund in history.Funds)
        {
            if (fund.LineUnsplit is { } unsplit)
            {
                tally.Miss(unsplit);
            }

            foreach (var row in fund.LineEvents)
            {
                var of = TallyRow.Of(row);
                add(of, row.Kind == LineEventKind.Draw ? -1 : 1, tally.InReportCurrency(of) ?? 0);
            }
        }

        return history.Funds.Any(fund => fund.LineEvents.Count > 0 || fund.LineUnsplit is not null);
    }

    /// <summary>What is still owed, at the rate of the as-of date because it is a state.</summary>
    private static Tally Borrowed(PortfolioHistory history, Tally tally)
    {
        foreach (var row in history.Funds.SelectMany(fund => fund.LineEvents).Where(row => row.Kind != LineEventKind.Interest))
        {
            var of = TallyRow.Of(row) with { Kind = "BORROWED" };
            var minor = tally.InReportCurrency(of, history.AsOf) ?? 0;
            tally.Count(of, row.Kind == LineEventKind.Draw ? minor : -minor, 0, history.AsOf);
        }

        return tally;
    }
}
