using GraphQL;
using GraphQL.Types;
using GraphQL.Utilities;

namespace VenturePortfolio.Server;

/// <summary>The GraphQL schema made of all declarations.</summary>
public sealed class GraphSchema
{
    public const string NodeField = "node";

    public GraphSchema(GraphCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        Catalogue = catalogue;
        var scalars = new ScalarTypes();
        var nodes = new NodeTypes(catalogue, scalars);
        var results = new ResultTypes(scalars, nodes);
        nodes.AddFunctions(results);
        var schema = new Schema { Query = Query(catalogue, scalars, nodes, results) };
        if (catalogue.Mutations.Count > 0)
        {
            schema.Mutation = Mutation(catalogue, results);
        }

        foreach (var type in nodes.Objects)
        {
            schema.RegisterType(type);
        }

        schema.Initialize();
        Schema = schema;
    }

    public GraphCatalogue Catalogue { get; }

    public ISchema Schema { get; }

    /// <summary>The schema in SDL; <c>schema/schema.graphql</c> is this text.</summary>
    public string Print() =>
        Schema.Print(new PrintOptions { IncludeDescriptions = true, StringComparison = StringComparison.Ordinal }).TrimEnd() + "\n";

    /// <summary>The payload every mutation gives, as a result type around <see cref="MutationOutcome"/>.</summary>
    internal static ResultType<MutationOutcome> PayloadOf(MutationDeclaration mutation)
    {
        var payload = new ResultType<MutationOutcome>(Pascal(mutation.Name) + "Payload", "What became of it.")
            .Node(mutation.NodeField, mutation.NodeType, outcome => outcome.Changed, "Null when refused.");
        if (mutation.SecretField is { } secret)
        {
            payload.Text(secret, outcome => outcome.Secret, nullable: true, "Shown this once and kept nowhere: null when asked again.");
        }

        return payload.Objects("userErrors", () => UserErrorType, outcome => outcome.Errors, "Empty when done.");
    }

    private static readonly ResultType<UserError> UserErrorType =
        new ResultType<UserError>("UserError", "An expected refusal.")
            .Text("code", error => error.Code, describe: "Stable, UPPER_SNAKE.")
            .Texts("path", error => error.Path, "Input field at fault, from the outside in.")
            .Text("message", error => error.Message, describe: "In the reader's language.");

    private static ObjectGraphType Query(
        GraphCatalogue catalogue, ScalarTypes scalars, NodeTypes nodes, ResultTypes results)
    {
        var query = new ObjectGraphType { Name = "Query" };
        query.AddField(new FieldType
        {
            Name = NodeField,
            Description = "Anything by its global id; null when it is not there or not yours.",
            ResolvedType = nodes.Interface,
            Arguments = new QueryArguments(new QueryArgument(new NonNullGraphType(scalars.Id)) { Name = "id" }),
        });
        foreach (var node in catalogue.Nodes)
        {
            if (node is { RootOne: { } one, RootMany: { } many })
            {
                query.AddField(new FieldType
                {
                    Name = one,
                    Description = "Null when it is not there or not yours.",
                    ResolvedType = nodes.Object(node.Name),
                    Arguments = new QueryArguments(new QueryArgument(new NonNullGraphType(scalars.Id)) { Name = "id" }),
                });
                query.AddField(nodes.ConnectionField(many, node.Description, node.Name, node.RootArguments));
            }
        }

        foreach (var function in catalogue.Functions)
        {
            var inner = results.Object(function.Result);
            query.AddField(new FieldType
            {
                Name = function.Name,
                Description = function.Description,
                ResolvedType = function.List ? new ListGraphType(new NonNullGraphType(inner)) : inner,
                Arguments = results.Arguments(function.Arguments),
            });
        }

        return query;
    }

    private static ObjectGraphType Mutation(GraphCatalogue catalogue, ResultTypes results)
    {
        var type = new ObjectGraphType { Name = "Mutation" };
        foreach (var mutation in catalogue.Mutations)
        {
            InputField[] fields =
            [
                InputField.Id("idempotencyKey", required: true, describe: "Sent again with the same input it does nothing twice."),
                .. mutation.Input,
            ];
            var input = results.Input(Pascal(mutation.Name) + "Input", fields);
            type.AddField(new FieldType
            {
                Name = mutation.Name,
                Description = mutation.Description,
                ResolvedType = new NonNullGraphType(results.Object(PayloadOf(mutation))),
                Arguments = new QueryArguments(new QueryArgument(new NonNullGraphType(input)) { Name = "input" }),
            });
        }

        return type;
    }

    private static string Pascal(string camel) => char.ToUpperInvariant(camel[0]) + camel[1..];
}
