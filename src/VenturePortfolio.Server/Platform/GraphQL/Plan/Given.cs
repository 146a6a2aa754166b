using System.Collections;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace VenturePortfolio.Server;

/// <summary>
/// What the document or a variable gave for an argument, with where it came from. Nulls are left out everywhere: null
/// and absent are the same to us.
/// </summary>
internal sealed class Given
{
    private readonly IGraphType type;
    private readonly Variables variables;
    private readonly GraphQLValue? literal;

    private Given(object? value, ValueSource source, IGraphType type, Variables variables, GraphQLValue? literal)
    {
        Value = value;
        Source = source;
        this.type = type;
        this.variables = variables;
        this.literal = literal;
    }

    /// <summary>The coerced value of this request; only what decides the SQL text may depend on it.</summary>
    public object? Value { get; }

    public ValueSource Source { get; }

    public static Given? Argument(GraphQLField field, IFieldType definition, string name, Variables variables)
    {
        var found = field.ValueOf(name);
        return found is null ? null : Of(found, definition.Arguments!.Find(name)!.ResolvedType!, variables);
    }

    public static Given? Of(GraphQLValue found, IGraphType type, Variables variables)
    {
        var bare = Bare(type);
        if (found is GraphQLVariable variable)
        {
            var name = variable.Name.StringValue;
            var value = variables.ValueFor(name, null);
            return value is null ? null : new Given(value, new VariableSource(name, []), bare, variables, literal: null);
        }

        switch (found)
        {
            case GraphQLNullValue:
                return null;
            case GraphQLObjectValue when bare is IInputObjectGraphType:
                return new Given(null, new ConstantSource(null), bare, variables, found);
            case GraphQLListValue when bare is ListGraphType:
                return new Given(null, new ConstantSource(null), bare, variables, found);
            default:
                // A single value where a list is expected stands for a list of one.
                var scalar = bare is ListGraphType list && Bare(list.ResolvedType!) is var item && item is ScalarGraphType ? item : bare;
                if (bare is ListGraphType && scalar == bare)
                {
                    return new Given(null, new ConstantSource(null), bare, variables, found);
                }

                var coerced = ExecutionHelper.CoerceValue(scalar, found, variables, null).Value;
                return bare is ListGraphType
                    ? new Given(new[] { coerced }, new ConstantSource(new[] { coerced }), bare, variables, literal: null)
                    : new Given(coerced, new ConstantSource(coerced), bare, variables, literal: null);
        }
    }

    /// <summary>The fields given in an input object, in the schema's order, so that the SQL text does not depend on the asker's order.</summary>
    public IEnumerable<(string Name, Given Given)> Fields()
    {
        foreach (var field in ((IInputObjectGraphType)type).Fields)
        {
            if (Field(field) is { } given)
            {
                yield return (field.Name, given);
            }
        }
    }

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<Given> Items()
    {
        var inner = ((ListGraphType)type).ResolvedType!;
        if (literal is GraphQLListValue list)
        {
            return [.. (list.Values ?? []).Select(item => Of(item, inner, variables)).OfType<Given>()];
        }

        if (literal is not null)
        {
            return [Of(literal, inner, variables)!];
        }

        var items = new List<Given>();
        var position = 0;
        foreach (var item in (IEnumerable)Value!)
        {
            if (item is not null)
            {
                ValueSource source = Source is VariableSource from ? from.Inside(position) : new ConstantSource(item);
                items.Add(new Given(item, source, Bare(inner), variables, literal: null));
            }

            position++;
        }

        return items;
    }

    /// <summary>The whole list as one value, for an array parameter.</summary>
    public ValueSource ListSource() =>
        literal is null ? Source : new ListSource([.. Items().Select(item => item.Source)]);

    private Given? Field(FieldType field)
    {
        if (literal is GraphQLObjectValue value)
        {
            var given = value.Field(field.Name);
            return given is null ? null : Of(given.Value, field.ResolvedType!, variables);
        }

        var inner = (Value as IDictionary<string, object?>)?.TryGetValue(field.Name, out var found) == true ? found : null;
        return inner is null
            ? null
            : new Given(inner, ((VariableSource)Source).Inside(field.Name), Bare(field.ResolvedType!), variables, literal: null);
    }

    private static IGraphType Bare(IGraphType type) => type is NonNullGraphType nonNull ? nonNull.ResolvedType! : type;
}
