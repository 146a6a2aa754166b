using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.Caching.Memory;

namespace VenturePortfolio.Server;

/// <summary>A document that passed validation, with what decides which of its plans to use.</summary>
/// <param name="PageVariables">Variables used as page sizes: their values stand in the SQL text.</param>
/// <param name="MayIntrospect">It mentions the schema somewhere; which fields are asked may depend on variables.</param>
internal sealed record ValidDocument(IReadOnlySet<string> PageVariables, bool MayIntrospect)
{
    /// <summary>The operation as far as the values of its variables depend on it.</summary>
    public required GraphQLOperationDefinition Variables { get; init; }

    /// <summary>Its variables when each is one plain value; null when one is a list or an object.</summary>
    public PlainVariables? Plain { get; init; }
}

/// <summary>
/// Valid documents and their plans, bounded by the length of their texts. A plan is the same for everybody: what an actor may
/// see is decided by row security, not by the plan.
/// </summary>
public sealed class PlanCache : IDisposable
{
    /// <summary>Characters of documents and SQL kept; some 100 MB with the trees around them.</summary>
    private const long CharactersMax = 8_000_000;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = CharactersMax });

    public void Dispose() => cache.Dispose();

    internal ValidDocument? Document(OperationRequest request) => cache.Get<ValidDocument>(new Key(typeof(ValidDocument), request));

    internal void Keep(OperationRequest request, ValidDocument document) =>
        cache.Set(new Key(typeof(ValidDocument), request), document, Sized(request.Document.Source.Length + 200));

    internal OperationPlan? Plan(OperationRequest request, string shape) => cache.Get<OperationPlan>(new Key(typeof(OperationPlan), request, shape));

    internal void Keep(OperationRequest request, string shape, OperationPlan plan) =>
        cache.Set(new Key(typeof(OperationPlan), request, shape), plan, Sized(plan.SqlLength + shape.Length + 1000));

    internal byte[]? Introspection(OperationRequest request) => cache.Get<byte[]>(new Key(typeof(Introspection), request));

    internal void Keep(OperationRequest request, byte[] introspection) =>
        cache.Set(new Key(typeof(Introspection), request), introspection, Sized(introspection.Length));

    private static MemoryCacheEntryOptions Sized(long size) => new() { Size = size };

    private readonly record struct Key(Type Kept, string Document, string? Operation, string Shape)
    {
        public Key(Type kept, OperationRequest request, string shape = "")
            : this(kept, request.DocumentHash, request.Operation.Name?.StringValue, shape)
        {
        }
    }
}

/// <summary>The part of a plan's key that variables decide.</summary>
internal static class PlanShape
{
    /// <summary>
    /// Everything that changes the SQL text: Boolean values (@skip, @include, isNull), enum values (orders), page sizes, the type inside an id,
    /// and of all else whether it is given, with the field names and list lengths of input objects.
    /// </summary>
    public static string Of(ValidDocument document, Variables variables, GraphCatalogue catalogue)
    {
        var text = new System.Text.StringBuilder();
        foreach (var variable in variables)
        {
            text.Append('$').Append(variable.Name).Append('=');
            if (document.PageVariables.Contains(variable.Name))
            {
                text.Append(variable.Value);
            }
            else
            {
                Append(text, variable.Value, catalogue);
            }
        }

        return text.ToString();
    }

    private static void Append(System.Text.StringBuilder text, object? value, GraphCatalogue catalogue)
    {
        switch (value)
        {
            case null:
                text.Append('-');
                break;
            case bool truth:
                text.Append(truth ? 't' : 'f');
                break;
            case OrderChoice order:
                text.Append(order.GraphName);
                break;
            case string id when GlobalId.Parse(id) is { } parsed && catalogue.Find(parsed.Type) is not null:
                text.Append(parsed.Type);
                break;
            case IDictionary<string, object?> fields:
                text.Append('{');
                foreach (var (name, inner) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
                {
                    if (inner is not null)
                    {
                        text.Append(name).Append(':');
                        Append(text, inner, catalogue);
                    }
                }

                text.Append('}');
                break;
            case System.Collections.IEnumerable list when value is not string:
                AppendList(text, list, catalogue);
                break;
            default:
                text.Append('+');
                break;
        }
    }

    private static void AppendList(System.Text.StringBuilder text, System.Collections.IEnumerable list, GraphCatalogue catalogue)
    {
        text.Append('[');
        foreach (var item in list)
        {
            // Lists of plain values become one array parameter, whatever their length.
            if (item is not (OrderChoice or IDictionary<string, object?>))
            {
                text.Append('*');
                break;
            }

            Append(text, item, catalogue);
            text.Append(',');
        }

        text.Append(']');
    }

    /// <summary>Looks through the whole document once: variables given to <c>first</c> or <c>last</c>, questions about the schema.</summary>
    public static ValidDocument Examine(ValidationContext context)
    {
        var document = context.Document;
        var mayIntrospect = false;
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<GraphQLSelectionSet>();
        foreach (var definition in document.Definitions)
        {
            open.Push(definition switch
            {
                GraphQLOperationDefinition operation => operation.SelectionSet,
                GraphQLFragmentDefinition fragment => fragment.SelectionSet,
                _ => throw new OperationFault("BAD_REQUEST", "Only operations and fragments can be run."),
            });
        }

        while (open.TryPop(out var set))
        {
            foreach (var selection in set.Selections)
            {
                var inner = selection switch
                {
                    GraphQLField field => field.SelectionSet,
                    GraphQLInlineFragment inline => inline.SelectionSet,
                    _ => null,
                };
                if (inner is not null)
                {
                    open.Push(inner);
                }

                mayIntrospect |= selection is GraphQLField { Name.StringValue: "__schema" or "__type" };
                if (selection is GraphQLField { Arguments: { } arguments })
                {
                    found.UnionWith(arguments.Items
                        .Where(argument => argument.Name.StringValue is "first" or "last")
                        .Select(argument => argument.Value)
                        .OfType<GraphQLVariable>()
                        .Select(variable => variable.Name.StringValue));
                }
            }
        }

        return new ValidDocument(found, mayIntrospect) { Variables = Declaring(context), Plain = PlainVariables.Of(context) };
    }

    /// <summary>
    /// GraphQL.NET walks through all of an operation, for each request anew, to see where its variables stand. That matters only to one which
    /// may be null where null may not be, as a default value allows; without such, it is spared the walk (7 % of a look-up's time).
    /// </summary>
    private static GraphQLOperationDefinition Declaring(ValidationContext context)
    {
        var operation = context.Operation;
        var nullable = (operation.Variables?.Items ?? [])
            .Where(variable => variable.Type is not GraphQLNonNullType)
            .Select(variable => variable.Variable.Name.StringValue)
            .ToHashSet(StringComparer.Ordinal);
        var uses = context.GetRecursiveVariables(operation) ?? [];
        return uses.Any(use => use.Type is NonNullGraphType && nullable.Contains(use.Node.Name.StringValue))
            ? operation
            : new(new GraphQLSelectionSet([])) { Operation = operation.Operation, Name = operation.Name, Variables = operation.Variables };
    }
}
