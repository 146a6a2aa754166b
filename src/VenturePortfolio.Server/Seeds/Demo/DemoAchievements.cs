using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>Invented achievements of publicly funded research, and which startups live of them: about every second, some linked long after.</summary>
internal sealed class DemoAchievements
{
    private static readonly string[] Sources = ["CENTRAL_PROGRAMME", "LOCAL_PROGRAMME", "PUBLIC_INSTITUTION"];

    private readonly BulkTable achievements = new("achievement", "id", "id", "achievement_number", "project_number", "source_kind", "title_en",
        "title_zh_hant", "title_zh_hans", "has_consent", "invented", "source");

    private readonly BulkTable conversions = new("achievement_conversion", "id", "id", "startup_id", "achievement_id", "effective_on",
        "evidence_address", "evidence_hash", "note", "recorded_at");

    /// <summary>In the order in which they must be loaded.</summary>
    internal IReadOnlyList<BulkTable> Tables => [achievements, conversions];

    internal void Add(DemoStartup startup, int index)
    {
        var random = new DemoRandom($"achievements {startup.Code}");
        if (!random.OneIn(2))
            return;
        var number = $"DEMO-ACH-{index + 1:D3}";
        var id = SeedId.Of("achievement", number);
        achievements.Add(id, number, random.OneIn(4) ? null : $"DEMO-PROJ-{index + 1:D3}", Sources[random.Between(0, 2)],
            $"Invented achievement {index + 1}", $"虛構科技成果 {index + 1}", $"虚构科技成果 {index + 1}", !random.OneIn(8), true, "Invented for the demo");
        var on = startup.FoundedOn.PlusMonths(random.Between(0, 9));
        // .invalid never resolves (RFC 2606): the demo points at nobody.
        conversions.Add(SeedId.Of("achievement_conversion", number), startup.Id, id, on, $"https://evidence.demo.invalid/{startup.Code}/{number}.pdf",
            random.OneIn(3) ? null : System.Security.Cryptography.SHA256.HashData(id.ToByteArray()), "Invented evidence",
            DemoTime.Recorded(LocalDate.Max(on, startup.AdmittedOn), random.Between(5, 300), random));
    }
}
