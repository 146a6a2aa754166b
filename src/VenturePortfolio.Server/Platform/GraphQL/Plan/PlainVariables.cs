using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace VenturePortfolio.Server;

/// <summary>
/// The variables of an operation that declares scalars and enums only, none of them a list. With a value given for each, GraphQL.NET's coercion
/// comes down to its scalars' own; but it looks at the whole declaration anew for every request (7 % of a look-up's processor time, measured).
/// </summary>
internal sealed class PlainVariables
{
    private readonly List<(string Name, GraphQLVariableDefinition Definition, ScalarGraphType Type)> declared = [];

    /// <summary>Null when one of them is a list or an object, or none is declared.</summary>
    public static PlainVariables? Of(ValidationContext context)
    {
        if (context.Operation.Variables is not { Items: { Count: > 0 } items })
        {
            return null;
        }

        var plain = new PlainVariables();
        foreach (var definition in items)
        {
            var type = definition.Type.GraphTypeFromType(context.Schema);
            if ((type is NonNullGraphType { ResolvedType: { } inner } ? inner : type) is not ScalarGraphType scalar)
            {
                return null;
            }

            plain.declared.Add((definition.Variable.Name.StringValue, definition, scalar));
        }

        return plain;
    }

    /// <summary>Null when GraphQL.NET must look at them: a value is missing or null, where defaults count, or it is none of its type.</summary>
    public Variables? Coerced(Inputs given)
    {
        var variables = new Variables();
        foreach (var (name, definition, type) in declared)
        {
            if (!given.TryGetValue(name, out var value) || value is null || !type.CanParseValue(value))
            {
                return null;
            }

            variables.Add(new Variable(name, definition) { Value = type.ParseValue(value) });
        }

        return variables;
    }
}
