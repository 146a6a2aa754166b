using System.Numerics;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// The variables of a document's first request are coerced by GraphQL.NET while it validates, later ones by <see cref="PlainVariables"/>
/// where that can: both must come to the same. Expected is therefore always the first answer.
/// </summary>
public sealed class PlainVariablesTests(RandomWorld world) : IClassFixture<RandomWorld>, IDisposable
{
    private readonly ReadEngine engine = new(world.Logins);

    public static TheoryData<string> Queries =>
    [
        "query ($v: ID!) { node(id: $v) { id } }",
        "query ($v: ID! = \"U3ViRnVuZDox\") { node(id: $v) { id } }",
        "query ($v: Boolean!) { subFunds(first: 1) { nodes { id @include(if: $v) code } } }",
        "query ($v: Boolean = false) { subFunds(first: 1) { nodes { id @skip(if: $v) code } } }",
        "query ($v: Int) { subFunds(first: $v) { nodes { code } } }",
        "query ($v: Int!) { subFunds(first: 5, where: { vintage: { gte: $v } }) { nodes { code } } }",
        "query ($v: String) { subFunds(first: 5, where: { code: { gte: $v } }) { nodes { code } } }",
        "query ($v: SubFundStatus) { subFunds(first: 5, where: { status: { eq: $v } }) { nodes { code } } }",
        "query ($v: [SubFundStatus!]) { subFunds(first: 5, where: { status: { in: $v } }) { nodes { code } } }",
        "query ($v: Date) { cashFlows(first: 5, asOf: $v) { nodes { id } } }",
        "query ($v: DateTime) { cashFlows(first: 5, knownAt: $v) { nodes { id } } }",
    ];

    public void Dispose() => engine.Dispose();

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Later_requests_are_answered_like_the_first(string query)
    {
        var answered = 0;
        foreach (var (number, value) in Values.Index())
        {
            var text = $"{query} # {number}"; // A document of its own.
            var given = value is Missing ? null : new Dictionary<string, object?>(StringComparer.Ordinal) { ["v"] = value };
            var first = await engine.AnswerAsync(RandomWorld.Policy, text, given);
            Assert.DoesNotContain("INTERNAL", first, StringComparison.Ordinal);
            Assert.Equal(first, await engine.AnswerAsync(RandomWorld.Policy, text, given));
            answered += first.StartsWith("{\"data\"", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.InRange(answered, 1, Values.Count - 1);
    }

    private static IReadOnlyList<object?> Values { get; } =
    [
        new Missing(), null, true, false, 0, 3, -1, 2015, 3_000_000_000L, BigInteger.Pow(10, 30), 1.5m, 1.5, "", "3", "true", "x", "INVESTING", "2024-02-29", "2024-02-30",
        "2024-02-29T00:00:00Z", "U3ViRnVuZDox", GlobalId.Of("SubFund", RandomWorld.Key("sub_fund", 1)), new List<object?> { "INVESTING" }, new List<object?>(),
        new Dictionary<string, object?>(StringComparer.Ordinal),
    ];

    private sealed class Missing;
}
