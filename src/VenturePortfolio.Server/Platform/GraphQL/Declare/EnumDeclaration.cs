namespace VenturePortfolio.Server;

/// <summary>
/// A closed set of texts shown as a GraphQL enum. In the database it stays text; the GraphQL name is the stored
/// text in upper case with underscores (<c>capital_call</c> becomes <c>CAPITAL_CALL</c>).
/// </summary>
public sealed class EnumDeclaration
{
    public EnumDeclaration(string name, string description, params string[] stored)
    {
        Name = name;
        Description = description;
        Stored = stored;
        GraphNames = [.. stored.Select(GraphName)];
    }

    public string Name { get; }

    public string Description { get; }

    /// <summary>The texts as the database holds them, in the order of the printed schema.</summary>
    public IReadOnlyList<string> Stored { get; }

    /// <summary>The GraphQL names, in the same order.</summary>
    public IReadOnlyList<string> GraphNames { get; }

    public static string GraphName(string stored) =>
        stored.ToUpperInvariant().Replace('-', '_').Replace(' ', '_');
}
