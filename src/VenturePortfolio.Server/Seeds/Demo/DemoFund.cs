using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>When an invented fund pays out.</summary>
internal enum DemoPayout
{
    Never,
    AfterPeriod,
    AtOnce,
}

/// <summary>One event in what an investor pledged; the amount is signed.</summary>
internal sealed record DemoPledge(Guid Investor, long Signed, Currency Currency, LocalDate On);

/// <summary>What a fund holds: money put into one round.</summary>
internal sealed record DemoDeal(DemoFund Fund, DemoRound Round, long Cost)
{
    internal Guid Id => SeedId.Of("investment", $"{Fund.Code} {Round.Startup.Code} {Round.Number}");
}

/// <summary>An invented sub-fund with the shape that seeds/demo/fund_shapes.csv gives it.</summary>
internal sealed class DemoFund(CsvRow row, CsvValues values)
{
    private readonly List<DemoPledge> pledges = [];

    internal static string[] Columns { get; } = ["sub_fund", "currency", "investment_period_ends_on", "last_on", "fee_bps", "expense_bps", "distributes", "deals_max", "discloses"];

    internal string Code { get; } = values.Text(row, "sub_fund");

    internal Guid Id => SeedId.Of("sub_fund", Code);

    internal Currency Currency { get; } = values.CurrencyOf(row, "currency");

    internal LocalDate PeriodEndsOn { get; } = values.Date(row, "investment_period_ends_on");

    internal LocalDate LastOn { get; } = values.Date(row, "last_on");

    /// <summary>Of commitments, hundredths of a percent a year.</summary>
    internal int FeeBps { get; } = values.Integer(row, "fee_bps", min: 0, max: 500);

    internal int ExpenseBps { get; } = values.Integer(row, "expense_bps", min: 0, max: 500);

    internal DemoPayout Payout { get; } = values.Text(row, "distributes") switch
    {
        "AT_ONCE" => DemoPayout.AtOnce,
        "NEVER" => DemoPayout.Never,
        _ => DemoPayout.AfterPeriod,
    };

    internal int DealsMax { get; } = values.Integer(row, "deals_max", min: 1, max: 100);

    /// <summary>Asks of everybody in a round, from its entry on, to say who they are: the figures of ITVF, which ask who put what in, are there for it.</summary>
    internal bool Discloses { get; } = values.Flag(row, "discloses");

    internal List<DemoDeal> Deals { get; } = [];

    internal LocalDate FirstClose => pledges.Min(pledge => pledge.On);

    internal void Pledge(DemoPledge pledge) => pledges.Add(pledge);

    internal IEnumerable<(Guid Investor, Currency Currency)> Investors =>
        pledges.Select(pledge => (pledge.Investor, pledge.Currency)).Distinct();

    /// <summary>What an investor stands pledged for at the end of a day, in its own currency.</summary>
    internal long Pledged(Guid investor, LocalDate on) =>
        pledges.Where(pledge => pledge.Investor == investor && pledge.On <= on).Sum(pledge => pledge.Signed);

    /// <summary>All pledges at the end of a day, in the fund's currency.</summary>
    internal long Pledged(LocalDate on, FxTable rates) =>
        pledges.Where(pledge => pledge.On <= on).Sum(pledge => rates.Convert(new Money(pledge.Signed, pledge.Currency), Currency, on).Value.Money.Minor);

    /// <summary>Takes part in a round when it has the money, and in no more rounds than its shape allows.</summary>
    internal void Consider(DemoRound round, FxTable rates, DemoRandom random)
    {
        if (round.Startup.Backing != DemoBacking.Venture || round.Startup.Currency != Currency || round.On < FirstClose.PlusMonths(1) || round.On > LocalDate.Min(PeriodEndsOn, LastOn)
            || Deals.Count == DealsMax)
            return;
        var pledged = Pledged(round.On, rates);
        var cost = round.Total / 100 * random.Between(26, 46);
        cost = Math.Min(cost, pledged / 100 * 12) / 1_000_000 * 1_000_000;
        var wanted = round.Number > 0 || random.OneIn(2);
        if (wanted && cost > 0 && Deals.Sum(deal => deal.Cost) + cost <= pledged / 100 * 70)
            Deals.Add(new(this, round, cost));
    }
}
