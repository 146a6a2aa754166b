namespace VenturePortfolio.Server;

/// <summary>What the sub-funds hold and what it is said to be worth, piece by piece.</summary>
internal sealed class ScaleHoldings(ScaleFacts facts)
{
    private readonly ScaleSize size = facts.Size;

    public IReadOnlyList<BulkTable> Investments(int from, int to)
    {
        var table = new BulkTable("investment", "id", "id", "sub_fund_id", "startup_id", "financing_round_id", "instrument", "amount_minor", "currency",
            "effective_on", "recorded_at");
        for (var i = from; i < to; i++)
        {
            var (round, fund) = (i / 2, facts.FundOf(i));
            var on = facts.RoundDate(round);
            table.Add(facts.Investment(i), ScaleFacts.Card("sub_fund", fund), ScaleFacts.Card("startup", facts.StartupOf(round)), facts.Round(round),
                i % 5 == 0 ? "CONVERTIBLE" : "PREFERRED", facts.InvestmentAmount(i), ScaleFacts.Currency("fund-currency", fund), on,
                ScaleFacts.Recorded("investment-recorded", i, on));
        }

        return [table];
    }

    /// <summary>Marks of the investments in the range, evenly from the day of investing to the last day.</summary>
    public IReadOnlyList<BulkTable> Valuations(int from, int to)
    {
        var table = new BulkTable("valuation", "id", "id", "sub_fund_id", "investment_id", "value_minor", "currency", "method", "effective_on", "recorded_at");
        for (var i = from; i < to; i++)
        {
            var fund = facts.FundOf(i);
            var bought = facts.RoundDate(i / 2);
            var marks = (int)(MarksUpTo(i + 1) - MarksUpTo(i));
            var step = Math.Max(1, ScaleFacts.Days(bought, ScaleFacts.LastDay) / marks);
            for (var mark = 0; mark < marks; mark++)
            {
                var row = MarksUpTo(i) + mark;
                var on = bought.PlusDays((mark + 1) * step);
                var recordedAt = ScaleFacts.Recorded("valuation", row, on);
                table.Add(ScaleDice.Id("valuation", row, recordedAt), ScaleFacts.Card("sub_fund", fund), facts.Investment(i),
                    facts.InvestmentAmount(i) * (100 + (mark * ScaleDice.Percent(20, "growth", i) / 4)) / 100 * ScaleDice.Percent(15, "mark", row) / 100,
                    ScaleFacts.Currency("fund-currency", fund), mark == 0 ? "RECENT_INVESTMENT" : "MULTIPLE", on, recordedAt);
            }
        }

        return [table];
    }

    /// <summary>Quarterly NAVs as the managers reported them, of the funds in the range.</summary>
    public static IReadOnlyList<BulkTable> ReportedNavs(int from, int to)
    {
        var table = new BulkTable("reported_nav", "id", "id", "sub_fund_id", "nav_minor", "currency", "effective_on", "recorded_at");
        for (var fund = from; fund < to; fund++)
        {
            var on = ScaleFacts.FundStart(fund).PlusMonths(12);
            for (var quarter = 0; on <= ScaleFacts.LastDay; quarter++, on = on.PlusMonths(3))
            {
                var row = (fund * 100L) + quarter;
                var recordedAt = ScaleFacts.Recorded("nav", row, on);
                table.Add(ScaleDice.Id("reported_nav", row, recordedAt), ScaleFacts.Card("sub_fund", fund),
                    ScaleFacts.FundSize(fund) / 100 * (60 + quarter) * ScaleDice.Percent(10, "nav-value", row) / 100,
                    ScaleFacts.Currency("fund-currency", fund), on, recordedAt);
            }
        }

        return [table];
    }

    private long MarksUpTo(int investment) => (long)investment * size.Valuations / size.Investments;
}
