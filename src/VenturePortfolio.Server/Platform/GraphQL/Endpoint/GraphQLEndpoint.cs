using System.Buffers;
using GraphQLParser.AST;

namespace VenturePortfolio.Server;

/// <summary>GraphQL over HTTP: let in, read, parse and guard, choose the operation, run it.</summary>
public sealed class GraphQLEndpoint(
    Edge edge,
    GuardedDocuments documents,
    PersistedDocuments persisted,
    OperationExecutor executor,
    PinnedExecution pinned,
    RequestLimits limits)
{
    public Task HandleAsync(HttpContext context) => edge.HandleAsync(new Exchange(context), 0, RunAsync);

    private async Task<int> RunAsync(Exchange exchange, Actor actor, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        exchange.RequireAcceptable();
        exchange.RequireMethod(HttpMethods.Get, HttpMethods.Post);
        var request = await RequestReader.ReadAsync(exchange.Http.Request, cancellationToken);
        var document = documents.Get(persisted.TextOf(request, actor.Role));
        var operation = document.Operation(request.OperationName);
        if (operation.Operation != OperationType.Query)
        {
            exchange.RequireMethod(HttpMethods.Post);
        }

        if (operation.Operation == OperationType.Subscription)
        {
            throw new HttpRefusalException(new HttpRefusal(Status: null, "NOT_SUPPORTED", "Subscriptions are not supported."));
        }

        var asked = new OperationRequest
        {
            Document = document.Document,
            DocumentHash = document.Hash,
            Operation = operation,
            Variables = request.Variables,
            Actor = actor,
            RequestId = exchange.RequestId,
            Language = actor.Language,
            Limits = limits,
            CostOnly = request.CostOnly,
        };
        exchange.Trace?.Runs(operation.Operation == OperationType.Mutation ? "mutation" : "query", operation.Name?.StringValue, actor.Role);
        if (document.MayBePinned && operation.Operation == OperationType.Query && !request.CostOnly)
        {
            var status = await pinned.AnswerAsync(exchange, asked, output, cancellationToken);
            exchange.Trace?.Ended(status < StatusCodes.Status400BadRequest ? OperationOutcome.Executed : OperationOutcome.RequestError, asked.Report);
            return status;
        }

        var outcome = await executor.ExecuteAsync(asked, output, cancellationToken);
        exchange.Trace?.Ended(outcome, asked.Report);
        return exchange.StatusOf(outcome, asked.Report);
    }
}
