using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>
/// The sub-funds' ledgers. Of a fund's entries three tenths pay for its investments, three tenths are calls, a quarter
/// distributions, three in a hundred fees, and the rest proceeds.
/// </summary>
internal sealed class ScaleLedger(ScaleFacts facts)
{
    private readonly ScaleSize size = facts.Size;

    public int EntriesPerFund => size.CashFlows / size.SubFunds;

    /// <summary>
    /// What the funds of the range put on record in one year, fund by fund in the order of recording: the chain of a ledger
    /// is made in the order in which rows arrive, and its recorded times never go back.
    /// </summary>
    public IReadOnlyList<BulkTable> Recorded(int year, int fromFund, int toFund)
    {
        var table = new BulkTable("cash_flow", "id", "sub_fund_id", "id", "kind", "amount_minor", "currency", "unfunded_effect_minor", "effective_on",
            "investor_id", "investment_id", "external_ref", "recorded_at");
        for (var fund = fromFund; fund < toFund; fund++)
        {
            var entries = Enumerable.Range(0, EntriesPerFund)
                .Select(number => Make(fund, number))
                .Where(entry => entry.RecordedAt.InUtc().Year == year)
                .OrderBy(entry => entry.RecordedAt)
                .ThenBy(entry => entry.Number);
            foreach (var entry in entries)
            {
                table.Add(ScaleFacts.Card("sub_fund", fund), ScaleDice.Id("cash_flow", Row(fund, entry.Number), entry.RecordedAt), entry.Kind, entry.Amount,
                    ScaleFacts.Currency("fund-currency", fund), entry.Kind == "CAPITAL_CALL" ? -entry.Amount : 0L, entry.EffectiveOn,
                    entry.Investor is { } investor ? ScaleFacts.Card("investor", investor) : null,
                    entry.Investment is { } investment ? facts.Investment(investment) : null, $"SCALE-{entry.Number + 1}", entry.RecordedAt);
            }
        }

        return [table];
    }

    private long Row(int fund, int number) => ((long)fund * EntriesPerFund) + number;

    private Entry Make(int fund, int number)
    {
        var row = Row(fund, number);
        var (investments, calls) = (Math.Min(facts.InvestmentsPerFund, EntriesPerFund * 30 / 100), EntriesPerFund * 30 / 100);
        var (distributions, fees) = (EntriesPerFund * 25 / 100, EntriesPerFund * 3 / 100);
        var start = ScaleFacts.FundStart(fund);
        var life = ScaleFacts.Days(start, ScaleFacts.LastDay);
        var commitment = ScaleFacts.FundSize(fund) / ScaleFacts.InvestorsPerFund;
        var (place, which) = (number % ScaleFacts.InvestorsPerFund, number);

        if (which < investments)
            return Of("INVESTMENT", facts.InvestmentAmount(Held(number)), facts.RoundDate(Held(number) / 2), null, Held(number));
        if ((which -= investments) < calls)
            return Of("CAPITAL_CALL", commitment * 80 / 100 * ScaleFacts.InvestorsPerFund / calls, start.PlusDays(30 + (which * Math.Min(life - 60, 1_800) / calls)), place, null);
        if ((which -= calls) < distributions)
            return Of("DISTRIBUTION", commitment * ScaleFacts.InvestorsPerFund / distributions * ScaleDice.Percent(40, "distribution", row) / 100, start.PlusDays((life / 3) + (which * (life * 2 / 3) / distributions)), place, null);
        if ((which -= distributions) < fees)
            return Of("MANAGEMENT_FEE", ScaleFacts.FundSize(fund) / 50 / 4, start.PlusDays(90 + (which * (life - 100) / fees)), null, null);

        var sold = Held(ScaleDice.Below(facts.InvestmentsPerFund, "sold", row));
        var bought = facts.RoundDate(sold / 2);
        return Of("PROCEEDS", facts.InvestmentAmount(sold) * ScaleDice.Percent(60, "proceeds", row) / 100,
            bought.PlusDays(1 + ScaleDice.Below(ScaleFacts.Days(bought, ScaleFacts.LastDay), "sold-on", row)), null, sold);

        int Held(int nth) => fund + (nth * size.SubFunds);

        Entry Of(string kind, long amount, LocalDate on, int? investorPlace, int? investment) => new(
            number, kind, amount, on, investorPlace is { } at ? facts.InvestorOf(fund, at) : null, investment, ScaleFacts.Recorded("cash_flow", row, on));
    }

    private sealed record Entry(int Number, string Kind, long Amount, LocalDate EffectiveOn, int? Investor, int? Investment, Instant RecordedAt);
}
