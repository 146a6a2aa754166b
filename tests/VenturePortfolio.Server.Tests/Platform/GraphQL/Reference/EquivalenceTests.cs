using System.Globalization;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Equality is proved, not believed: the planned engine and a slow reference executor give the same bytes for thousands of
/// random queries, each as an actor of some role.
/// </summary>
public sealed class EquivalenceTests(RandomWorld world, ITestOutputHelper output) : IClassFixture<RandomWorld>, IDisposable
{
    private const int Queries = 2000;

    private readonly ReadEngine engine = new(world.Logins);

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task Two_thousand_random_queries_are_answered_byte_for_byte_as_by_the_reference()
    {
        var coverage = new QueryCoverage();
        var answered = await CompareAsync(Queries, coverage, Seed());

        Assert.Equal(Queries, answered.Total);
        Assert.True(answered.NotEmpty >= Queries * 9 / 10, $"{answered.NotEmpty} of {Queries} answers have rows");
        Assert.Empty(QueryCoverage.AllOperators(engine.Schema.Catalogue).Except(coverage.Operators, StringComparer.Ordinal));
        Assert.Empty(QueryCoverage.AllOrders(engine.Schema.Catalogue).Except(coverage.Orders, StringComparer.Ordinal));
        Assert.Empty(QueryCoverage.AllFields(engine.Schema.Catalogue).Except(coverage.Fields, StringComparer.Ordinal));
        Assert.Equal(Enum.GetValues<Role>().Length, coverage.Roles.Count);
    }

    [Theory]
    [InlineData(PlanFaults.NoTieBreak)]
    [InlineData(PlanFaults.StrictBounds)]
    public async Task A_fault_planted_in_the_planner_is_caught(string fault)
    {
        PlanFaults.Plant(fault);
        try
        {
            await Assert.ThrowsAsync<DifferentAnswerException>(() => CompareAsync(Queries, new QueryCoverage(), Seed()));
        }
        finally
        {
            PlanFaults.Plant(null);
        }
    }

    private async Task<(int Total, int NotEmpty)> CompareAsync(int queries, QueryCoverage coverage, int seed)
    {
        output.WriteLine($"VENTUREPORTFOLIO_TEST_SEED={RandomWorld.Seed}, queries from {seed}");
        var notEmpty = 0;
        var total = 0;
        var share = queries / RandomWorld.Everybody.Count + 1;
        foreach (var actor in RandomWorld.Everybody)
        {
            coverage.Roles.Add(actor.Role);
            var data = await ReferenceData.LoadAsync(world.Logins, engine.Schema.Catalogue, actor, TestContext.Current.CancellationToken);
            var random = new Random(seed + (int)actor.Role);
            var generator = new RandomQueries(engine.Schema.Catalogue, data, random, coverage);
            var reference = new ReferenceExecutor(engine.Schema.Catalogue, data);
            for (var i = 0; i < share && total < queries; i++, total++)
            {
                var query = generator.Next();
                var shown = reference.RowsShown;
                var expected = reference.Answer(query.Text, query.Variables, query.Cursors);
                var actual = await engine.AnswerAsync(actor, query.Text, query.Variables);
                if (!string.Equals(expected, actual, StringComparison.Ordinal))
                {
                    throw new DifferentAnswerException(
                        $"Seed {seed}, {actor.Role}, query {total}:\n{query.Text}\n{RandomQuery.Literal(query.Variables.ToDictionary())}\nreference: {expected}\nengine:    {actual}\n{engine.Failure}");
                }

                notEmpty += reference.RowsShown > shown ? 1 : 0;
            }
        }

        output.WriteLine($"{notEmpty} of {total} answers have rows");
        return (total, notEmpty);
    }

    private static int Seed() => int.Parse(RandomWorld.Seed, CultureInfo.InvariantCulture);

    private sealed class DifferentAnswerException(string message) : Exception(message);
}
