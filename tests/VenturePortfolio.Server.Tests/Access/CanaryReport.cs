namespace VenturePortfolio.Server.Tests;

/// <summary>Where what was seen and what should be seen differ. All lists are empty when nothing does.</summary>
public sealed class CanaryReport
{
    private readonly HashSet<(string What, Role Role)> filled = [];
    private readonly List<string> leaks = [];
    private readonly List<string> hidden = [];
    private readonly List<string> uncovered = [];

    /// <summary>Seen by somebody not entitled to it.</summary>
    public IReadOnlyList<string> Leaks => leaks;

    /// <summary>Not seen by somebody entitled to it.</summary>
    public IReadOnlyList<string> Hidden => hidden;

    /// <summary>Fields that nobody of an entitled role ever saw filled, as <c>Node.field Role</c>, and exceptions that are none.</summary>
    public IReadOnlyList<string> Uncovered => uncovered;

    /// <summary>Facts seen in all: a report about nothing proves nothing.</summary>
    public int Seen { get; private set; }

    internal void Add(Actor actor, IReadOnlyList<NodeDeclaration> nodes, HashSet<CanaryFact> entitled, HashSet<CanaryFact> seen)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        leaks.AddRange(seen.Except(entitled).Select(fact => $"{actor.DisplayName}, {actor.Role}: {fact}"));
        hidden.AddRange(entitled.Except(seen).Select(fact => $"{actor.DisplayName}, {actor.Role}: {fact}"));
        filled.UnionWith(seen.Intersect(entitled).Select(fact => (fact.What, actor.Role)));
        Seen += seen.Count;
    }

    /// <summary>Every field of these nodes, for every role that the table entitles to it.</summary>
    internal void Cover(IReadOnlyList<NodeDeclaration> nodes)
    {
        foreach (var node in nodes)
        {
            foreach (var field in node.StoredFields)
            {
                foreach (var role in Enum.GetValues<Role>().Where(role => Gives(node, field, role)))
                {
                    var name = $"{node.Name}.{field.Name} {role}";
                    if (filled.Contains(($"{node.Name}.{field.Name}", role)) == CanaryTable.NeverFilled.ContainsKey(name))
                    {
                        uncovered.Add(name);
                    }
                }
            }
        }
    }

    private static bool Gives(NodeDeclaration node, NodeField field, Role role) =>
        CanaryTable.Of(node.Name).Gives(role)
        && (CanaryEntitlement.TargetOf(field) is not { } target || CanaryTable.Of(target).Gives(role))
        && (field is not ToManyField { Link: { } link } || CanaryTable.OfLink(link.Table).Gives(role));
}
