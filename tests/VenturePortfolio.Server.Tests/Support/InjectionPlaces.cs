using GraphQL.Types;

namespace VenturePortfolio.Server.Tests;

/// <summary>Somewhere in the schema that takes text.</summary>
/// <param name="Name">The argument or input field.</param>
/// <param name="Mutation">Null for a query.</param>
/// <param name="Variables">Those of the request that puts a text there.</param>
public sealed record InjectionPlace(string Name, string? Mutation, string Query, Func<string, Dictionary<string, object?>> Variables);

/// <summary>
/// Made from the schema: every argument of every field, and every field of every input object once, whose type is written as
/// text (String, ID, an enum, Date, DateTime, Decimal). A new one is tried without a line being added.
/// </summary>
public sealed class InjectionPlaces
{
    private readonly List<InjectionPlace> places = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>Input objects still to be opened; in turn, so that each is reached by the shortest way.</summary>
    private readonly Queue<Action> inside = new();

    private InjectionPlaces()
    {
    }

    public static IReadOnlyList<InjectionPlace> In(GraphSchema schema)
    {
        var made = new InjectionPlaces();
        foreach (var field in schema.Schema.Query.Fields)
        {
            made.Field("Query", field, text => $"{{ {text} }}");
        }

        foreach (var node in schema.Catalogue.Nodes.Where(node => node.RootMany is not null))
        {
            foreach (var field in ((IObjectGraphType)schema.Schema.AllTypes[node.Name]!).Fields)
            {
                made.Field(node.Name, field, text => $"{{ {node.RootMany}(first: 1) {{ nodes {{ {text} }} }} }}");
            }
        }

        foreach (var mutation in schema.Schema.Mutation!.Fields)
        {
            made.Mutation(mutation);
        }

        while (made.inside.TryDequeue(out var open))
        {
            open();
        }

        return made.places;
    }

    private void Field(string owner, FieldType field, Func<string, string> around)
    {
        foreach (var argument in field.Arguments ?? [])
        {
            Value($"{owner}.{field.Name}({argument.Name})", argument.ResolvedType!, text =>
                around($"{field.Name}({Others(field, argument.Name)}{argument.Name}: {text}) {Selection(field.ResolvedType!)}"));
        }
    }

    private void Value(string name, IGraphType type, Func<string, string> around)
    {
        switch (Bare(type))
        {
            case ListGraphType list:
                Value(name, list.ResolvedType!, text => around($"[{text}]"));
                break;
            case IInputObjectGraphType input:
                foreach (var field in input.Fields.Where(field => seen.Add($"{input.Name}.{field.Name}")))
                {
                    var others = string.Concat(input.Fields.Where(other => other != field && other.ResolvedType is NonNullGraphType)
                        .Select(other => $"{other.Name}: {Sample(other.ResolvedType!)}, "));
                    inside.Enqueue(() => Value($"{input.Name}.{field.Name}", field.ResolvedType!, text => around($"{{ {others}{field.Name}: {text} }}")));
                }

                break;
            case { } scalar when IsText(scalar):
                var spelled = scalar.Name + (type is NonNullGraphType ? "!" : "");
                places.Add(new InjectionPlace(
                    name, Mutation: null, $"query ($v: {spelled}) {around("$v")}", text => new(StringComparer.Ordinal) { ["v"] = text }));
                break;
        }
    }

    /// <summary>Everything else in the input is fine.</summary>
    private void Mutation(FieldType mutation)
    {
        var input = (IInputObjectGraphType)Bare(mutation.Arguments!.Single().ResolvedType!);
        var payload = ((IObjectGraphType)Bare(mutation.ResolvedType!)).Fields
            .First(field => Bare(field.ResolvedType!) is IComplexGraphType changed && changed.Fields.Find("id") is not null).Name;
        var query = WritingServer.TextOf(mutation.Name, payload);
        foreach (var field in input.Fields)
        {
            var bare = Bare(field.ResolvedType!);
            var isList = bare is ListGraphType;
            bare = bare is ListGraphType list ? Bare(list.ResolvedType!) : bare;
            if (bare is IInputObjectGraphType inner)
            {
                foreach (var member in inner.Fields.Where(member => IsText(Bare(member.ResolvedType!))))
                {
                    Add($"{input.Name}.{field.Name}.{member.Name}", text => Wrapped(inner.Fields
                        .Where(other => other == member || other.ResolvedType is NonNullGraphType)
                        .ToDictionary(other => other.Name, other => (object?)(other == member ? text : "https://example.org/a.pdf"), StringComparer.Ordinal)));
                }
            }
            else if (IsText(bare))
            {
                Add($"{input.Name}.{field.Name}", text => Wrapped(text));
            }

            object Wrapped(object value) => isList ? new List<object?> { value } : value;

            void Add(string name, Func<string, object> value) => places.Add(new InjectionPlace(name, mutation.Name, query, text =>
            {
                var fine = Plain(WritingServer.InputOf(mutation.Name));
                fine[field.Name] = value(text);
                return new(StringComparer.Ordinal) { ["input"] = fine };
            }));
        }
    }

    /// <summary>As variables are read from JSON: dictionaries and lists.</summary>
    private static Dictionary<string, object?> Plain(Dictionary<string, object?> input)
    {
        using var json = System.Text.Json.JsonDocument.Parse(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(input));
        return new(VariableReader.Read(json.RootElement), StringComparer.Ordinal);
    }

    private static string Others(FieldType field, string besides)
    {
        var others = field.Arguments!.Where(other => !string.Equals(other.Name, besides, StringComparison.Ordinal)
            && (other.ResolvedType is NonNullGraphType || (other.Name is "first" && besides is not "last")));
        return string.Concat(others.Select(other => $"{other.Name}: {Sample(other.ResolvedType!)}, "));
    }

    private static string Sample(IGraphType type) => Bare(type) switch
    {
        IntGraphType => "1",
        IdGraphType => "\"U3RhcnR1cDox\"",
        { Name: "Date" } => "\"2024-12-31\"",
        _ => "\"CNY\"",
    };

    private static string Selection(IGraphType type) => Bare(type) switch
    {
        IComplexGraphType complex when complex.Fields.Find("nodes") is not null => "{ nodes { id } }",
        IComplexGraphType complex when complex.Fields.Find("id") is not null => "{ id }",
        _ => "{ __typename }",
    };

    private static bool IsText(IGraphType type) => type is ScalarGraphType and not IntGraphType and not BooleanGraphType;

    private static IGraphType Bare(IGraphType type) => type is NonNullGraphType nonNull ? nonNull.ResolvedType! : type;
}
