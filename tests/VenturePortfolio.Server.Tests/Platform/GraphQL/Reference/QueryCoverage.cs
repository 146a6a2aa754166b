namespace VenturePortfolio.Server.Tests;

/// <summary>What the random queries have touched.</summary>
internal sealed class QueryCoverage
{
    public HashSet<string> Operators { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Orders { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Fields { get; } = new(StringComparer.Ordinal);

    public HashSet<Role> Roles { get; } = [];

    /// <summary>Every operator of every type that some node can be filtered by.</summary>
    public static IEnumerable<string> AllOperators(GraphCatalogue catalogue) =>
        catalogue.Nodes.SelectMany(node => node.Fields.OfType<ColumnField>())
            .Where(field => field.Filterable)
            .SelectMany(field => FilterOperators.Of(field.Type, field.Enum).Select(operation => $"{Kind(field)}.{operation}"))
            .Concat(FilterOperators.Of(ColumnType.Uuid, null).Select(operation => $"Uuid.{operation}"))
            .Concat(FilterOperators.Ordered.Select(operation => $"Money.{operation}"))
            .Concat(FilterOperators.OfNames.Select(operation => $"Name.{operation}"))
            .Concat(["and", "or", "not", "some", "one"])
            .Distinct(StringComparer.Ordinal);

    public static IEnumerable<string> AllOrders(GraphCatalogue catalogue) =>
        catalogue.Nodes.Where(node => node.RootMany is not null)
            .SelectMany(node => OrderChoice.Of(node).Select(choice => $"{node.Name}.{choice.GraphName}"));

    public static IEnumerable<string> AllFields(GraphCatalogue catalogue) =>
        catalogue.Nodes.SelectMany(node => node.StoredFields.Select(field => $"{node.Name}.{field.Name}"));

    public static string Kind(ColumnField field) => field.Enum is null ? field.Type.ToString() : "Enum";
}
