using System.Buffers;
using GraphQLParser.AST;
using Microsoft.Extensions.ObjectPool;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// GraphQL over HTTP: authenticate, read, parse and guard, choose the operation, run it. The answer is written whole or
/// not at all, so that a failure never leaves half of one behind.
/// </summary>
public sealed class GraphQLEndpoint(
    ActorFinder actors,
    GuardedDocuments documents,
    OperationExecutor executor,
    ObjectPool<ArrayBufferWriter<byte>> outputs,
    ILogger<GraphQLEndpoint> log)
{
    /// <summary>From the first byte read to the last byte ready; running statements are cancelled in PostgreSQL too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task HandleAsync(HttpContext context)
    {
        var exchange = new Exchange(context);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        var output = outputs.Get();
        try
        {
            var status = await AnswerAsync(exchange, output, patience.Token);
            await exchange.SendAsync(status, output.WrittenMemory);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            log.LogDebug("Request {RequestId} was given up by its sender.", exchange.RequestId);
        }
        finally
        {
            outputs.Return(output);
        }
    }

    private async Task<int> AnswerAsync(Exchange exchange, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(exchange, output, cancellationToken);
        }
        catch (HttpRefusalException refused)
        {
            return exchange.Refuse(output, refused.Refusal);
        }
        catch (BadHttpRequestException broken)
        {
            return exchange.Refuse(output, new HttpRefusal(broken.StatusCode, "BAD_REQUEST", "The request is not valid HTTP."));
        }
        catch (OperationCanceledException) when (!exchange.Http.RequestAborted.IsCancellationRequested)
        {
            return exchange.Fail(output, StatusCodes.Status503ServiceUnavailable, "TIMEOUT");
        }
        catch (NpgsqlException failure) when (failure.IsTransient || failure.InnerException is TimeoutException)
        {
            log.LogError(failure, "Request {RequestId}: the database cannot be reached.", exchange.RequestId);
            return exchange.Fail(output, StatusCodes.Status503ServiceUnavailable, "UNAVAILABLE");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "Request {RequestId} failed.", exchange.RequestId);
            return exchange.Fail(output, StatusCodes.Status500InternalServerError, "INTERNAL");
        }
    }

    private async Task<int> RunAsync(Exchange exchange, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        var http = exchange.Http;
        var answer = await actors.FindAsync(http, cancellationToken);
        if (answer.Actor is not { } actor)
        {
            return exchange.Fail(output, answer.Status, answer.Code!);
        }

        exchange.Language = actor.Language;
        exchange.RequireAcceptable();
        exchange.RequireMethod(HttpMethods.Get, HttpMethods.Post);
        var request = await RequestReader.ReadAsync(http.Request, cancellationToken);
        var document = documents.Get(request.Query);
        var operation = document.Operation(request.OperationName);
        if (operation.Operation != OperationType.Query)
        {
            exchange.RequireMethod(HttpMethods.Post);
        }

        if (operation.Operation == OperationType.Subscription)
        {
            throw new HttpRefusalException(new HttpRefusal(Status: null, "NOT_SUPPORTED", "Subscriptions are not supported."));
        }

        var outcome = await executor.ExecuteAsync(
            new OperationRequest
            {
                Document = document.Document,
                DocumentHash = document.Hash,
                Operation = operation,
                Variables = request.Variables,
                Actor = actor,
                RequestId = exchange.RequestId,
                Language = actor.Language,
            },
            output,
            cancellationToken);
        return exchange.StatusOf(outcome);
    }
}
