using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>Expected units are reckoned by hand: one for the operation, one a row of the page, and a hundredth of what is looked through, and one.</summary>
public sealed class TableSizesTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly ReadEngine engine = new(database.Logins);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => engine.Dispose();

    [Theory]
    [InlineData("""{ partMetricValues(first: 20, where: { asOf: { eq: "2025-06-30" }, metricKey: { eq: "TVPI" } }) { nodes { value } } }""", 2022)] // 1 + 20, and 200,000 of a day looked through: 2,000 + 1
    [InlineData("""{ partMetricValues(first: 20, where: { asOf: { eq: "2025-06-30" }, subFund: { code: { eq: "F" } } }) { nodes { value } } }""", 522)] // 50,000 of a fund are fewer.
    [InlineData("""{ startupMetricValues(first: 20, where: { startup: { code: { eq: "S" } }, metricKey: { eq: "ON-TIME" } }) { nodes { value } } }""", 27)] // 500 of a startup: 5 + 1
    [InlineData("""{ startupMetricValues(first: 20, where: { metricKey: { eq: "ON-TIME" } }) { nodes { value } } }""", 100_022)] // No index leads there: all ten million.
    [InlineData("""{ partMetricValues(first: 20, where: { startup: { code: { eq: "S" } } }) { nodes { value } } }""", 32)] // 1,000 of a company
    [InlineData("""{ partMetricValues(first: 20, where: { investor: { code: { eq: "I" } } }) { nodes { value } } }""", 222)] // 20,000 of an investor
    [InlineData("""{ ruleVerdicts(first: 20, where: { asOf: { eq: "2025-06-30" }, status: { eq: BREACH } }) { totalCount nodes { status } } }""", 2023)] // 100,000 of a day, looked through and counted
    [InlineData("""{ metricValues(first: 20, where: { subFund: { code: { eq: "F" } } }) { totalCount nodes { value } } }""", 1023)]
    [InlineData("""{ metricValues(first: 20, orderBy: [VALUE_DESC]) { nodes { value } } }""", 5022)] // No index has it: all 500,000 are looked at.
    [InlineData("""{ metricValues(first: 20, orderBy: [AS_OF_DESC]) { nodes { value } } }""", 21)]
    public void Before_tables_were_measured_the_declared_estimates_hold(string query, int units) => Assert.Equal(units, CostOf(query, TableSizes.Known.Nothing));

    [Fact]
    public async Task What_is_looked_through_is_no_more_than_the_table_has_room_for()
    {
        const string All = """{ startupMetricValues(first: 20, where: { metricKey: { eq: "ON-TIME" } }) { totalCount nodes { value } } }""";
        var sizes = new TableSizes(database.Logins, engine.Schema.Catalogue, TimeProvider.System);
        Assert.Equal(23, CostOf(All, await sizes.NowAsync(Cancel))); // Empty.

        await using (var connection = await database.Logins.Job.OpenConnectionAsync(Cancel))
        await using (var fill = new NpgsqlCommand(
            """
            select app.open_day('2025-06-30');
            insert into metric_detail (run_id, startup_id, metric_key, revision, as_of, known_at, unit, fx_basis, value, status)
            select gen_random_uuid(), gen_random_uuid(), 'ON-TIME', 1, '2025-06-30', '2025-07-01 00:00Z', 'RATIO', 'none', 1, 'OK' from generate_series(1, 10000)
            """, connection))
        {
            await fill.ExecuteNonQueryAsync(Cancel);
        }

        // 10,000 rows of 100 to 209 bytes: up to 20,900 rows of a hundred; in powers of two 16,384 or 32,768.
        var known = await new TableSizes(database.Logins, engine.Schema.Catalogue, TimeProvider.System).NowAsync(Cancel);
        Assert.InRange(CostOf(All, known), 21 + (2 * 164), 21 + (2 * 329));
        Assert.NotEqual("", known.Epoch);
        Assert.Same(await sizes.NowAsync(Cancel), await sizes.NowAsync(Cancel)); // Not measured anew within a minute.
    }

    private long CostOf(string query, TableSizes.Known sizes)
    {
        var document = Parser.Parse(query);
        return StageCompiler.Compile(engine.Schema, document, document.Definitions.OfType<GraphQLOperationDefinition>().Single(), Variables.None, sizes).CostRequested;
    }
}
