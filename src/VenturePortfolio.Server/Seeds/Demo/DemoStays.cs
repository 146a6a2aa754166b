using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>Stays in incubators: admitted, graduated or left, some moved to another, one taken back.</summary>
internal sealed class DemoStays(IReadOnlyList<string> incubators)
{
    internal BulkTable Table { get; } = new("incubation", "id", "id", "startup_id", "incubator_id", "kind", "effective_on", "reverses_id", "recorded_at");

    /// <summary>Returns the incubator where the startup is now; null when it is in none.</summary>
    internal string? Add(DemoStartup startup, int index)
    {
        var random = new DemoRandom($"stays {startup.Code}");
        var at = startup.Incubator;
        var next = incubators[(incubators.ToList().IndexOf(at) + 1) % incubators.Count];
        if (index == 7)
        {
            // Entered for the wrong incubator, and taken back two weeks later.
            var mistaken = Event(startup, next, "ADMITTED", startup.AdmittedOn, random);
            Table.Add(SeedId.Of("incubation", $"{startup.Code} taken back"), startup.Id, SeedId.Of("incubator", next), "ADMITTED",
                startup.AdmittedOn, mistaken, DemoTime.Recorded(startup.AdmittedOn, 24, random));
        }

        Event(startup, at, "ADMITTED", startup.AdmittedOn, random);
        var since = startup.AdmittedOn;
        if (index % 12 == 5)
        {
            since = since.PlusMonths(14);
            Event(startup, at, "LEFT", since, random);
            Event(startup, next, "ADMITTED", since.PlusDays(1), random);
            at = next;
        }

        var leaves = since.PlusMonths(random.Between(30, 47));
        var kind = startup.Fate == DemoFate.Fails || startup.Backing != DemoBacking.Venture ? "LEFT" : "GRADUATED";
        if (startup.EndedOn < leaves)
            (leaves, kind) = (startup.EndedOn.Value, "LEFT");
        if (leaves > DemoTime.LastOn)
            return at;
        Event(startup, at, kind, leaves, random);
        return null;
    }

    private Guid Event(DemoStartup startup, string incubator, string kind, LocalDate on, DemoRandom random)
    {
        var id = SeedId.Of("incubation", $"{startup.Code} {incubator} {kind} {on:uuuu-MM-dd}");
        Table.Add(id, startup.Id, SeedId.Of("incubator", incubator), kind, on, null, DemoTime.Recorded(on, random.Between(1, 10), random));
        return id;
    }
}
