using System.Text.RegularExpressions;

namespace VenturePortfolio.Server.Tests;

/// <summary>Every closed set of the database is the closed set of the API: a value that the table takes and the schema does not declare would fail its reader.</summary>
public sealed partial class EnumTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    // A view's rows are those of this table.
    private static readonly Dictionary<string, string> Behind = new(StringComparer.Ordinal) { ["finding"] = "rule_verdict" };

    private readonly ReadEngine engine = new(database.Logins);

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task Every_list_a_table_checks_is_the_enum_that_shows_it()
    {
        var (found, taken) = (0, new Dictionary<EnumDeclaration, HashSet<string>>());
        foreach (var node in engine.Schema.Catalogue.Nodes)
        {
            foreach (var field in node.Fields.OfType<ColumnField>().Where(field => field.Enum is not null))
            {
                var column = PlainColumn().Match(field.Sql).Groups["column"].Value;
                var check = await Ask.ValueAsync<string>(
                    database.Logins.Job,
                    $"""
                    select coalesce(string_agg(pg_get_constraintdef(c.oid), '; '), '')
                    from pg_constraint c
                    join pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum]
                    where c.contype = 'c' and c.conrelid = 'portfolio.{Behind.GetValueOrDefault(node.Table, node.Table)}'::regclass and a.attname = '{column}'
                    """);
                var allowed = Quoted().Matches(check).Select(match => match.Groups["value"].Value).Order(StringComparer.Ordinal).ToList();
                Assert.True(allowed.Count > 0, $"{node.Name}.{field.Name}: no list is checked on {node.Table}.{column}.");
                Assert.True(
                    allowed.TrueForAll(value => field.Enum!.Stored.Contains(value, StringComparer.Ordinal)),
                    $"{node.Name}.{field.Name}: the table takes {string.Join(' ', allowed)}, the schema declares {string.Join(' ', field.Enum!.Stored)}.");
                if (!taken.TryGetValue(field.Enum, out var all))
                {
                    taken[field.Enum] = all = new HashSet<string>(StringComparer.Ordinal);
                }

                all.UnionWith(allowed);
                found++;
            }
        }

        // A column may take fewer (no service key is an administrator's); a value that no column takes is declared in vain.
        // Reports are asked by kinds of groups that no night keeps.
        Assert.All(taken.Where(pair => pair.Key != LeverageReportField.GroupBy), pair => Assert.Equal(pair.Key.Stored.Order(StringComparer.Ordinal), pair.Value.Order(StringComparer.Ordinal)));
        Assert.InRange(found, 15, 200);
    }

    [GeneratedRegex(@"^\{t\}\.(?<column>\w+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PlainColumn();

    [GeneratedRegex("'(?<value>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Quoted();
}
