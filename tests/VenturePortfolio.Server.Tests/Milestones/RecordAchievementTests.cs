namespace VenturePortfolio.Server.Tests;

/// <summary>What counts as an achievement: domain.md 1.2, NF-06; with consent: 0.2, item 5.</summary>
public sealed class RecordAchievementTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private static RecordAchievementInput Input => new()
    {
        AchievementNumber = "2026-HK-0417",
        ProjectNumber = "ITF-9",
        SourceKind = "PUBLIC_INSTITUTION",
        TitleZhHant = "薄型電池",
        HasConsent = true,
        Source = "Letter of the library of 2026-06-01",
    };

    [Fact]
    public async Task It_is_stored_once_audited_and_can_be_linked()
    {
        var key = Guid.NewGuid().ToString();

        var recorded = (await RecordAsync(Input, key)).Value;

        Assert.Equal(recorded, (await RecordAsync(Input, key)).Value);
        Assert.Equal("ALREADY_REGISTERED achievementNumber", Told(await RecordAsync(Input)));
        Assert.Equal("2026-HK-0417|ITF-9|PUBLIC_INSTITUTION|薄型電池|t|f|Letter of the library of 2026-06-01", await world.ValueAsync<string>(
            $"select concat_ws('|', achievement_number, project_number, source_kind, title_zh_hant, has_consent, invented, source) from achievement where id = '{recorded}'"));
        Assert.Equal($"{SmallWorld.Policy.PersonId}|Letter of the library of 2026-06-01", await world.ValueAsync<string>(
            $"select concat_ws('|', person_id, reason) from audit_entry where table_name = 'achievement' and after ->> 'id' = '{recorded}'"));
        Assert.True((await LinkAsync(recorded)).IsOk);
    }

    [Fact]
    public async Task One_without_consent_is_not_there_for_incubators()
    {
        var recorded = (await RecordAsync(Input with { AchievementNumber = "2026-HK-0418", HasConsent = false })).Value;

        Assert.Equal("NOT_FOUND achievementId", Told(await LinkAsync(recorded)));
    }

    [Fact]
    public async Task Bad_input_names_its_field_and_changes_nothing()
    {
        var before = await world.FingerprintAsync();

        Assert.Equal("TITLE_MISSING titleEn", Told(await RecordAsync(Input with { TitleZhHant = null })));
        Assert.Equal("REQUIRED achievementNumber; REQUIRED projectNumber; REQUIRED source", Told(await RecordAsync(
            Input with { AchievementNumber = " ", ProjectNumber = "", Source = "" })));
        Assert.Equal("ALREADY_REGISTERED achievementNumber", Told(await RecordAsync(Input with { AchievementNumber = "ACH-2" })));
        foreach (var actor in SmallWorld.Everybody.Where(actor => actor.Role != Role.Policy))
        {
            await Assert.ThrowsAsync<AccessDeniedException>(() => RecordAsync(Input, actor: actor));
        }

        Assert.Equal(before, await world.FingerprintAsync());
    }

    private static string Told(Result<Guid> result) => string.Join("; ", result.Errors.Select(error => $"{error.Code} {error.Path}"));

    private Task<Result<Guid>> RecordAsync(RecordAchievementInput input, string? key = null, Actor? actor = null) =>
        world.RunAsync(actor ?? SmallWorld.Policy, transaction => SmallWorld.RecordResearch.RunAsync(
            actor ?? SmallWorld.Policy, input, key ?? Guid.NewGuid().ToString(), transaction, TestContext.Current.CancellationToken));

    private Task<Result<Guid>> LinkAsync(Guid achievement) =>
        world.RunAsync(SmallWorld.IncubatorA, transaction => SmallWorld.Link.RunAsync(
            SmallWorld.IncubatorA,
            new()
            {
                StartupId = SmallWorld.Id("Startup", SmallWorld.StartupA), AchievementId = SmallWorld.Id("Achievement", achievement),
                EffectiveOn = new(2026, 6, 20), Evidence = new EvidenceTyped("https://example.org/licence.pdf", null, null),
            },
            Guid.NewGuid().ToString(), transaction, TestContext.Current.CancellationToken));
}
