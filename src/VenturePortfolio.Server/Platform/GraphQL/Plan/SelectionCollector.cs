using GraphQL.Validation;
using GraphQLParser.AST;

namespace VenturePortfolio.Server;

/// <summary>All fields that answer to one response key, merged.</summary>
internal sealed record SelectedField(string ResponseKey, IReadOnlyList<GraphQLField> Fields)
{
    public GraphQLField First => Fields[0];

    public string Name => First.Name.StringValue;

    public IEnumerable<GraphQLSelectionSet> SelectionSets => Fields.Select(one => one.SelectionSet!);
}

internal static class FieldArguments
{
    /// <summary>The literal or variable given for an argument.</summary>
    public static GraphQLValue? ValueOf(this GraphQLField field, string argument) =>
        field.Arguments?.Items.Find(other => string.Equals(other.Name.StringValue, argument, StringComparison.Ordinal))?.Value;
}

/// <summary>Collects fields as the specification says: fragments, type conditions, @skip and @include, merging.</summary>
internal sealed class SelectionCollector
{
    private readonly Dictionary<string, GraphQLFragmentDefinition> fragments;
    private readonly Variables variables;

    public SelectionCollector(GraphQLDocument document, Variables variables)
    {
        this.variables = variables;
        fragments = document.Definitions.OfType<GraphQLFragmentDefinition>()
            .ToDictionary(fragment => fragment.FragmentName.Name.StringValue, StringComparer.Ordinal);
    }

    /// <param name="types">Names of the object type and its interfaces.</param>
    public List<SelectedField> Collect(IEnumerable<GraphQLSelectionSet> sets, params ReadOnlySpan<string> types)
    {
        var found = new List<(string Key, List<GraphQLField> Fields)>();

        // Without it doubling fragments would be expanded once per mention.
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var set in sets)
        {
            Collect(set, types, found, visited);
        }

        return found.ConvertAll(field => new SelectedField(field.Key, field.Fields));
    }

    private void Collect(
        GraphQLSelectionSet set,
        ReadOnlySpan<string> types,
        List<(string Key, List<GraphQLField> Fields)> found,
        HashSet<string> visited)
    {
        foreach (var selection in set.Selections)
        {
            if (!Included(((IHasDirectivesNode)selection).Directives))
            {
                continue;
            }

            switch (selection)
            {
                case GraphQLField field:
                    var key = field.Alias?.Name.StringValue ?? field.Name.StringValue;
                    var at = found.FindIndex(other => string.Equals(other.Key, key, StringComparison.Ordinal));
                    if (at < 0)
                    {
                        found.Add((key, [field]));
                    }
                    else
                    {
                        found[at].Fields.Add(field);
                    }

                    break;
                case GraphQLInlineFragment inline when Applies(inline.TypeCondition, types):
                    Collect(inline.SelectionSet, types, found, visited);
                    break;
                case GraphQLFragmentSpread spread when visited.Add(spread.FragmentName.Name.StringValue):
                    var fragment = fragments[spread.FragmentName.Name.StringValue];
                    if (Applies(fragment.TypeCondition, types))
                    {
                        Collect(fragment.SelectionSet, types, found, visited);
                    }

                    break;
            }
        }
    }

    private static bool Applies(GraphQLTypeCondition? condition, ReadOnlySpan<string> types) =>
        condition is null || types.Contains(condition.Type.Name.StringValue);

    private bool Included(GraphQLDirectives? directives)
    {
        foreach (var directive in directives?.Items ?? [])
        {
            var name = directive.Name.StringValue;
            if (name is "skip" or "include")
            {
                var value = directive.Arguments!.Items.First(argument => argument.Name.StringValue is "if").Value switch
                {
                    GraphQLBooleanValue literal => literal.BoolValue,
                    GraphQLVariable variable => (bool)variables.ValueFor(variable.Name.StringValue, false)!,
                    _ => throw new OperationFault("BAD_DIRECTIVE", $"@{name} needs a Boolean."),
                };
                if (value == name is "skip")
                {
                    return false;
                }
            }
        }

        return true;
    }
}
