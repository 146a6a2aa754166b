using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>Jobs counted twice a year, revenue and research spending once, each known some weeks after its period.</summary>
internal sealed class DemoOutcomes
{
    internal BulkTable Table { get; } = new("outcome_fact", "id", "id", "startup_id", "measure", "period_start", "effective_on", "value", "currency", "recorded_at");

    internal void Add(DemoStartup startup)
    {
        var random = new DemoRandom($"outcomes {startup.Code}");
        var jobs = random.Between(2, 6);
        decimal revenue = 0;
        for (var on = new LocalDate(startup.FoundedOn.Year, 12, 31); on <= DemoTime.LastOn && !(startup.EndedOn <= on); on = Next(on))
        {
            var rounds = startup.Rounds.Count(round => round.On <= on);
            jobs = Math.Max(1, jobs + random.Between(-2, 2 + (rounds * 3)));
            Fact(startup, "JOBS", on, on, jobs, currency: null, random);
            if (on.Month != 12)
                continue;
            var yearStart = LocalDate.Max(startup.FoundedOn, new LocalDate(on.Year, 1, 1));
            // Whoever raises nothing sells something.
            revenue = (revenue * random.Between(110, 190) / 100) + ((startup.Backing == DemoBacking.None ? 1 : rounds) * random.Between(0, 400_000));
            Fact(startup, "REVENUE", yearStart, on, decimal.Round(revenue, 2), startup.Currency.Code, random);
            Fact(startup, "RND_SPEND", yearStart, on, jobs * random.Between(150_000, 420_000), startup.Currency.Code, random);
        }
    }

    /// <summary>30 June and 31 December in turn.</summary>
    private static LocalDate Next(LocalDate on) => on.Month == 12 ? new(on.Year + 1, 6, 30) : new(on.Year, 12, 31);

    private void Fact(DemoStartup startup, string measure, LocalDate from, LocalDate on, decimal value, string? currency, DemoRandom random) => Table.Add(
        SeedId.Of("outcome_fact", $"{startup.Code} {measure} {on:uuuu-MM-dd}"), startup.Id, measure, from, on, value, currency,
        DemoTime.Recorded(on, random.OneIn(15) ? random.Between(150, 260) : random.Between(30, 75), random));
}
