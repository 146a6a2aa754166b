using GraphQLParser;
using GraphQLParser.AST;

namespace VenturePortfolio.Server;

/// <summary>
/// Counts what the validator would compare pair by pair: fields that answer to one name under one parent. It merges as execution
/// does, each field once, where the validator's work grows with the square, and dearly where the pairs differ: fifty fields
/// of one name and other arguments (1.5 KB) cost it 60 ms. Runs after the walk that bounds depth, cycles and expansion.
/// </summary>
internal sealed class MergeWalk(GraphQLDocument document, GuardLimits limits)
{
    private readonly Dictionary<ROM, GraphQLFragmentDefinition> _fragments =
        document.Definitions.OfType<GraphQLFragmentDefinition>().ToDictionary(fragment => fragment.FragmentName.Name.Value);

    private readonly HashSet<ROM> _spread = [];
    private int _fields;
    private int _repeats;
    private int _largeRepeats;
    private int _unlike;
    private GuardRefusal? _refusal;

    public GuardRefusal? Run()
    {
        foreach (var operation in document.Definitions.OfType<GraphQLOperationDefinition>())
        {
            Merge([operation.SelectionSet]);
        }

        // The validator compares inside fragments that nobody spreads, too.
        foreach (var (name, fragment) in _fragments)
        {
            if (!_spread.Contains(name))
            {
                Merge([fragment.SelectionSet]);
            }
        }

        return _refusal;
    }

    private void Merge(IEnumerable<GraphQLSelectionSet> sets)
    {
        var found = new Dictionary<ROM, List<(ROM Type, GraphQLField Field)>>();
        var here = new HashSet<ROM>();
        foreach (var set in sets)
        {
            Collect(set, type: default, found, here);
        }

        foreach (var fields in found.Values)
        {
            if (_refusal is not null)
            {
                return;
            }

            Compare(fields);
            var below = fields.Select(one => one.Field.SelectionSet).OfType<GraphQLSelectionSet>().ToList();
            if (below.Count > 0 && _refusal is null)
            {
                Merge(below);
            }
        }
    }

    private void Collect(
        GraphQLSelectionSet set, ROM type, Dictionary<ROM, List<(ROM Type, GraphQLField Field)>> found, HashSet<ROM> here)
    {
        foreach (var selection in set.Selections)
        {
            switch (selection)
            {
                case GraphQLField field:
                    Check(++_fields, limits.ExpandedFields * 2, "TOO_MANY_FIELDS", "fields once fragments are spread");
                    var key = field.Alias is { } alias ? alias.Name.Value : field.Name.Value;
                    if (!found.TryGetValue(key, out var fields))
                    {
                        found.Add(key, fields = []);
                    }

                    fields.Add((type, field));
                    break;
                case GraphQLInlineFragment inline:
                    Collect(inline.SelectionSet, inline.TypeCondition?.Type.Name.Value ?? type, found, here);
                    break;
                case GraphQLFragmentSpread spread when here.Add(spread.FragmentName.Name.Value)
                        && _fragments.TryGetValue(spread.FragmentName.Name.Value, out var fragment):
                    _spread.Add(spread.FragmentName.Name.Value);
                    Collect(fragment.SelectionSet, fragment.TypeCondition.Type.Name.Value, found, here);
                    break;
            }

            if (_refusal is not null)
            {
                return;
            }
        }
    }

    /// <summary>With the first of its type: being alike is transitive. Under other types the same name may mean another field.</summary>
    private void Compare(List<(ROM Type, GraphQLField Field)> fields)
    {
        for (var i = 1; i < fields.Count; i++)
        {
            var (type, field) = fields[i];
            if (field.Arguments is null && field.SelectionSet is null)
            {
                Check(++_repeats, limits.Repeats, "TOO_MANY_FIELDS", "repeated fields");
            }
            else
            {
                Check(++_largeRepeats, limits.LargeRepeats, "TOO_MANY_FIELDS", "repeated fields with arguments or fields of their own");
            }

            if (!IsAlike(fields.Find(other => other.Type == type).Field, field))
            {
                Check(++_unlike, limits.UnlikeFields, "FIELDS_CONFLICT", "fields of one name that cannot be merged; use aliases");
            }
        }
    }

    /// <summary>As written: a difference in spacing counts as one, which the validator then forgives.</summary>
    private bool IsAlike(GraphQLField one, GraphQLField other) =>
        one.Name.Value == other.Name.Value && Written(one.Arguments).SequenceEqual(Written(other.Arguments));

    private ReadOnlySpan<char> Written(GraphQLArguments? arguments) =>
        arguments is null ? [] : document.Source.Span[arguments.Location.Start..arguments.Location.End];

    private void Check(int count, int limit, string code, string what)
    {
        if (count > limit)
        {
            _refusal ??= new GuardRefusal(code, $"The document has more than {limit} {what}.");
        }
    }
}
