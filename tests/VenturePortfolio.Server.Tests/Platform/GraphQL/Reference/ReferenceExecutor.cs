using System.Globalization;
using GraphQLParser;
using GraphQLParser.AST;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Slow and obvious: walks the document and writes the answer from rows in memory. It shares the declarations with the
/// engine and nothing else; filters, orders, pages and cursors are its own.
/// </summary>
internal sealed class ReferenceExecutor(GraphCatalogue catalogue, ReferenceData data)
{
    private readonly ReferenceRelations relations = new(catalogue, data);
    private GraphQLDocument document = new([]);
    private IDictionary<string, object?> variables = new Dictionary<string, object?>(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, ReferenceRow> cursors = new Dictionary<string, ReferenceRow>(StringComparer.Ordinal);

    /// <summary>Members of rows written in all answers so far: an answer that adds none is empty.</summary>
    public long RowsShown { get; private set; }

    /// <param name="cursors">The rows behind the cursors the query mentions.</param>
    public string Answer(string query, IDictionary<string, object?> variables, IReadOnlyDictionary<string, ReferenceRow> cursors)
    {
        document = Parser.Parse(query);
        this.variables = variables;
        this.cursors = cursors;
        var operation = document.Definitions.OfType<GraphQLOperationDefinition>().Single();
        return $$"""{"data":{{Object(operation.SelectionSet, "Query", Root)}}}""";
    }

    private string Root(GraphQLField field)
    {
        var name = field.Name.StringValue;
        if (catalogue.Nodes.FirstOrDefault(node => string.Equals(node.RootMany, name, StringComparison.Ordinal)) is { } many)
        {
            return Connection(field, many, many.Name is "Finding" ? Findings(field) : data.Rows(many.Name));
        }

        var id = (string)Argument(field, "id")!;
        var type = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(id)).Split(':')[0];
        var node = catalogue.Node(type);
        var row = data.Where(type, node.KeyColumn, ReferenceValues.ParseKey(node, id)).SingleOrDefault();
        return row is null ? "null" : Node(row, field.SelectionSet!);
    }

    private List<ReferenceRow> Findings(GraphQLField field)
    {
        var statuses = Texts(field, "status");
        var since = Argument(field, "since") is { } text ? ReferenceValues.Parse(ColumnType.Date, null, text) : null;
        return [.. data.Rows("Finding").Where(row =>
            (statuses is null || statuses.Contains((string)row["status"]!, StringComparer.Ordinal)) && (since is null || ReferenceValues.Compare(row["since"]!, since) >= 0))];
    }

    private string Node(ReferenceRow row, params GraphQLSelectionSet[] sets) => Object(sets, row.Node.Name, (field, all) =>
    {
        RowsShown++;
        if (field.Name.StringValue is "id")
        {
            return ReferenceValues.Quote(row.Id);
        }

        return row.Node.Fields.First(other => string.Equals(other.Name, field.Name.StringValue, StringComparison.Ordinal)) switch
        {
            ColumnField { IsSaid: true } said when row.Of(said) is string sentence && sentence.StartsWith("requested by ", StringComparison.Ordinal) =>
                ReferenceValues.Json(said, "asked for by a person"),
            ColumnField column => ReferenceValues.Json(column, row.Of(column)),
            MoneyField money => Money(row, money, all),
            ToOneField toOne => relations.One(row, toOne) is { } other ? Node(other, Sets(all)) : "null",
            ToManyField toMany => Connection(
                all, catalogue.Node(toMany.Target), [.. relations.Many(row, toMany, Texts(field, "keys"), AsOf(field))]),
            _ => throw new InvalidOperationException(field.Name.StringValue),
        };
    });

    private string Money(ReferenceRow row, MoneyField money, List<GraphQLField> all) =>
        row[money.AmountColumn] is not long minor
            ? "null"
            : Object(Sets(all), "Money", (field, _) => ReferenceValues.Quote(field.Name.StringValue is "amount"
                ? ReferenceValues.Amount(minor, (string)row[money.CurrencyColumn]!)
                : (string)row[money.CurrencyColumn]!));

    private string Connection(GraphQLField field, NodeDeclaration node, IReadOnlyList<ReferenceRow> rows) =>
        Connection([field], node, rows);

    private string Connection(List<GraphQLField> all, NodeDeclaration node, IReadOnlyList<ReferenceRow> rows)
    {
        var field = all[0];
        var order = new ReferenceOrder(node, Texts(field, "orderBy") ?? []);
        var filter = new ReferenceFilter(relations);
        var where = (IDictionary<string, object?>?)Argument(field, "where");
        var found = rows.Where(row => Holds(node, field, row) && (where is null || filter.Holds(row, where))).ToList();
        var total = found.Count;
        found.Sort(order.Compare);
        var after = (string?)Argument(field, "after");
        var before = (string?)Argument(field, "before");
        found.RemoveAll(row => (after is not null && order.Compare(row, cursors[after]) <= 0)
            || (before is not null && order.Compare(row, cursors[before]) >= 0));
        var first = (int?)Argument(field, "first");
        var size = first ?? (int)Argument(field, "last")!;
        var page = first is not null ? found.Take(size).ToList() : found.TakeLast(size).ToList();
        var more = found.Count > size;
        return Object(Sets(all), node.Name + "Connection", (member, merged) => member.Name.StringValue switch
        {
            "totalCount" => total.ToString(CultureInfo.InvariantCulture),
            "nodes" => List(page, row => Node(row, Sets(merged))),
            "edges" => List(page, row => Object(Sets(merged), node.Name + "Edge", (part, inner) =>
                part.Name.StringValue is "cursor" ? ReferenceValues.Quote(order.Cursor(row)) : Node(row, Sets(inner)))),
            _ => Object(Sets(merged), "PageInfo", (part, _) => part.Name.StringValue switch
            {
                "hasNextPage" => Truth(first is not null ? more || before is not null : before is not null),
                "hasPreviousPage" => Truth(first is not null ? after is not null : more || after is not null),
                "startCursor" => page.Count == 0 ? "null" : ReferenceValues.Quote(order.Cursor(page[0])),
                _ => page.Count == 0 ? "null" : ReferenceValues.Quote(order.Cursor(page[^1])),
            }),
        });
    }

    private string Object(GraphQLSelectionSet set, string type, Func<GraphQLField, string> write) =>
        Object([set], type, (field, _) => write(field));

    /// <summary>Members in the order first mentioned; fields of one response key belong together.</summary>
    private string Object(GraphQLSelectionSet[] sets, string type, Func<GraphQLField, List<GraphQLField>, string> write)
    {
        var fields = sets.SelectMany(set => Flat(set, type))
            .GroupBy(field => (field.Alias?.Name ?? field.Name).StringValue, StringComparer.Ordinal);
        return "{" + string.Join(',', fields.Select(group =>
            $"\"{group.Key}\":{(group.First().Name.StringValue is "__typename" ? $"\"{type}\"" : write(group.First(), [.. group]))}")) + "}";
    }

    private IEnumerable<GraphQLField> Flat(GraphQLSelectionSet set, string type)
    {
        foreach (var selection in set.Selections.Where(Included))
        {
            var (inner, condition) = selection switch
            {
                GraphQLInlineFragment inline => (inline.SelectionSet, inline.TypeCondition),
                GraphQLFragmentSpread spread => Fragment(spread),
                _ => (null, null),
            };
            if (selection is GraphQLField field)
            {
                yield return field;
            }
            else if (condition is null || condition.Type.Name.StringValue is "Node" || string.Equals(condition.Type.Name.StringValue, type, StringComparison.Ordinal))
            {
                foreach (var below in Flat(inner!, type))
                {
                    yield return below;
                }
            }
        }
    }

    private (GraphQLSelectionSet? Set, GraphQLTypeCondition? Condition) Fragment(GraphQLFragmentSpread spread)
    {
        var fragment = document.Definitions.OfType<GraphQLFragmentDefinition>()
            .Single(other => other.FragmentName.Name.StringValue == spread.FragmentName.Name.StringValue);
        return (fragment.SelectionSet, fragment.TypeCondition);
    }

    private bool Included(ASTNode selection) => (((IHasDirectivesNode)selection).Directives?.Items ?? [])
        .TrueForAll(directive => (bool)Value(directive.Arguments!.Items[0].Value)! == directive.Name.StringValue is "include");

    /// <summary>What held by the end of a day, what had been recorded by an instant.</summary>
    private bool Holds(NodeDeclaration node, GraphQLField field, ReferenceRow row) =>
        (node.Life is not RowLife.Dated || AsOf(field) is not { } day || ReferenceValues.Compare(row["effective_on"]!, day) <= 0)
        && (node.Life is not (RowLife.Dated or RowLife.Recorded) || Argument(field, "knownAt") is not { } instant
            || ReferenceValues.Compare(row["recorded_at"]!, ReferenceValues.Parse(ColumnType.Instant, null, instant)) <= 0);

    private object? AsOf(GraphQLField field) =>
        Argument(field, "asOf") is { } text ? ReferenceValues.Parse(ColumnType.Date, null, text) : null;

    private List<string>? Texts(GraphQLField field, string argument) =>
        (Argument(field, argument) as System.Collections.IEnumerable)?.Cast<string>().ToList();

    private object? Argument(GraphQLField field, string name) =>
        field.Arguments?.Items.Find(argument => argument.Name.StringValue == name) is { } given ? Value(given.Value) : null;

    private object? Value(GraphQLValue value) => value switch
    {
        GraphQLVariable variable => variables.TryGetValue(variable.Name.StringValue, out var given) ? given : null,
        GraphQLNullValue => null,
        GraphQLBooleanValue truth => truth.BoolValue,
        GraphQLIntValue number => int.Parse(number.Value, CultureInfo.InvariantCulture),
        GraphQLStringValue text => text.Value.ToString(),
        GraphQLEnumValue name => name.Name.StringValue,
        GraphQLListValue list => (list.Values ?? []).Select(Value).ToList(),
        GraphQLObjectValue fields => (fields.Fields ?? []).ToDictionary(field => field.Name.StringValue, field => Value(field.Value), StringComparer.Ordinal),
        _ => throw new InvalidOperationException(value.Kind.ToString()),
    };

    private static GraphQLSelectionSet[] Sets(List<GraphQLField> all) => [.. all.Select(field => field.SelectionSet!)];

    private static string List(List<ReferenceRow> rows, Func<ReferenceRow, string> write) => $"[{string.Join(',', rows.Select(write))}]";

    private static string Truth(bool value) => value ? "true" : "false";
}
