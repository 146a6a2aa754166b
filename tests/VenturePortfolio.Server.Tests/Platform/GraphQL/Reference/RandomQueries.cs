using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server.Tests;

/// <summary>Writes random valid queries over the whole declared schema, for one actor.</summary>
internal sealed class RandomQueries(GraphCatalogue catalogue, ReferenceData data, Random random, QueryCoverage coverage)
{
    private readonly RandomConditions conditions = new(catalogue, data, random, coverage);
    private readonly Dictionary<string, int> turns = new(StringComparer.Ordinal);
    private readonly List<NodeDeclaration> visible = [.. catalogue.Nodes.Where(node => data.Rows(node.Name).Count > 0)];

    public RandomQuery Next()
    {
        var query = new RandomQuery();
        for (var i = random.Next(4) == 0 ? 2 : 1; i > 0; i--)
        {
            query.Body += $" {query.Name()}: {Root(query)}";
        }

        return query;
    }

    private string Root(RandomQuery query)
    {
        var node = visible[Turn("root", visible.Count)];
        var kind = random.Next(10);
        if (node.RootMany is null || kind == 0)
        {
            var id = Argument(query, "ID!", AnyRow(node).Id);
            return $"node(id: {id}) {{ __typename id ... on {node.Name} {{ {Selection(node, query, 0)} }} }}";
        }

        return kind == 1
            ? $"{node.RootOne}(id: {Argument(query, "ID!", AnyRow(node).Id)}) {{ {Selection(node, query, 0)} }}"
            : $"{node.RootMany}({Page(node, query, sizeMax: 100)}) {Connection(node, query, 0)}";
    }

    private string Selection(NodeDeclaration node, RandomQuery query, int depth)
    {
        var parts = new List<string>();
        var selectable = node.Fields.Where(field => field is not NameField).ToList();
        for (var i = 1 + random.Next(4); i > 0; i--)
        {
            parts.Add(Wrapped(node.Name, Field(node, selectable[Turn(node.Name, selectable.Count)], query, depth), query));
        }

        if (random.Next(3) == 0)
        {
            parts.Add("id");
        }

        if (random.Next(6) == 0)
        {
            parts.Add("__typename");
        }

        return string.Join(' ', parts);
    }

    private string Field(NodeDeclaration node, NodeField field, RandomQuery query, int depth)
    {
        var text = field switch
        {
            MoneyField => $"{field.Name} {{ amount {(random.Next(3) == 0 ? "__typename c: currency" : "currency")} }}",
            ToOneField toOne when depth < 4 => ToOne(toOne, query, depth),
            ToManyField toMany when depth < 3 && query.Lists > 0 => ToMany(toMany, query, depth),
            ColumnField => random.Next(5) == 0 ? $"{query.Name()}: {field.Name}" : field.Name,
            _ => "id",
        };
        coverage.Fields.Add(text is "id" ? "" : $"{node.Name}.{field.Name}");
        return text;
    }

    private string ToOne(ToOneField field, RandomQuery query, int depth)
    {
        var target = catalogue.Node(field.Target);
        var one = $"{field.Name} {{ {Selection(target, query, depth + 1)} }}";

        // Two mentions of one response key are merged.
        return random.Next(6) == 0 ? $"{one} {field.Name} {{ {Selection(target, query, depth + 1)} }}" : one;
    }

    private string ToMany(ToManyField field, RandomQuery query, int depth)
    {
        query.Lists--;
        var target = catalogue.Node(field.Target);
        var arguments = Page(target, query);
        if (field.Arguments.Any(argument => argument.Name is "keys") && random.Next(2) == 0)
        {
            arguments += $", keys: {Argument(query, "[String!]", new List<object?> { "M-1", "M-2", "M-3" })}";
        }

        if (field.Arguments.Count > 0 && random.Next(3) == 0)
        {
            arguments += $", asOf: {Argument(query, "Date", "2025-01-08")}";
        }

        return $"{query.Name()}: {field.Name}({arguments}) {Connection(target, query, depth + 1)}";
    }

    private string Connection(NodeDeclaration node, RandomQuery query, int depth)
    {
        var parts = new List<string>();
        if (random.Next(3) > 0)
        {
            parts.Add($"nodes {{ {Selection(node, query, depth)} }}");
        }

        if (parts.Count == 0 || random.Next(3) == 0)
        {
            parts.Add($"edges {{ {(random.Next(2) == 0 ? "cursor" : "__typename")} node {{ {Selection(node, query, depth)} }} }}");
        }

        if (random.Next(3) == 0)
        {
            parts.Add("totalCount");
        }

        if (random.Next(2) == 0)
        {
            parts.Add("pageInfo { hasNextPage hasPreviousPage startCursor endCursor }");
        }
        else if (random.Next(4) == 0)
        {
            parts.Add("pageInfo { hasNextPage }");
        }

        return $"{{ {Wrapped(node.Name + "Connection", string.Join(' ', parts), query)} }}";
    }

    private string Page(NodeDeclaration node, RandomQuery query, int sizeMax = 5)
    {
        var size = random.Next(6) == 0 ? sizeMax : 1 + random.Next(5);
        var page = $"{(random.Next(3) == 0 ? "last" : "first")}: {Argument(query, "Int", size)}";
        var orders = OrderChoice.Of(node).Select(choice => choice.GraphName).ToList();
        var choices = new List<object?>();
        for (var i = random.Next(4); i > 0; i--)
        {
            var order = orders.Find(name => !coverage.Orders.Contains($"{node.Name}.{name}")) ?? orders[Turn("order " + node.Name, orders.Count)];
            choices.Add(new EnumName(order));
            coverage.Orders.Add($"{node.Name}.{order}");
        }

        if (choices.Count > 0)
        {
            page += $", orderBy: {Argument(query, $"[{node.Name}Order!]", choices)}";
        }

        page += Pins(node, query);
        var rows = data.Rows(node.Name);
        if (rows.Count > 0 && random.Next(2) == 0)
        {
            var asVariable = random.Next(3) == 0;
            var where = conditions.Where(AnyRow(node), asVariable ? null : query);
            page += $", where: {(asVariable ? query.Variable(node.Name + "Filter", where) : RandomQuery.Literal(where))}";
        }

        if (rows.Count > 3 && random.Next(5) == 0)
        {
            var order = new ReferenceOrder(node, choices.Select(choice => ((EnumName)choice!).Name));
            var row = AnyRow(node);
            query.Cursors[order.Cursor(row)] = row;
            page += $", {(random.Next(3) == 0 ? "before" : "after")}: {Argument(query, "String", order.Cursor(row))}";
        }

        return page;
    }

    /// <summary>Now and then as of a day or as known at an instant, of those at which something changed.</summary>
    private string Pins(NodeDeclaration node, RandomQuery query)
    {
        var pins = "";
        if (node.Life is RowLife.Dated && data.Rows(node.Name).Count > 0 && random.Next(6) == 0)
        {
            pins += $", asOf: {Argument(query, "Date", LocalDatePattern.Iso.Format((LocalDate)Late(node, "effective_on")))}";
        }

        if (node.Life is RowLife.Dated or RowLife.Recorded && data.Rows(node.Name).Count > 0 && random.Next(6) == 0)
        {
            pins += $", knownAt: {Argument(query, "DateTime", InstantPattern.ExtendedIso.Format((Instant)Late(node, "recorded_at")))}";
        }

        return pins;
    }

    /// <summary>The latest of three, so that most rows are left.</summary>
    private object Late(NodeDeclaration node, string column) =>
        Enumerable.Range(0, 3).Select(_ => AnyRow(node)[column]!).Max()!;

    /// <summary>Now and then behind a fragment, or a directive that keeps or drops it.</summary>
    private string Wrapped(string type, string selection, RandomQuery query) => random.Next(14) switch
    {
        0 => $"... on {type} {{ {selection} }}",
        1 => $"... {{ {selection} }}",
        2 => query.Fragment(type, selection),
        3 => $"... @include(if: {query.Variable("Boolean!", true)}) {{ {selection} }}",
        4 => $"__typename ... @skip(if: {query.Variable("Boolean!", random.Next(2) == 0)}) {{ {selection} }}",
        _ => selection,
    };

    private string Argument(RandomQuery query, string type, object value) =>
        random.Next(3) == 0 ? query.Variable(type, value) : RandomQuery.Literal(value);

    private ReferenceRow AnyRow(NodeDeclaration node)
    {
        var rows = data.Rows(node.Name);
        return rows[random.Next(rows.Count)];
    }

    /// <summary>Takes turns with a random stride, so that every choice has its turn.</summary>
    private int Turn(string what, int count)
    {
        var turn = turns.GetValueOrDefault(what, random.Next(count)) + 1;
        turns[what] = turn;
        return turn % count;
    }
}
