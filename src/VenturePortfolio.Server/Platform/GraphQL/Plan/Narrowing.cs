namespace VenturePortfolio.Server;

/// <summary>What a filter at the root leaves to look through, by the estimates that the node declares.</summary>
internal static class Narrowing
{
    /// <summary>The least of what the fields told exactly lead to; null where none of them is declared. Of <c>or</c> and <c>not</c> nothing is known.</summary>
    public static int? Of(NodeDeclaration node, Given? where) => where?.Fields()
        .Where(part => node.Narrowed.ContainsKey(part.Name) && IsExact(part.Given))
        .Select(part => (int?)node.Narrowed[part.Name])
        .Min();

    private static bool IsExact(Given told) => told.Fields().Any(field =>
        field.Name is "eq" || (field.Name is "id" or "code" && field.Given.Fields().Any(inner => inner.Name is "eq")));
}
