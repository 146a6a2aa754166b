using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace VenturePortfolio.Server;

/// <summary>Questions about the schema itself, answered by graphql-dotnet's own executor: they touch no data.</summary>
internal static class Introspection
{
    /// <summary>True when the operation asks for the schema only; mixing it with data is refused.</summary>
    /// <exception cref="OperationFault">INTROSPECTION_MIXED.</exception>
    public static bool Asks(OperationRequest request, Variables variables, string rootType)
    {
        var roots = new SelectionCollector(request.Document, variables).Collect([request.Operation.SelectionSet], rootType);
        var asks = roots.Exists(field => field.Name is "__schema" or "__type");
        return asks && !roots.TrueForAll(field => field.Name is "__schema" or "__type" or "__typename")
            ? throw new OperationFault(new Error("INTROSPECTION_MIXED", "", "Ask for the schema and for data in separate operations."))
            : asks;
    }

    public static async Task<byte[]> AnswerAsync(GraphSchema schema, OperationRequest request, CancellationToken cancellationToken)
    {
        var result = await new DocumentExecuter().ExecuteAsync(options =>
        {
            options.Schema = schema.Schema;
            options.Document = request.Document;
            options.Query = request.Document.Source.ToString();
            options.OperationName = request.Operation.Name?.StringValue;
            options.Variables = request.Variables;
            options.CancellationToken = cancellationToken;
        });
        using var stream = new MemoryStream();
        await new GraphQLSerializer().WriteAsync(stream, result, cancellationToken);
        return stream.ToArray();
    }
}
