namespace VenturePortfolio.Server.Tests;

public sealed class ReadEngineTests(RandomWorld world) : IClassFixture<RandomWorld>, IDisposable
{
    private readonly ReadEngine engine = new(world.Logins);

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task The_three_query_shapes_of_the_design_answer()
    {
        var fund = GlobalId.Of("SubFund", RandomWorld.Key("sub_fund", 1));
        var one = await engine.DataAsync(RandomWorld.Policy, $$"""{ subFund(id: "{{fund}}") { id code nameEn announcedSize { amount currency } programme { code } } }""");
        Assert.Equal(fund, one.GetProperty("subFund").GetProperty("id").GetString());

        var newest = await engine.DataAsync(RandomWorld.Policy, """
            { subFunds(first: 50, orderBy: [VINTAGE_DESC, NAME_EN_ASC]) { totalCount pageInfo { hasNextPage endCursor } nodes { code
                cashFlows(first: 10, orderBy: [EFFECTIVE_ON_DESC]) { totalCount edges { cursor node { kind amount { amount currency } effectiveOn investor { nameEn } } } } } } }
            """);
        Assert.Equal(18, newest.GetProperty("subFunds").GetProperty("totalCount").GetInt32());

        var filtered = await engine.DataAsync(RandomWorld.Policy, """
            { startups(first: 100, where: { stage: { in: [SEED, GROWTH] }, milestones: { some: { dueOn: { isNull: false } } } }) { nodes { code sector { nameEn }
                milestones(last: 3, orderBy: [RECORDED_AT_ASC]) { nodes { title kind { code } reports(first: 2) { nodes { verification evidence(first: 1) { nodes { contentHash } } } } } }
                metrics(first: 5, keys: ["M-1"]) { nodes { metricKey value numerator denominator asOf run { state } } } } } }
            """);
        Assert.NotEqual(0, filtered.GetProperty("startups").GetProperty("nodes").GetArrayLength());
    }
}
