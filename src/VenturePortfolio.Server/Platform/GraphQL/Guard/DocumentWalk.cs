using System.Buffers;
using System.Text;
using GraphQLParser;
using GraphQLParser.AST;

namespace VenturePortfolio.Server;

/// <summary>One walk over one document. Its recursion is bounded by the node limit, since each level is a node.</summary>
internal sealed class DocumentWalk(GraphQLDocument document, GuardLimits limits)
{
    private static SelectionExtent Nothing => default;

    private readonly Dictionary<ROM, GraphQLFragmentDefinition> _fragments = [];

    /// <summary>Null while the fragment is being measured: meeting it then is a cycle.</summary>
    private readonly Dictionary<ROM, SelectionExtent?> _measured = [];

    private int _visited;
    private int _directives;
    private int _introspections;
    private GuardRefusal? _refusal;

    public GuardVerdict Run()
    {
        CollectFragments();
        var expanded = 0;
        foreach (var definition in document.Definitions)
        {
            if (_refusal is not null)
            {
                break;
            }

            if (definition is GraphQLOperationDefinition operation)
            {
                var extent = Operation(operation);
                expanded = SelectionExtent.Sum(expanded, extent.Expanded);
                Check(expanded, limits.ExpandedFields, "TOO_MANY_FIELDS", "fields once fragments are spread");
            }
            else if (definition is GraphQLFragmentDefinition fragment)
            {
                var extent = Fragment(fragment);
                CheckParent(extent);
                Check(extent.Expanded, limits.ExpandedFields, "TOO_MANY_FIELDS", "fields once fragments are spread");
            }
        }

        return new GuardVerdict(_refusal, _visited);
    }

    private void CollectFragments()
    {
        foreach (var definition in document.Definitions)
        {
            if (!Visit())
            {
                return;
            }

            if (definition is GraphQLFragmentDefinition fragment)
            {
                if (!_fragments.TryAdd(fragment.FragmentName.Name.Value, fragment))
                {
                    Refuse("DUPLICATE_FRAGMENT", $"Fragment {fragment.FragmentName.Name.Value} is defined twice.");
                }
            }
            else if (definition is not GraphQLOperationDefinition)
            {
                Refuse("NOT_EXECUTABLE", "A document holds operations and fragments only.");
            }
        }

        Check(_fragments.Count, limits.Fragments, "TOO_MANY_FRAGMENTS", "fragments");
    }

    private SelectionExtent Operation(GraphQLOperationDefinition operation)
    {
        Directives(operation.Directives);
        foreach (var variable in operation.Variables?.Items ?? [])
        {
            if (!Visit())
            {
                return Nothing;
            }

            TypeOf(variable.Type);
            Directives(variable.Directives);
            Literal(variable.DefaultValue, depth: 1);
        }

        var extent = Set(operation.SelectionSet);
        CheckParent(extent);
        var asksOnlyTheSchema = extent is { Fields: > 0, OtherFields: 0 };
        Check(extent.Depth, asksOnlyTheSchema ? limits.IntrospectionDepth : limits.Depth, "TOO_DEEP", "levels of fields");
        return extent;
    }

    private SelectionExtent Fragment(GraphQLFragmentDefinition fragment)
    {
        var name = fragment.FragmentName.Name.Value;
        if (_measured.TryGetValue(name, out var known))
        {
            if (known is null)
            {
                Refuse("FRAGMENT_CYCLE", $"Fragment {name} spreads itself.");
            }

            return known ?? Nothing;
        }

        _measured[name] = null;
        Directives(fragment.Directives);
        var extent = Set(fragment.SelectionSet);
        _measured[name] = extent;
        return extent;
    }

    private SelectionExtent Set(GraphQLSelectionSet set)
    {
        Check(set.Selections.Count, limits.SelectionsPerSet, "TOO_MANY_SELECTIONS", "selections in one set");
        var sum = Nothing;
        foreach (var selection in set.Selections)
        {
            if (!Visit())
            {
                return Nothing;
            }

            sum = sum.And(selection switch
            {
                GraphQLField field => Field(field),
                GraphQLInlineFragment inline => Inline(inline),
                GraphQLFragmentSpread spread => Spread(spread),
                _ => Nothing,
            });
        }

        return sum;
    }

    private SelectionExtent Field(GraphQLField field)
    {
        Directives(field.Directives);
        Arguments(field.Arguments);
        var below = field.SelectionSet is null ? Nothing : Set(field.SelectionSet);
        CheckParent(below);

        var name = field.Name.Value;
        var asksTheSchema = name == "__schema" || name == "__type";
        if (asksTheSchema)
        {
            Check(below.Lists, limits.IntrospectionLists, "TOO_DEEP", "introspection lists inside each other");
            Check(below.Expanded, limits.IntrospectionFields, "TOO_MANY_FIELDS", "fields about the schema");
            Check(++_introspections, limits.IntrospectionRoots, "TOO_MANY_FIELDS", "questions about the schema");
        }

        var isList = name == "fields" || name == "inputFields" || name == "interfaces" || name == "possibleTypes";
        return new SelectionExtent(
            Depth: below.Depth + 1,
            Expanded: SelectionExtent.Sum(below.Expanded, 1),
            Fields: 1,
            Aliases: field.Alias is null ? 0 : 1,
            Lists: asksTheSchema ? 0 : below.Lists + (isList ? 1 : 0),
            OtherFields: asksTheSchema || name == "__typename" ? 0 : 1);
    }

    private SelectionExtent Inline(GraphQLInlineFragment inline)
    {
        Directives(inline.Directives);
        return Set(inline.SelectionSet);
    }

    /// <summary>A fragment that is not defined counts as empty: validation names it.</summary>
    private SelectionExtent Spread(GraphQLFragmentSpread spread)
    {
        Directives(spread.Directives);
        return _fragments.TryGetValue(spread.FragmentName.Name.Value, out var fragment) ? Fragment(fragment) : Nothing;
    }

    private void Directives(GraphQLDirectives? directives)
    {
        foreach (var directive in directives?.Items ?? [])
        {
            if (!Visit())
            {
                return;
            }

            Check(++_directives, limits.Directives, "TOO_MANY_DIRECTIVES", "directives");
            Arguments(directive.Arguments);
        }
    }

    private void Arguments(GraphQLArguments? arguments)
    {
        foreach (var argument in arguments?.Items ?? [])
        {
            if (!Visit())
            {
                return;
            }

            Literal(argument.Value, depth: 1);
        }
    }

    private void Literal(GraphQLValue? value, int depth)
    {
        if (value is null || !Visit())
        {
            return;
        }

        if (value is GraphQLStringValue text && !IsText(text.Value.Span))
        {
            Refuse("INVALID_TEXT", "A string in the document holds characters that are not text.");
        }
        else if (value is GraphQLListValue list && Opens(list.Values?.Count, depth))
        {
            foreach (var item in list.Values ?? [])
            {
                Literal(item, depth + 1);
            }
        }
        else if (value is GraphQLObjectValue members && Opens(members.Fields?.Count, depth))
        {
            foreach (var member in members.Fields ?? [])
            {
                Literal(member.Value, depth + 1);
            }
        }
    }

    /// <summary>No NUL, which PostgreSQL cannot hold, and no half of a surrogate pair.</summary>
    private static bool IsText(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != OperationStatus.Done || rune.Value == 0)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }

    private bool Opens(int? items, int depth)
    {
        Check(items ?? 0, limits.LiteralItems, "LITERAL_TOO_LARGE", "items in one literal");
        Check(depth, limits.LiteralDepth, "LITERAL_TOO_DEEP", "levels in one literal");
        return _refusal is null;
    }

    private void TypeOf(GraphQLType type)
    {
        while (Visit())
        {
            switch (type)
            {
                case GraphQLListType list: type = list.Type; break;
                case GraphQLNonNullType nonNull: type = nonNull.Type; break;
                default: return;
            }
        }
    }

    private void CheckParent(SelectionExtent below)
    {
        Check(below.Fields, limits.FieldsPerParent, "TOO_MANY_FIELDS", "fields under one parent");
        Check(below.Aliases, limits.AliasesPerParent, "TOO_MANY_ALIASES", "aliases under one parent");
    }

    /// <summary>False once anything was refused: every loop asks before its next step, so the walk ends where it stands.</summary>
    private bool Visit()
    {
        if (_refusal is not null)
        {
            return false;
        }

        _visited++;
        Check(_visited, limits.Nodes, "TOO_MANY_NODES", "nodes");
        return _refusal is null;
    }

    private void Check(int count, int limit, string code, string what)
    {
        if (count > limit)
        {
            Refuse(code, $"The document has more than {limit} {what}.");
        }
    }

    private void Refuse(string code, string message) => _refusal ??= new GuardRefusal(code, message);
}
