using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>
/// What is true in the invented world, each fact a function of a row's number: nothing is kept in memory, so a world of
/// any size can be made piece by piece. Amounts are minor units.
/// </summary>
internal sealed class ScaleFacts(ScaleSize size)
{
    /// <summary>The last day on which anything happens; what is recorded later is still before 2026-03.</summary>
    public static readonly LocalDate LastDay = new(2025, 10, 31);

    public const string Source = "Invented for load tests; describes nobody.";

    private static readonly Instant Beginning = Instant.FromUtc(2015, 1, 1, 0, 0);

    public ScaleSize Size => size;

    /// <summary>Investors standing in each sub-fund.</summary>
    public static int InvestorsPerFund => 12;

    public int InvestmentsPerFund => size.Investments / size.SubFunds;

    /// <summary>Key of a row that has stood there from the beginning: cards, people.</summary>
    public static Guid Card(string table, int row) => ScaleDice.Id(table, row, Beginning.Plus(Duration.FromSeconds(row)));

    public static string Currency(string what, int row) => ScaleDice.Below(20, what, row) switch { < 12 => "CNY", < 17 => "HKD", _ => "USD" };

    public static LocalDate FundStart(int fund) => new LocalDate(2015 + (fund % 8), 1, 1).PlusDays(ScaleDice.Below(300, "fund-start", fund));

    public static long FundSize(int fund) => (100 + ScaleDice.Below(900, "fund-size", fund)) * 100_000_000L;

    public int InvestorOf(int fund, int place) => ((fund * 5) + (place * 7)) % size.Investors;

    public int StartupOf(int round) => (int)((long)round * 7_919 % size.Startups);

    /// <summary>Investments go round the funds: number k is fund k mod funds, and the two of a round stand side by side.</summary>
    public int FundOf(int investment) => investment % size.SubFunds;

    public LocalDate RoundDate(int round)
    {
        var first = 2 * round % size.SubFunds;
        var ready = LocalDate.Max(FundStart(first), FundStart(first + 1));
        return ready.PlusDays(30 + ScaleDice.Below(Math.Min(1_400, Days(ready, LastDay) - 60), "round-date", round));
    }

    public Guid Round(int round) => ScaleDice.Id("financing_round", round, Recorded("round-recorded", round, RoundDate(round)));

    public Guid Investment(int investment) =>
        ScaleDice.Id("investment", investment, Recorded("investment-recorded", investment, RoundDate(investment / 2)));

    public long InvestmentAmount(int investment) =>
        FundSize(FundOf(investment)) / 100 * 70 / InvestmentsPerFund * ScaleDice.Percent(50, "investment-amount", investment) / 100;

    /// <summary>Facts are put on record two to forty days after the day they are about.</summary>
    public static Instant Recorded(string what, long row, LocalDate effectiveOn) =>
        SeedLoad.Noon(effectiveOn.PlusDays(2 + ScaleDice.Below(39, what, row))).Plus(Duration.FromMilliseconds(row % 10_000_000));

    public static int Days(LocalDate from, LocalDate to) => Period.DaysBetween(from, to);
}
