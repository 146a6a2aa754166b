using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// ITVF-04 turns on stays in incubators of Hong Kong, which managers do not see. A rule says the same to a manager as to the night, so what it needs of linked
/// startups comes through a definer function. Fund A holds startup A; both startups of the world stay in Hong Kong since 2025-01-01.
/// </summary>
public sealed class HongKongLinkTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private static readonly LocalDate Admitted = new(2025, 1, 1);

    [Fact]
    public async Task A_manager_is_told_of_linked_startups_and_of_no_others()
    {
        Assert.Equal([SmallWorld.StartupA, SmallWorld.StartupB], await ReadAsync(SmallWorld.Policy, Admitted));
        Assert.Equal([SmallWorld.StartupA], await ReadAsync(SmallWorld.ManagerA, Admitted));
        Assert.Empty(await ReadAsync(SmallWorld.ManagerB, Admitted));
        Assert.Empty(await ReadAsync(SmallWorld.IncubatorA, Admitted));
        Assert.Empty(await ReadAsync(SmallWorld.Admin, Admitted));
        Assert.Empty(await ReadAsync(SmallWorld.Policy, Admitted.PlusDays(-1)));
    }

    [Fact]
    public async Task What_was_not_told_by_then_is_not_known() => Assert.Empty(await ReadAsync(SmallWorld.Policy, Admitted, Instant.FromUtc(2025, 6, 1, 0, 0)));

    private async Task<List<Guid>> ReadAsync(Actor actor, LocalDate asOf, Instant? knownAt = null)
    {
        await using var snapshot = await FactSnapshot.OpenAsync(world.Logins, actor, "test", TestContext.Current.CancellationToken);
        var book = await RuleBook.ReadAsync(snapshot, asOf, knownAt ?? Instant.FromUtc(2099, 1, 1, 0, 0), TestContext.Current.CancellationToken);
        return [.. book.InHongKongIncubators.Select(startup => startup.Value).Order()];
    }
}
