using GraphQL.Types;

namespace VenturePortfolio.Server;

/// <summary>GraphQL types of all nodes: object, connection, edge, <c>where</c>, <c>orderBy</c>.</summary>
internal sealed class NodeTypes
{
    private readonly GraphCatalogue catalogue;
    private readonly ScalarTypes scalars;
    private readonly Dictionary<string, ObjectGraphType> objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ObjectGraphType> connections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InputObjectGraphType> filters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InputObjectGraphType> listFilters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EnumerationGraphType> orders = new(StringComparer.Ordinal);

    public NodeTypes(GraphCatalogue catalogue, ScalarTypes scalars)
    {
        this.catalogue = catalogue;
        this.scalars = scalars;
        Interface = new InterfaceGraphType { Name = "Node", Description = "Anything with a global id." };
        Interface.AddField(new FieldType { Name = "id", ResolvedType = new NonNullGraphType(scalars.Id) });
        Money = new ObjectGraphType { Name = "Money", Description = "An amount with all the decimals of its currency." };
        Money.AddField(new FieldType { Name = "amount", ResolvedType = new NonNullGraphType(scalars.Text) });
        Money.AddField(new FieldType { Name = "currency", ResolvedType = new NonNullGraphType(scalars.Text) });
        PageInfo = new ObjectGraphType { Name = "PageInfo", Description = "Where a page stands in its connection." };
        PageInfo.AddField(new FieldType { Name = "hasNextPage", ResolvedType = new NonNullGraphType(scalars.Boolean) });
        PageInfo.AddField(new FieldType { Name = "hasPreviousPage", ResolvedType = new NonNullGraphType(scalars.Boolean) });
        PageInfo.AddField(new FieldType { Name = "startCursor", ResolvedType = scalars.Text });
        PageInfo.AddField(new FieldType { Name = "endCursor", ResolvedType = scalars.Text });

        // Shells first: nodes refer to one another in circles.
        foreach (var node in catalogue.Nodes)
        {
            var type = new ObjectGraphType { Name = node.Name, Description = node.Description, IsTypeOf = _ => true };
            type.AddField(new FieldType { Name = "id", ResolvedType = new NonNullGraphType(scalars.Id) });
            type.AddResolvedInterface(Interface);
            Interface.AddPossibleType(type);
            objects.Add(node.Name, type);
            connections.Add(node.Name, Connection(node.Name, type));
            filters.Add(node.Name, new InputObjectGraphType { Name = node.Name + "Filter" });
            listFilters.Add(node.Name, new InputObjectGraphType { Name = node.Name + "ListFilter" });
            orders.Add(node.Name, Order(node));
        }

        Interface.ResolveType = _ => null;
        foreach (var node in catalogue.Nodes)
        {
            FillObject(node);
            FillFilter(node);
        }
    }

    public InterfaceGraphType Interface { get; }

    public ObjectGraphType Money { get; }

    public ObjectGraphType PageInfo { get; }

    public IEnumerable<ObjectGraphType> Objects => objects.Values;

    public ObjectGraphType Object(string node) => objects[node];

    /// <summary>The connection field of a node: paging, filter and order, and what the relation declares.</summary>
    public FieldType ConnectionField(
        string name, string? description, string node, IReadOnlyList<RelationArgument> arguments)
    {
        var all = new QueryArguments(
            new QueryArgument(scalars.Int) { Name = "first", Description = "1 to 100; this or last is required." },
            new QueryArgument(scalars.Text) { Name = "after" },
            new QueryArgument(scalars.Int) { Name = "last", Description = "1 to 100." },
            new QueryArgument(scalars.Text) { Name = "before" },
            new QueryArgument(filters[node]) { Name = "where" },
            new QueryArgument(new ListGraphType(new NonNullGraphType(orders[node]))) { Name = "orderBy" });
        foreach (var argument in catalogue.Node(node).Pins.Concat(arguments))
        {
            var scalar = scalars.Of(argument.Type, argument.Values);
            all.Add(new QueryArgument(argument.List ? new ListGraphType(new NonNullGraphType(scalar)) : scalar)
            {
                Name = argument.Name,
                Description = argument.Description,
            });
        }

        return new FieldType
        {
            Name = name,
            Description = description,
            ResolvedType = new NonNullGraphType(connections[node]),
            Arguments = all,
        };
    }

    /// <summary>Afterwards, because the results of functions may refer to nodes.</summary>
    public void AddFunctions(ResultTypes results)
    {
        foreach (var node in catalogue.Nodes)
        {
            foreach (var function in node.Fields.OfType<NodeFunction>())
            {
                objects[node.Name].AddField(new FieldType
                {
                    Name = function.Name,
                    Description = function.Description,
                    ResolvedType = results.Object(function.Result),
                    Arguments = results.Arguments(function.Arguments),
                });
            }
        }
    }

    private ObjectGraphType Connection(string node, ObjectGraphType type)
    {
        var edge = new ObjectGraphType { Name = node + "Edge" };
        edge.AddField(new FieldType { Name = "cursor", ResolvedType = new NonNullGraphType(scalars.Text) });
        edge.AddField(new FieldType { Name = "node", ResolvedType = new NonNullGraphType(type) });
        var connection = new ObjectGraphType { Name = node + "Connection" };
        connection.AddField(new FieldType { Name = "edges", ResolvedType = List(edge) });
        connection.AddField(new FieldType { Name = "nodes", ResolvedType = List(type) });
        connection.AddField(new FieldType { Name = "pageInfo", ResolvedType = new NonNullGraphType(PageInfo) });
        connection.AddField(new FieldType
        {
            Name = "totalCount",
            Description = "Rows of all pages; counted only when asked for.",
            ResolvedType = new NonNullGraphType(scalars.Int),
        });
        return connection;
    }

    private static NonNullGraphType List(IGraphType item) => new(new ListGraphType(new NonNullGraphType(item)));

    private static EnumerationGraphType Order(NodeDeclaration node)
    {
        var order = new EnumerationGraphType { Name = node.Name + "Order" };
        foreach (var choice in OrderChoice.Of(node))
        {
            order.Add(new EnumValueDefinition(choice.GraphName, choice));
        }

        return order;
    }

    private void FillObject(NodeDeclaration node)
    {
        var type = objects[node.Name];
        foreach (var field in node.StoredFields)
        {
            type.AddField(field switch
            {
                ColumnField column => Plain(field, scalars.Of(column.Type, column.Enum), column.Nullable),
                MoneyField money => Plain(field, Money, money.Nullable),
                ToOneField toOne => Plain(field, objects[toOne.Target], nullable: true),
                ToManyField toMany => ConnectionField(field.Name, field.Description, toMany.Target, toMany.Arguments),
                _ => throw new InvalidOperationException($"{node.Name}.{field.Name} has no GraphQL type."),
            });
        }
    }

    private void FillFilter(NodeDeclaration node)
    {
        var filter = filters[node.Name];
        var many = new ListGraphType(new NonNullGraphType(filter));
        filter.AddField(new FieldType { Name = "and", ResolvedType = many });
        filter.AddField(new FieldType { Name = "or", ResolvedType = many });
        filter.AddField(new FieldType { Name = "not", ResolvedType = filter });
        filter.AddField(new FieldType { Name = "id", ResolvedType = scalars.Filter(ColumnType.Uuid, null) });
        foreach (var field in node.Fields)
        {
            IGraphType? condition = field switch
            {
                ColumnField { Filterable: true } column => scalars.Filter(column.Type, column.Enum),
                MoneyField => scalars.MoneyFilter(),
                NameField => scalars.NameFilter(),
                ToOneField toOne => filters[toOne.Target],
                ToManyField toMany => listFilters[toMany.Target],
                _ => null,
            };
            if (condition is not null)
            {
                filter.AddField(new FieldType
                {
                    Name = field.Name,
                    ResolvedType = condition,
                    Description = field is NameField ? field.Description : null,
                });
            }
        }

        listFilters[node.Name].AddField(new FieldType
        {
            Name = "some",
            Description = "At least one visible row for which this holds.",
            ResolvedType = filter,
        });
    }

    private static FieldType Plain(NodeField field, IGraphType type, bool nullable) => new()
    {
        Name = field.Name,
        Description = field.Description,
        ResolvedType = nullable ? type : new NonNullGraphType(type),
    };
}
