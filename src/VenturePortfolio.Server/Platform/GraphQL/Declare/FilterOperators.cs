namespace VenturePortfolio.Server;

/// <summary>The operators of <c>where</c>, by type.</summary>
public static class FilterOperators
{
    public static readonly IReadOnlyList<string> Ordered = ["eq", "lt", "lte", "gt", "gte"];

    public static readonly IReadOnlyList<string> OfNames = ["eq", "startsWith", "contains"];

    private static readonly string[] Equality = ["eq", "ne", "in", "isNull"];
    private static readonly string[] Comparison = ["eq", "ne", "in", "lt", "lte", "gt", "gte", "isNull"];
    private static readonly string[] Texts = [.. Comparison, "startsWith", "contains"];
    private static readonly string[] Booleans = ["eq", "ne", "isNull"];

    public static IReadOnlyList<string> Of(ColumnType type, EnumDeclaration? values) => type switch
    {
        ColumnType.Uuid => Equality,
        ColumnType.Boolean => Booleans,
        ColumnType.Text => values is null ? Texts : Equality,
        _ => Comparison,
    };
}
