using System.Collections.Frozen;

namespace VenturePortfolio.Server;

/// <summary>Every declaration of every slice, by name, checked for dangling references once at start.</summary>
public sealed class GraphCatalogue
{
    private readonly FrozenDictionary<string, NodeDeclaration> byName;

    public GraphCatalogue(
        IEnumerable<NodeDeclaration> nodes, IEnumerable<FunctionField> functions, IEnumerable<MutationDeclaration> mutations)
    {
        // Sorted by name, so that the printed schema does not depend on the order of registration.
        Nodes = [.. nodes.OrderBy(node => node.Name, StringComparer.Ordinal)];
        Functions = [.. functions.OrderBy(field => field.Name, StringComparer.Ordinal)];
        Mutations = [.. mutations.OrderBy(field => field.Name, StringComparer.Ordinal)];
        byName = Nodes.ToFrozenDictionary(node => node.Name, StringComparer.Ordinal);
        foreach (var node in Nodes)
        {
            foreach (var field in node.Fields)
            {
                _ = field switch
                {
                    ToOneField toOne => Node(toOne.Target),
                    ToManyField toMany => Node(toMany.Target),
                    _ => node,
                };
            }
        }
    }

    public IReadOnlyList<NodeDeclaration> Nodes { get; }

    public IReadOnlyList<FunctionField> Functions { get; }

    public IReadOnlyList<MutationDeclaration> Mutations { get; }

    /// <exception cref="InvalidOperationException">No slice declares it.</exception>
    public NodeDeclaration Node(string name) =>
        Find(name) ?? throw new InvalidOperationException($"No slice declares the node {name}.");

    public NodeDeclaration? Find(string name) => byName.GetValueOrDefault(name);
}
