using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>What startups were to reach, what they said they reached, and what proves it, at rising levels of verification.</summary>
internal sealed class DemoMilestones
{
    private static readonly string[] Levels = ["V0", "V1", "V2", "V3"];

    private readonly BulkTable milestones = new("milestone", "id", "id", "startup_id", "kind", "title", "due_on", "recorded_at");
    private readonly BulkTable reports = new("milestone_report", "id", "id", "startup_id", "milestone_id", "effective_on", "verification",
        "amount_minor", "currency", "note", "supersedes_id", "recorded_at");

    private readonly BulkTable evidence = new("milestone_evidence", "id", "id", "startup_id", "report_id", "address", "content_hash", "note", "recorded_at");

    /// <summary>In the order in which they must be loaded.</summary>
    internal IReadOnlyList<BulkTable> Tables => [milestones, reports, evidence];

    internal void Add(DemoStartup startup)
    {
        var random = new DemoRandom($"milestones {startup.Code}");
        foreach (var (kind, title, due, amount) in Plan(startup, random))
            Add(startup, kind, title, due, amount, random);
    }

    private static IEnumerable<(string Kind, string Title, LocalDate Due, Money? Amount)> Plan(DemoStartup startup, DemoRandom random)
    {
        var (founded, admitted) = (startup.FoundedOn, startup.AdmittedOn);
        yield return ("COM-INC", "Company registered", founded, null);
        yield return ("INC-ENTRY", "Admitted to incubation", admitted, null);
        for (var i = 1; i <= 4; i++)
            yield return ("INC-REVIEW", $"Review meeting {i}", admitted.PlusMonths((6 * i) - 3), new Money(10_000_000, Currency.Hkd));
        yield return ("IP-APPL", "First patent applied for", founded.PlusMonths(10), null);
        yield return ("PRD-MVP", "First working product", founded.PlusMonths(14), null);
        yield return ("IP-GRANT", "First patent granted", founded.PlusMonths(30), null);
        yield return ("PRD-LAUNCH", "Product on the market", founded.PlusMonths(26), null);
        yield return ("REV-FIRST", "First paying customer", founded.PlusMonths(29), new Money(random.Between(2, 90) * 1_000_000L, startup.Currency));
        if (startup.Sector == "BIOMEDICINE")
        {
            yield return ("REG-IND", "Investigational new drug accepted", founded.PlusMonths(34), null);
            yield return ("REG-CLIN-1", "Phase 1 begun", founded.PlusMonths(42), null);
        }

        if (startup.Jurisdiction == "CN")
            yield return ("CERT-HNTE", "Recognised as high and new technology enterprise", founded.PlusMonths(32), null);
        foreach (var round in startup.Rounds)
            yield return ("FIN-ROUND", $"Round {round.Stage} closed", round.On, new Money(round.Total, startup.Currency));
        yield return ("EMP-COUNT", "Twenty people employed", founded.PlusMonths(40), null);
        if (startup is { EndedOn: { } ended, EndedAs: not null })
            yield return (startup.EndedAs switch { "LISTED" => "EXIT-IPO", "ACQUIRED" => "EXIT-MA", _ => "EXIT-CLOSE" }, "End of the investment", ended, null);
    }

    private void Add(DemoStartup startup, string kind, string title, LocalDate due, Money? amount, DemoRandom random)
    {
        var key = $"{startup.Code} {kind} {title}";
        var id = SeedId.Of("milestone", key);
        var planned = DemoTime.Recorded(LocalDate.Max(startup.FoundedOn, due.PlusDays(-150)), random.Between(1, 6), random);
        milestones.Add(id, startup.Id, kind, title, due, planned);
        var isFact = kind is "COM-INC" or "INC-ENTRY" or "FIN-ROUND" || kind.StartsWith("EXIT-", StringComparison.Ordinal);
        var happened = isFact ? due : due.PlusDays(random.Between(-30, 110));
        // Missed, not yet due, or overtaken by the end of the company.
        if ((!isFact && random.OneIn(7)) || happened > DemoTime.LastOn || (!isFact && startup.EndedOn <= happened))
            return;
        Guid? before = null;
        var reported = Instant.Max(planned + Duration.FromHours(1), DemoTime.Recorded(happened, random.Between(2, 25), random));
        var levels = Math.Min(random.Between(1, 5), random.Between(1, 4));
        for (var level = 0; level < levels; level++)
        {
            var report = SeedId.Of("milestone_report", $"{key} {Levels[level]}");
            reports.Add(report, startup.Id, id, happened, Levels[level], amount?.Minor, amount?.Currency.Code,
                level == 0 ? "Reported by the startup" : "Checked further", before, reported);
            Prove(startup, report, level, reported, random);
            before = report;
            reported += Duration.FromDays(random.Between(10, 45));
            if (reported > Instant.FromUtc(2026, 11, 13, 9, 0))
                return;
        }
    }

    private void Prove(DemoStartup startup, Guid report, int level, Instant recorded, DemoRandom random)
    {
        if (level == 0 && !random.OneIn(3))
            return;
        // .invalid never resolves (RFC 2606): the demo points at nobody.
        evidence.Add(SeedId.Of("milestone_evidence", $"{report:N}"), startup.Id, report, $"https://evidence.demo.invalid/{startup.Code}/{report:N}.pdf",
            random.OneIn(4) ? null : System.Security.Cryptography.SHA256.HashData(report.ToByteArray()), "Invented evidence", recorded);
    }
}
