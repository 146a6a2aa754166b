using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace VenturePortfolio.Server;

/// <summary>Compiles lists and look-ups into levels: one SELECT each, children first.</summary>
internal sealed class LevelCompiler(GraphSchema schema, SelectionCollector collector, Variables variables, StagePlan plan, TableSizes.Known sizes)
{
    private const int PageSizeMax = 100;

    /// <summary>Rows all lists of one operation may show together: page sizes multiply as they nest.</summary>
    private const long OperationRowsMax = 100_000;

    /// <summary>Rows by key; gives the level's index. Owned by key: each row is found by its own key, not as "the first".</summary>
    public int Look(RowSource rows, IEnumerable<GraphQLSelectionSet> sets, bool ownedByKey)
    {
        var index = plan.LevelCount++;
        rows.RowsMax = ownedByKey ? PageSizeMax : 1;
        plan.Cost.Reads(1);
        var columns = new LevelColumns(rows);
        var key = columns.Output(null, "{t}." + rows.Node.KeyColumn);
        var view = new RowView(new ObjectCompiler(schema, collector, this, plan.Pins, rows, columns).Parts(sets), null);
        Statement(rows, columns, limit: null, new RowLevel(index, null, ownedByKey ? key : -1, [view]));
        return index;
    }

    /// <summary>A connection: paging, filter and order from its arguments.</summary>
    public ConnectionWriter Connection(
        SelectedField field,
        IFieldType definition,
        NodeDeclaration node,
        IReadOnlyList<RelationArgument> arguments,
        Func<OrderKeys, ConnectionPaging, RowSource> source)
    {
        var paging = Paging(field.First, definition);
        var choices = Given.Argument(field.First, definition, "orderBy", variables)?.Items() ?? [];
        var order = OrderKeys.Of(node, choices.Select(choice => (OrderChoice)choice.Value!));
        var rows = source(order, paging);
        var index = plan.LevelCount++;
        rows.RowsMax = (rows.Parent?.Rows.RowsMax ?? 1) * paging.PageSize;
        var estimate = rows.Parent is { } parent ? parent.Relation.RowsEstimate : node.RowsEstimate;
        var looked = rows.Parent is null ? sizes.Of(node, Narrowing.Of(node, Given.Argument(field.First, definition, "where", variables)) ?? estimate) : estimate;
        var owners = rows.Parent?.Rows.RowsExpected ?? 1;
        rows.RowsExpected = owners * Math.Min(paging.PageSize, estimate ?? paging.PageSize);
        plan.RowsMax += rows.RowsMax;
        if (plan.RowsMax > OperationRowsMax)
        {
            throw new OperationFault(
                new Error("QUERY_TOO_LARGE", "first", $"The page sizes asked for multiply to more than {OperationRowsMax} rows; ask for smaller pages.").With("limit", OperationRowsMax));
        }

        plan.Cost.Reads(rows.RowsExpected);
        var knownAt = Given.Argument(field.First, definition, RelationArgument.KnownAt.Name, variables);
        plan.Pins.List(node, knownAt);
        var asOf = Given.Argument(field.First, definition, RelationArgument.AsOf.Name, variables);
        if (node.Pins.Count > 0 && (asOf ?? knownAt) is not null)
        {
            plan.Dates.Add(new AskedDate(plan.Root, node, asOf?.Source, knownAt?.Source));
        }

        if (AddConditions(rows, field.First, definition, [.. node.Pins, .. arguments], order) || order.SortsAll)
        {
            plan.Cost.LooksThrough(owners, looked);
        }

        var members = collector.Collect(field.SelectionSets, node.Name + "Connection");
        var counts = members.Exists(member => member.Name is "totalCount") ? plan.CountCount++ : -1;
        var writer = new ConnectionWriter(node.Name, index, counts, paging);
        var columns = new LevelColumns(rows);
        columns.Output(null, "{t}." + node.KeyColumn);
        var views = new List<RowView>();
        var usesPage = false;
        foreach (var member in members)
        {
            var name = JsonNames.Of(member.ResponseKey);
            switch (member.Name)
            {
                case "edges":
                    views.Add(new RowView(Edge(member, node, rows, columns), null));
                    writer.Entries.Add(new ConnectionEntry(name, ConnectionMember.Rows, views.Count - 1, []));
                    break;
                case "nodes":
                    var parts = new ObjectCompiler(schema, collector, this, plan.Pins, rows, columns).Parts(member.SelectionSets);
                    views.Add(new RowView(parts, null));
                    writer.Entries.Add(new ConnectionEntry(name, ConnectionMember.Rows, views.Count - 1, []));
                    break;
                case "pageInfo":
                    var page = Page(member);
                    usesPage = true;
                    writer.Entries.Add(new ConnectionEntry(name, ConnectionMember.PageInfo, 0, page));
                    if (writer.CursorView < 0 && page.Exists(part => part.Member is PageMember.StartCursor or PageMember.EndCursor))
                    {
                        views.Add(new RowView(null, CursorPart("cursor", order, columns)));
                        writer.CursorView = views.Count - 1;
                    }

                    break;
                case "totalCount":
                    writer.Entries.Add(new ConnectionEntry(name, ConnectionMember.TotalCount, 0, []));
                    break;
                default:
                    writer.Entries.Add(new ConnectionEntry(name, ConnectionMember.TypeName, 0, []));
                    break;
            }
        }

        if (counts >= 0)
        {
            plan.Cost.LooksThrough(owners, looked);
            var sql = new SqlText();
            rows.WriteCount(sql);
            plan.Statements.Add(new PlannedStatement(sql.ToString(), sql.Parameters)
            {
                CountIndex = counts,
                Owned = rows.Parent is not null,
            });
        }

        if (views.Count > 0 || usesPage)
        {
            // The row beyond the page is read only when somebody asks whether there is one.
            var limit = paging.PageSize + (usesPage ? 1 : 0);
            Statement(rows, columns, limit, new RowLevel(index, paging.PageSize, rows.Parent is null ? -1 : 0, views));
        }

        return writer;
    }

    /// <summary>What is asked of a money field.</summary>
    public (byte[] Name, MoneyMember Member)[] Money(SelectedField field) =>
        [.. collector.Collect(field.SelectionSets, "Money").Select(member => (JsonNames.Of(member.ResponseKey), member.Name switch
        {
            "amount" => MoneyMember.Amount,
            "currency" => MoneyMember.Currency,
            _ => MoneyMember.TypeName,
        }))];

    /// <summary>A function of a node; gives its place among the functions of the stage.</summary>
    public int Function(SelectedField field, NodeDeclaration node, NodeFunction function)
    {
        var definition = ((IObjectGraphType)schema.Schema.AllTypes[node.Name]!).Fields.Find(function.Name)!;
        var writer = new ResultCompiler(schema, collector, this, plan.Pins, byKeys: null).Writer(function.Result, field.SelectionSets);
        plan.Cost.Does(function.Cost);
        plan.Pins.Loosen();
        plan.NodeFunctions.Add(new PlannedNodeFunction(field.First, definition, function, writer));
        return plan.NodeFunctions.Count - 1;
    }

    /// <summary>The child connection of a relation, hung on the level's rows or on what is joined to them.</summary>
    public ConnectionWriter Children(SelectedField field, ToManyField relation, RowSource parents, JoinedRow? at)
    {
        var target = schema.Catalogue.Node(relation.Target);
        var owner = at?.Target ?? parents.Node;
        var hops = new List<JoinedRow>();
        for (var join = at; join is not null; join = join.From)
        {
            hops.Insert(0, join);
        }

        var parent = new RowParent(
            parents, owner, hops.ConvertAll(hop => hop.Field), hops.ConvertAll(hop => hop.Target), relation);
        var definition = ((IObjectGraphType)schema.Schema.AllTypes[owner.Name]!).Fields.Find(relation.Name)!;
        return Connection(field, definition, target, relation.Arguments, (order, paging) =>
            new RowSource(target, plan.LevelCount)
            {
                Parent = parent,
                Order = order,
                PageSize = paging.PageSize,
                Backward = paging.Backward,
            });
    }

    private void Statement(RowSource rows, LevelColumns columns, int? limit, RowLevel level)
    {
        var sql = new SqlText();
        columns.Write(sql, limit);
        plan.Statements.Add(new PlannedStatement(sql.ToString(), sql.Parameters) { Level = level });
    }

    /// <summary>True when there is a filter.</summary>
    private bool AddConditions(
        RowSource rows, GraphQLField field, IFieldType definition, IReadOnlyList<RelationArgument> arguments, OrderKeys order)
    {
        foreach (var argument in arguments)
        {
            var given = Given.Argument(field, definition, argument.Name, variables);
            if (given is not null)
            {
                var source = argument.List ? given.ListSource() : given.Source;
                var parameter = new ValueParameter(source, argument.Type, argument.List, ParameterValues.Converter(argument));
                rows.Conditions.Add((sql, alias) => sql.Add(argument.WhenGiven
                    .Replace("{t}", alias, StringComparison.Ordinal)
                    .Replace("{value}", sql.Parameter(parameter), StringComparison.Ordinal)));
            }
            else if (argument.WhenAbsent is { } absent)
            {
                rows.Conditions.Add((sql, alias) => sql.Add(absent.Replace("{t}", alias, StringComparison.Ordinal)));
            }
        }

        var filter = Given.Argument(field, definition, "where", variables) is { } where
            ? new FilterCompiler(schema.Catalogue, plan.Pins).Compile(rows.Node, where)
            : null;
        if (filter is not null)
        {
            rows.Conditions.Add(filter);
        }

        if (Given.Argument(field, definition, "after", variables) is { } after)
        {
            rows.Bounds.Add(order.Beyond(after.Source, against: false));
        }

        if (Given.Argument(field, definition, "before", variables) is { } before)
        {
            rows.Bounds.Add(order.Beyond(before.Source, against: true));
        }

        return filter is not null;
    }

    private ConnectionPaging Paging(GraphQLField field, IFieldType definition)
    {
        var first = (int?)Given.Argument(field, definition, "first", variables)?.Value;
        var last = (int?)Given.Argument(field, definition, "last", variables)?.Value;
        var name = field.Name.StringValue;
        if (first is null == last is null)
        {
            throw first is null
                ? new OperationFault(new Error("PAGE_SIZE_REQUIRED", "first", $"{name} needs first or last, from 1 to {PageSizeMax}.").With("field", name).With("limit", PageSizeMax))
                : new OperationFault(new Error("BAD_PAGING", "last", $"{name} takes first or last, not both.").With("field", name));
        }

        var size = first ?? last!.Value;
        return size is < 1 or > PageSizeMax
            ? throw new OperationFault(new Error("BAD_PAGE_SIZE", "first", $"{name} takes from 1 to {PageSizeMax} rows, not {size}.").With("field", name).With("limit", PageSizeMax).With("size", size))
            : new ConnectionPaging(
                size,
                Backward: first is null,
                After: Given.Argument(field, definition, "after", variables) is not null,
                Before: Given.Argument(field, definition, "before", variables) is not null);
    }

    private RowPart[] Edge(SelectedField edges, NodeDeclaration node, RowSource rows, LevelColumns columns) =>
        [.. collector.Collect(edges.SelectionSets, node.Name + "Edge").Select(RowPart (field) => field.Name switch
        {
            "cursor" => CursorPart(field.ResponseKey, rows.Order!, columns),
            "node" => new InnerPart(
                field.ResponseKey, new ObjectCompiler(schema, collector, this, plan.Pins, rows, columns).Parts(field.SelectionSets)),
            _ => new ConstantPart(field.ResponseKey, node.Name + "Edge"),
        })];

    private List<(byte[] Name, PageMember Member)> Page(SelectedField field) =>
        collector.Collect(field.SelectionSets, "PageInfo").ConvertAll(member => (JsonNames.Of(member.ResponseKey), member.Name switch
        {
            "hasNextPage" => PageMember.HasNextPage,
            "hasPreviousPage" => PageMember.HasPreviousPage,
            "startCursor" => PageMember.StartCursor,
            "endCursor" => PageMember.EndCursor,
            _ => PageMember.TypeName,
        }));

    private static CursorPart CursorPart(string responseKey, OrderKeys order, LevelColumns columns) =>
        new(responseKey, order.Signature, [.. order.Keys.Select(key => columns.Output(null, ObjectCompiler.Shown(key.Sql, key.Type)))]);
}
