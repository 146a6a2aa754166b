namespace VenturePortfolio.Server.Tests;

/// <summary>What declarations claim about the life of rows, held to the triggers and columns of the database.</summary>
public sealed class RowLifeTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly ReadEngine engine = new(database.Logins);

    public void Dispose() => engine.Dispose();

    private IEnumerable<NodeDeclaration> Nodes(params RowLife[] lives) => engine.Schema.Catalogue.Nodes.Where(node => lives.Contains(node.Life));

    [Fact]
    public async Task Every_card_and_every_table_of_pairs_raises_the_revision_when_touched()
    {
        var pairs = engine.Schema.Catalogue.Nodes.SelectMany(node => node.Fields).OfType<ToManyField>().Select(field => field.Link?.Table).OfType<string>();
        foreach (var table in Nodes(RowLife.Card).Select(node => node.Table).Concat(pairs))
        {
            // Bits of tgtype: 4 insert, 8 delete, 16 update, 32 truncate; for each statement, after it.
            Assert.Equal(60, await TriggersAsync(table, "app.raise_card_revision()"));
        }
    }

    [Fact]
    public async Task Every_fact_refuses_change_and_says_when_it_was_recorded()
    {
        Assert.NotEmpty(Nodes(RowLife.Dated));
        foreach (var node in Nodes(RowLife.Dated, RowLife.Recorded))
        {
            Assert.Equal(2 + 8 + 16 + 32 + 1, await TriggersAsync(node.Table, "app.refuse_change()")); // Before, by row and by statement.
            var columns = await Ask.ValueAsync<string>(
                database.Logins.Job,
                $"""
                select string_agg(column_name, ' ' order by column_name)
                from information_schema.columns
                where table_schema = 'portfolio' and table_name = '{node.Table}' and column_name in ('effective_on', 'recorded_at') and is_nullable = 'NO'
                """);
            Assert.Equal(node.Life == RowLife.Dated ? "effective_on recorded_at" : "recorded_at", columns);
        }
    }

    [Fact]
    public void No_computed_field_of_a_card_or_a_fact_looks_at_the_clock() => Assert.All(
        Nodes(RowLife.Card, RowLife.Dated, RowLife.Recorded).SelectMany(node => node.Fields).OfType<ColumnField>(),
        field => Assert.DoesNotMatch("now\\(|current|clock|random", field.Sql));

    private async Task<int> TriggersAsync(string table, string function) => await Ask.ValueAsync<int>(
        database.Logins.Job,
        $"""
        select coalesce(bit_or(tgtype), 0)::int
        from pg_trigger
        where tgrelid = 'portfolio.{table}'::regclass and tgfoid = '{function}'::regprocedure and tgenabled in ('O', 'A')
        """);
}
