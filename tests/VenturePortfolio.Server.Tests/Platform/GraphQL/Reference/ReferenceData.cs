using System.Globalization;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>One row as the actor sees it: columns by name, computed fields by their name in parentheses.</summary>
internal sealed class ReferenceRow(NodeDeclaration node, Dictionary<string, object?> values)
{
    public NodeDeclaration Node => node;

    public object Key => values[node.KeyColumn]!;

    public object? this[string column] => values[column];

    public object? Of(ColumnField field) => values[ColumnOf(field)];

    public string Id => GlobalId.Of(node.Name, Key is Guid key ? key.ToString("D") : Convert.ToString(Key, CultureInfo.InvariantCulture)!);

    public static string ColumnOf(ColumnField field) =>
        field.Sql.StartsWith("{t}.", StringComparison.Ordinal) && !field.Sql.Contains(' ', StringComparison.Ordinal)
            ? field.Sql[4..]
            : $"({field.Name})";
}

/// <summary>All rows an actor may see: one plain SELECT per table, in one transaction, and nothing else of SQL.</summary>
internal sealed class ReferenceData
{
    private readonly Dictionary<string, List<ReferenceRow>> rows = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Node, string Column), ILookup<object, ReferenceRow>> indexes = [];
    private readonly Dictionary<string, List<(object From, object To)>> links = new(StringComparer.Ordinal);

    public IReadOnlyList<ReferenceRow> Rows(string node) => rows[node];

    /// <summary>Rows whose column has this value.</summary>
    public IEnumerable<ReferenceRow> Where(string node, string column, object? value)
    {
        if (!indexes.TryGetValue((node, column), out var index))
        {
            index = rows[node].Where(row => row[column] is not null).ToLookup(row => row[column]!);
            indexes.Add((node, column), index);
        }

        return value is null ? [] : index[value];
    }

    public IEnumerable<object> Linked(LinkTable link, object from) =>
        links[LinkName(link)].Where(pair => pair.From.Equals(from)).Select(pair => pair.To);

    public static async Task<ReferenceData> LoadAsync(DatabaseLogins logins, GraphCatalogue catalogue, Actor actor, CancellationToken cancel)
    {
        var data = new ReferenceData();
        await using var transaction = await ActorTransaction.BeginAsync(
            logins.DataSourceOf(actor.Role), actor.PersonId, "reference", cancel);
        foreach (var node in catalogue.Nodes)
        {
            var computed = node.Fields.OfType<ColumnField>()
                .Where(field => ReferenceRow.ColumnOf(field)[0] == '(')
                .Select(field => $", {field.SqlOf("t")} as \"({field.Name})\"");
            data.rows[node.Name] = await ReadAsync(
                transaction.Connection,
                $"select t.*{string.Concat(computed)} from portfolio.{node.Table} t",
                values => new ReferenceRow(node, values),
                cancel);
            foreach (var link in node.Fields.OfType<ToManyField>().Select(field => field.Link).OfType<LinkTable>())
            {
                data.links[LinkName(link)] = await ReadAsync(
                    transaction.Connection,
                    $"select * from portfolio.{link.Table}",
                    values => (values[link.Source]!, values[link.Target]!),
                    cancel);
            }
        }

        return data;
    }

    private static string LinkName(LinkTable link) => $"{link.Table}/{link.Source}/{link.Target}";

    private static async Task<List<T>> ReadAsync<T>(
        NpgsqlConnection connection, string sql, Func<Dictionary<string, object?>, T> make, CancellationToken cancel)
    {
        var found = new List<T>();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var values = new Dictionary<string, object?>(StringComparer.Ordinal);
            for (var i = 0; i < reader.FieldCount; i++)
            {
                values[reader.GetName(i)] = await reader.IsDBNullAsync(i, cancel) ? null : Plain(reader.GetValue(i));
            }

            found.Add(make(values));
        }

        return found;
    }

    private static object Plain(object value) => value is short small ? (int)small : value;
}
