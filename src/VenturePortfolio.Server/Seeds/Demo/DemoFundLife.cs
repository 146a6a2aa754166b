using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>
/// Lives through a fund quarter by quarter: calls what deals and costs need, invests, is paid, distributes, and reports a
/// net asset value of cash and marks. Cash never goes below zero.
/// </summary>
internal sealed class DemoFundLife(DemoFund fund, FxTable rates, DemoLedger ledger, DemoMarks marks)
{
    private readonly Dictionary<Guid, long> unfunded = [];
    private readonly Dictionary<Guid, long> called = [];
    private readonly Dictionary<Guid, long> paidInFundCurrency = [];
    private long cash;

    internal void Run()
    {
        for (var start = fund.FirstClose; start <= fund.LastOn; start = DemoTime.EndOfQuarter(start).PlusDays(1))
            Quarter(start, LocalDate.Min(DemoTime.EndOfQuarter(start), fund.LastOn));
    }

    private void Quarter(LocalDate start, LocalDate end)
    {
        var deals = fund.Deals.Where(deal => deal.Round.On >= start && deal.Round.On <= end).ToList();
        var pledged = fund.Pledged(start, rates);
        var fee = pledged / 40_000 * fund.FeeBps;
        var expense = pledged / 40_000 * fund.ExpenseBps;
        var need = deals.Sum(deal => deal.Cost) + fee + expense - cash;
        if (need > 0)
            Call((need / 10_000_000 + 1) * 10_000_000, start.PlusDays(7));
        Pay("MANAGEMENT_FEE", fee, start.PlusDays(10));
        foreach (var deal in deals)
            Invest(deal);
        // A first quarter may be shorter than that; its call still comes before.
        Pay("FUND_EXPENSE", expense, start.PlusDays(start.PlusDays(50) <= end ? 50 : 12));
        var proceeds = fund.Deals.Where(deal => deal.Round.Startup.EndedOn >= start && deal.Round.Startup.EndedOn <= end).Sum(Exit);
        Distribute(proceeds, fee + expense, end);
        marks.Report(fund, end, cash);
    }

    private void Call(long amount, LocalDate on)
    {
        var investors = fund.Investors.ToList();
        foreach (var (investor, _) in investors)
            unfunded[investor] = fund.Pledged(investor, on) - called.GetValueOrDefault(investor);
        var weights = investors.Select(each => InFundCurrency(new(Math.Max(0, unfunded[each.Investor]), each.Currency), on)).ToList();
        var total = Math.Min(amount, weights.Sum());
        if (total <= 0)
            return;
        foreach (var ((investor, currency), part) in investors.Zip(Allocation.ByLargestRemainder(new(total, fund.Currency), weights)))
        {
            var own = Math.Min(rates.Convert(part, currency, on).Value.Money.Minor, unfunded[investor]);
            ledger.Add("CAPITAL_CALL", new(own, currency), on, investor: investor, unfunded: -own);
            called[investor] = called.GetValueOrDefault(investor) + own;
            paidInFundCurrency[investor] = paidInFundCurrency.GetValueOrDefault(investor) + part.Minor;
            cash += part.Minor;
        }
    }

    private void Pay(string kind, long amount, LocalDate on)
    {
        amount = Math.Min(amount, cash);
        ledger.Add(kind, new(amount, fund.Currency), on);
        cash -= amount;
    }

    private void Invest(DemoDeal deal)
    {
        if (deal.Cost > cash)
            throw new InvalidOperationException($"{fund.Code} cannot pay {deal.Round.Startup.Code}: the shape in fund_shapes.csv asks too much.");
        ledger.Add("INVESTMENT", new(deal.Cost, fund.Currency), deal.Round.On, investment: deal.Id);
        cash -= deal.Cost;
    }

    private long Exit(DemoDeal deal)
    {
        var on = deal.Round.Startup.EndedOn!.Value;
        var worth = deal.Round.Startup.Worth(deal.Cost, deal.Round, on);
        ledger.Add("PROCEEDS", new(worth, fund.Currency), on, investment: deal.Id);
        cash += worth;
        return worth;
    }

    /// <summary>Keeps what the rest of its life costs, or, paying out at once, a twentieth of what came in.</summary>
    private void Distribute(long proceeds, long costsPerQuarter, LocalDate end)
    {
        var quartersLeft = (Period.Between(end, fund.LastOn, PeriodUnits.Months).Months / 3) + 1;
        var amount = fund.Payout switch
        {
            DemoPayout.AtOnce => Math.Min(cash, proceeds / 20 * 19),
            DemoPayout.AfterPeriod when end > fund.PeriodEndsOn => cash - (costsPerQuarter * quartersLeft),
            _ => 0,
        };
        if (amount < fund.Pledged(end, rates) / 100)
            return;
        var on = end.PlusDays(-2);
        var investors = fund.Investors.Where(each => paidInFundCurrency.ContainsKey(each.Investor)).ToList();
        var parts = Allocation.ByLargestRemainder(new(amount, fund.Currency), [.. investors.Select(each => paidInFundCurrency[each.Investor])]);
        foreach (var ((investor, currency), part) in investors.Zip(parts))
        {
            var own = rates.Convert(part, currency, on).Value.Money;
            // Funds that pay out at once may call a fifth of it again.
            var recallable = fund.Payout == DemoPayout.AtOnce ? Math.Min(own.Minor / 5, called[investor]) : 0;
            ledger.Add("DISTRIBUTION", own, on, investor: investor, unfunded: recallable);
            called[investor] -= recallable;
            cash -= part.Minor;
        }
    }

    private long InFundCurrency(Money money, LocalDate on) => rates.Convert(money, fund.Currency, on).Value.Money.Minor;
}
