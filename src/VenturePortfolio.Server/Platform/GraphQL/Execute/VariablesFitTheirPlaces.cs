using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Errors;
using GraphQL.Validation.Rules;
using GraphQLParser.AST;

namespace VenturePortfolio.Server;

/// <summary>
/// A variable goes where its type fits, in full: nullable or not, list or not, and of what. The library's own rule (version 8.8.5) takes any two non-null types for
/// equal, and any two lists, since it compares their names and both have none; what then reached a field was of a type that it cannot read.
/// Source: GraphQL, October 2021, 5.8.5 All Variable Usages are Allowed.
/// </summary>
internal sealed class VariablesFitTheirPlaces : ValidationRuleBase
{
    /// <summary>The library's rules, with this one in the place of its own.</summary>
    internal static readonly IReadOnlyList<IValidationRule> Rules =
        [.. DocumentValidator.CoreRules.Where(rule => rule is not VariablesInAllowedPosition), new VariablesFitTheirPlaces()];

    private static readonly MatchingNodeVisitor<GraphQLOperationDefinition> Visitor = new(Examine);

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(Visitor);

    private static void Examine(GraphQLOperationDefinition operation, ValidationContext context)
    {
        if (operation.Variables is not { Count: > 0 } declared)
        {
            return;
        }

        foreach (var usage in context.GetRecursiveVariables(operation) ?? [])
        {
            // What is not declared, what is of no type there is, and places that are not there, other rules name.
            if (usage.Type is { } place && declared.Items.Find(one => one.Variable.Name.Value == usage.Node.Name.Value) is { } variable
                && variable.Type.GraphTypeFromType(context.Schema) is { } type
                && !Fits(variable, place, usage.HasDefault))
            {
                context.ReportError(new VariablesInAllowedPositionError(context, variable, type, usage));
            }
        }
    }

    private static bool Fits(GraphQLVariableDefinition variable, IGraphType place, bool placeHasDefault)
    {
        var isNeverMissing = placeHasDefault || variable.DefaultValue is not (null or GraphQLNullValue);
        return place is NonNullGraphType { ResolvedType: { } inner } && variable.Type is not GraphQLNonNullType && isNeverMissing
            ? Fits(variable.Type, inner)
            : Fits(variable.Type, place);
    }

    private static bool Fits(GraphQLType given, IGraphType place) => (given, place) switch
    {
        (GraphQLNonNullType { Type: var type }, NonNullGraphType { ResolvedType: { } inner }) => Fits(type, inner),
        (_, NonNullGraphType) => false,
        (GraphQLNonNullType { Type: var type }, _) => Fits(type, place),
        (GraphQLListType { Type: var type }, ListGraphType { ResolvedType: { } inner }) => Fits(type, inner),
        (GraphQLNamedType named, not ListGraphType) => named.Name.Value == place.Name,
        _ => false,
    };
}
