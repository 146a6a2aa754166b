using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>How an invented startup fares.</summary>
internal enum DemoFate
{
    Thrives,
    Steady,
    Fails,
}

/// <summary>Whose money it has raised so far.</summary>
internal enum DemoBacking
{
    /// <summary>Rounds of tens of millions, in which sub-funds may take part.</summary>
    Venture,

    /// <summary>One or two rounds of some hundred thousands of renminbi to three millions: under way to the threshold of graduation by financing.</summary>
    Angel,

    /// <summary>Lives of what it sells.</summary>
    None,
}

/// <param name="PostMoney">Value of the whole company after the round, minor units.</param>
internal sealed record DemoRound(DemoStartup Startup, int Number, string Stage, LocalDate On, long Total, long PostMoney)
{
    internal Guid Id => SeedId.Of("financing_round", $"{Startup.Code} {Number}");
}

/// <summary>An invented startup with its whole life, which follows from its line in seeds/demo/startups.csv and nothing else.</summary>
internal sealed class DemoStartup
{
    private const long Million = 100_000_000;

    private static readonly string[] Stages = ["SEED", "A", "B", "C"];

    internal DemoStartup(CsvRow row, CsvValues values)
    {
        Code = values.Text(row, "code");
        Names = (values.Text(row, "name_en"), values.Text(row, "name_zh_hant"), values.Text(row, "name_zh_hans"));
        Source = values.Text(row, "source");
        Sector = values.Text(row, "sector");
        Jurisdiction = values.Text(row, "jurisdiction");
        Currency = values.CurrencyOf(row, "currency");
        FoundedOn = values.Date(row, "founded_on");
        AdmittedOn = values.Date(row, "admitted_on");
        Incubator = values.Text(row, "incubator");
        Fate = values.Text(row, "fate") switch { "THRIVES" => DemoFate.Thrives, "FAILS" => DemoFate.Fails, _ => DemoFate.Steady };
        Backing = values.Text(row, "backing") switch { "ANGEL" => DemoBacking.Angel, "NONE" => DemoBacking.None, _ => DemoBacking.Venture };
        var random = new DemoRandom($"startup {Code}");
        Rounds = Raise(random);
        End(random);
    }

    internal static string[] Columns { get; } = ["code", "name_en", "name_zh_hant", "name_zh_hans", "source", "sector", "jurisdiction",
        "currency", "founded_on", "admitted_on", "incubator", "fate", "backing"];

    internal string Code { get; }

    internal Guid Id => SeedId.Of("startup", Code);

    internal (string En, string ZhHant, string ZhHans) Names { get; }

    internal string Source { get; }

    internal string Sector { get; }

    internal string Jurisdiction { get; }

    /// <summary>Of its rounds and accounts.</summary>
    internal Currency Currency { get; }

    internal LocalDate FoundedOn { get; }

    internal LocalDate AdmittedOn { get; }

    internal string Incubator { get; }

    internal DemoFate Fate { get; }

    internal DemoBacking Backing { get; }

    internal IReadOnlyList<DemoRound> Rounds { get; }

    /// <summary>Listed, sold or closed on this day; null while it goes on.</summary>
    internal LocalDate? EndedOn { get; private set; }

    /// <summary>LISTED, ACQUIRED or CLOSED with <see cref="EndedOn"/>.</summary>
    internal string? EndedAs { get; private set; }

    /// <summary>Value of the whole company at its end, minor units.</summary>
    internal long EndValue { get; private set; }

    internal string Stage => EndedAs ?? Rounds.Count switch { 0 => "PROTOTYPE", 1 => "SEED", 2 => "GROWTH", _ => "EXPANSION" };

    /// <summary>What so much money put into a round is worth at the end of a day: marks follow rounds, time and fate.</summary>
    internal long Worth(long cost, DemoRound entry, LocalDate on)
    {
        if (EndedOn <= on)
            return EndedAs == "CLOSED" ? 0 : Share(cost, entry, Rounds[^1], EndValue);
        var last = Rounds.Last(round => round.On <= on);
        var months = Period.Between(last.On, on, PeriodUnits.Months).Months;
        var value = Share(cost, entry, last, last.PostMoney);
        return (Fate, months) switch
        {
            (DemoFate.Fails, > 9) => value / 2,
            (DemoFate.Thrives, > 12) => value / 100 * 125,
            (DemoFate.Steady, > 18) => value / 100 * 90,
            _ => value,
        };
    }

    /// <summary>Each later round takes a fifth of what those before it held.</summary>
    private static long Share(long cost, DemoRound entry, DemoRound last, long company)
    {
        var share = (decimal)cost * company / entry.PostMoney;
        for (var i = entry.Number; i < last.Number; i++)
            share *= 0.8m;
        return (long)decimal.Round(share);
    }

    private List<DemoRound> Raise(DemoRandom random)
    {
        var rounds = new List<DemoRound>();
        var unit = Backing == DemoBacking.Angel ? Million / 20 : Million;
        var total = (Currency == Currency.Usd ? random.Between(4, 8) : random.Between(20, 45)) * unit;
        var on = Day(FoundedOn.PlusMonths(random.Between(8, 14)), random);
        var most = (Backing, Fate) switch
        {
            (DemoBacking.None, _) => 0,
            (DemoBacking.Angel, DemoFate.Fails) => 1,
            (DemoBacking.Angel, _) or (_, DemoFate.Fails) => 2,
            (_, DemoFate.Thrives) => 4,
            _ => 3,
        };
        while (rounds.Count < most && on <= DemoTime.LastOn.PlusDays(-5))
        {
            rounds.Add(new(this, rounds.Count, Stages[rounds.Count], on, total, total * random.Between(4, 6)));
            var tenths = Fate switch
            {
                DemoFate.Thrives => random.Between(18, 26),
                DemoFate.Steady => random.Between(12, 17),
                _ => random.Between(10, 14),
            };
            total = total / unit * tenths / 10 * unit;
            on = Day(on.PlusMonths(random.Between(14, 22)), random);
        }

        return rounds;
    }

    /// <summary>Rounds close in the second half of a month: calls for them went out at its beginning.</summary>
    private static LocalDate Day(LocalDate month, DemoRandom random) => new(month.Year, month.Month, random.Between(15, 26));

    private void End(DemoRandom random)
    {
        if (Rounds.Count == 0 || (Backing != DemoBacking.Venture && Fate != DemoFate.Fails))
            return;
        var (months, kind, tenths) = Fate switch
        {
            DemoFate.Thrives => (random.Between(14, 26), random.OneIn(2) ? "LISTED" : "ACQUIRED", random.Between(11, 19)),
            DemoFate.Steady => (random.Between(26, 44), "ACQUIRED", random.Between(5, 11)),
            _ => (random.Between(14, 24), "CLOSED", 0),
        };
        var on = Day(Rounds[^1].On.PlusMonths(months), random);
        if (on > DemoTime.LastOn.PlusMonths(-1))
            return;
        (EndedOn, EndedAs, EndValue) = (on, kind, Rounds[^1].PostMoney / 10 * tenths);
    }
}
