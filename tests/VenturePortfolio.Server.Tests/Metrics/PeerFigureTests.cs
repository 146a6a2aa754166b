using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// What a night tells everybody of groups, and whom. Programme P: four managers with a fund each, of 100 guidance money and 100, 200, 300, 400 of others; Q: one fund of a fifth,
/// of 100 and 900. LV-1 of P is (400 + 1,000) / 400 = 3.5; of the funds of 2021, two of P and that of Q, (300 + 1,600) / 300 = 6.33.
/// </summary>
public sealed class PeerFigureTests(TestCluster cluster) : IAsyncLifetime
{
    private static readonly LocalDate AsOf = new(2025, 12, 31);

    private readonly RunningServer server = new(cluster) { Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Profile"] = "demo" } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.InitializeAsync();
        var facts = await PlantedFacts.BeginAsync(server.Logins);
        await facts.ProgrammeAsync("P");
        await facts.ProgrammeAsync("Q");
        for (var at = 1; at <= 5; at++)
        {
            await facts.RunAsync(
                "insert into organisation (id, kind, name_en, jurisdiction, invented, source) values ($1, 'FUND_MANAGER', 'M', 'CN', true, 'test')", Manager(at));
            facts.Adopt($"M{at}", Manager(at));
            var (fund, year) = ($"F{at}", at <= 2 ? 2020 : 2021);
            await facts.FundAsync(fund, at == 5 ? "Q" : "P", vintage: year, manager: $"M{at}");
            await facts.CommitAsync(fund, "GUIDANCE", 10_000, new LocalDate(2022, 1, 1));
            await facts.CommitAsync(fund, "PRIVATE", at == 5 ? 90_000 : at * 10_000, new LocalDate(2022, 1, 1));
        }

        var night = await new Nights(server.Logins).ByHandAsync(AsOf);
        Assert.Equal((NightState.Published, (string?)null), (night.State, night.Why));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData(TestPerson.Incubator)]
    [InlineData(TestPerson.OtherManager)]
    [InlineData(TestPerson.Policy)]
    public async Task Whoever_sees_figures_sees_those_of_large_groups_and_why_others_are_withheld(TestPerson person)
    {
        // Everything less P would be the one fund of Q: the whole is withheld, P is told. Of 2020 there are two funds.
        Assert.Equal(
            [
                "PROGRAMME P 3.5000000000 4 ", "PROGRAMME Q   FEW_CONTRIBUTORS", "TOTAL TOTAL   COMPLEMENTARY", "VINTAGE 2020   FEW_CONTRIBUTORS",
                "VINTAGE 2021 6.3333333333 3 ",
            ],
            await PeersAsync(person));
        if (person != TestPerson.Policy)
        {
            var stored = await server.QueryAsync(person, """{ metricValues(first: 10, where: { metricKey: { eq: "LV-1" } }) { nodes { value } } }""");
            Assert.Equal(0, stored.GetProperty("data").GetProperty("metricValues").GetProperty("nodes").GetArrayLength());
        }
    }

    [Fact]
    public async Task Administrators_see_no_figures() => Assert.Empty(await PeersAsync(TestPerson.Admin));

    [Fact]
    public async Task What_is_withheld_is_not_in_the_table() => Assert.Equal(0, await Ask.ValueAsync<long>(
        server.Logins.Job, "select count(*) from portfolio.peer_figure where withheld_why is not null and (value is not null or contributors is not null)"));

    private async Task<List<string>> PeersAsync(TestPerson person)
    {
        var answer = await server.QueryAsync(
            person,
            """{ peerFigures(first: 100, where: { metricKey: { eq: "LV-1" } }, orderBy: [GROUP_BY_ASC, GROUP_KEY_ASC]) { nodes { groupBy groupKey value contributors withheldWhy } } }""");
        return [.. answer.GetProperty("data").GetProperty("peerFigures").GetProperty("nodes").EnumerateArray()
            .Select(row => $"{row.GetProperty("groupBy")} {row.GetProperty("groupKey")} {row.GetProperty("value")} {row.GetProperty("contributors")} {row.GetProperty("withheldWhy")}")];
    }

    private static Guid Manager(int at) => new($"00000000-0000-4000-8000-0000000000{at:D2}");
}
