using NodaTime;

namespace VenturePortfolio.Server.Tests;

public sealed class LinkAchievementTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private static LinkAchievementInput Input => new()
    {
        StartupId = SmallWorld.Id("Startup", SmallWorld.StartupA),
        AchievementId = SmallWorld.Id("Achievement", SmallWorld.Achievement),
        EffectiveOn = new LocalDate(2026, 5, 20),
        Evidence = new EvidenceTyped("https://example.org/licence.pdf", new string('a', 64), "Licence"),
    };

    [Fact]
    public async Task A_link_is_stored_once_with_what_proves_it()
    {
        var key = Guid.NewGuid().ToString();

        var link = (await LinkAsync(Input, key)).Value;
        var again = (await LinkAsync(Input, key)).Value;

        Assert.Equal(link, again);
        Assert.Equal("ALREADY_LINKED achievementId", Told(await LinkAsync(Input)));
        Assert.Equal($"2026-05-20|https://example.org/licence.pdf|{new string('a', 64)}|Licence|{SmallWorld.IncubatorA.PersonId}", await world.ValueAsync<string>(
            $"select concat_ws('|', effective_on, evidence_address, encode(evidence_hash, 'hex'), note, reported_by) from achievement_conversion where id = '{link}'"));
    }

    [Fact]
    public async Task Bad_input_names_its_field_and_changes_nothing()
    {
        var before = await world.FingerprintAsync();

        Assert.Equal("REQUIRED evidence.address", Told(await LinkAsync(Input with { Evidence = new(" ", null, null) })));
        Assert.Equal("DATE_OUT_OF_RANGE effectiveOn", Told(await LinkAsync(Input with { EffectiveOn = new(2026, 7, 1) })));
        Assert.Equal("NOT_FOUND startupId", Told(await LinkAsync(Input with { StartupId = SmallWorld.Id("Startup", SmallWorld.StartupB) })));
        Assert.Equal("NOT_FOUND achievementId", Told(await LinkAsync(Input with { AchievementId = SmallWorld.Id("Startup", SmallWorld.Achievement) })));
        // Not shared with consent: for an incubator it is not there.
        Assert.Equal("NOT_FOUND achievementId", Told(await LinkAsync(Input with { AchievementId = SmallWorld.Id("Achievement", SmallWorld.SecretAchievement) })));
        await Assert.ThrowsAsync<AccessDeniedException>(() => LinkAsync(Input, actor: SmallWorld.ManagerA));

        Assert.Equal(before, await world.FingerprintAsync());
    }

    private static string Told(Result<Guid> result) => string.Join("; ", result.Errors.Select(error => $"{error.Code} {error.Path}"));

    private Task<Result<Guid>> LinkAsync(LinkAchievementInput input, string? key = null, Actor? actor = null) =>
        world.RunAsync(actor ?? SmallWorld.IncubatorA, transaction => SmallWorld.Link.RunAsync(
            actor ?? SmallWorld.IncubatorA, input, key ?? Guid.NewGuid().ToString(), transaction, TestContext.Current.CancellationToken));
}
