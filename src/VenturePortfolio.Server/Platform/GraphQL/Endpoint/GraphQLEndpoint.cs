using System.Buffers;
using GraphQLParser.AST;
using Microsoft.Extensions.ObjectPool;

namespace VenturePortfolio.Server;

/// <summary>
/// GraphQL over HTTP: authenticate, read, parse and guard, choose the operation, run it. The answer is written whole or
/// not at all, so that a failure never leaves half of one behind.
/// </summary>
public sealed class GraphQLEndpoint(
    ActorFinder actors,
    GuardedDocuments documents,
    PersistedDocuments persisted,
    OperationExecutor executor,
    PinnedExecution pinned,
    RequestLimits limits,
    SecurityTally tally,
    IConfiguration configuration,
    ObjectPool<ArrayBufferWriter<byte>> outputs,
    ILogger<GraphQLEndpoint> log)
{
    /// <summary>
    /// From the first byte read to the last byte ready; running statements are cancelled in PostgreSQL too.
    /// Setting <c>GraphQL:TimeoutSeconds</c>.
    /// </summary>
    private readonly TimeSpan patience = TimeSpan.FromSeconds(configuration.GetValue("GraphQL:TimeoutSeconds", 5.0));

    public async Task HandleAsync(HttpContext context)
    {
        var exchange = new Exchange(context);
        using var trace = exchange.Trace;
        using var limit = new RequestPatience(patience, context.RequestAborted);
        var output = outputs.Get();
        var answering = AnswerAsync(exchange, output, limit.Token);
        try
        {
            var status = await limit.WaitAsync(answering);
            await exchange.SendAsync(status, output.WrittenMemory);
        }
        catch (TimeoutException)
        {
            log.LogWarning("Request {RequestId} does not end although it was told to; it is answered without.", exchange.RequestId);
            await GiveUpAsync(exchange);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            log.LogDebug("Request {RequestId} was given up by its sender.", exchange.RequestId);
        }
        finally
        {
            // What still writes to it keeps it.
            if (answering.IsCompleted)
            {
                outputs.Return(output);
            }
        }
    }

    /// <summary>Answers in place of work that hangs, on a connection that nothing else may follow on: the work still knows it.</summary>
    private static async Task GiveUpAsync(Exchange exchange)
    {
        var output = new ArrayBufferWriter<byte>();
        exchange.Http.Response.Headers.Connection = "close";
        var status = exchange.Fail(output, StatusCodes.Status503ServiceUnavailable, "TIMEOUT");
        await exchange.SendAsync(status, output.WrittenMemory);
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
        catch (Exception failure) when (OperationExecutor.TookTooLong(failure))
        {
            log.LogWarning("Request {RequestId} was stopped by PostgreSQL: {Why}", exchange.RequestId, failure.GetBaseException().Message);
            return exchange.Fail(output, StatusCodes.Status503ServiceUnavailable, "TIMEOUT");
        }
        catch (Exception failure) when (DatabaseAway.Explains(failure))
        {
            // One line: a storm of stacks would hide what else happens meanwhile.
            log.LogWarning("Request {RequestId}: the database is away: {Why}", exchange.RequestId, DatabaseAway.CauseOf(failure)!.Message);
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
        using var place = limits.Enter();
        if (place is null)
        {
            return exchange.Shed(output, StatusCodes.Status503ServiceUnavailable, "OVERLOADED");
        }

        var http = exchange.Http;
        var answer = await actors.FindAsync(http, cancellationToken);
        if (answer.Actor is not { } actor)
        {
            tally.Count(SecurityLog.SignInRefused, answer.Code!, answer.RefusedPerson);
            return exchange.Fail(output, answer.Status, answer.Code!);
        }

        exchange.Language = actor.Language;
        using var own = limits.Enter(actor.PersonId);
        if (own is null)
        {
            return exchange.Shed(output, StatusCodes.Status429TooManyRequests, "TOO_MANY_REQUESTS");
        }

        if (limits.Spend(actor.PersonId, 0) is { } wait)
        {
            return exchange.Shed(output, StatusCodes.Status429TooManyRequests, "BUDGET_SPENT", wait);
        }

        exchange.RequireAcceptable();
        exchange.RequireMethod(HttpMethods.Get, HttpMethods.Post);
        var request = await RequestReader.ReadAsync(http.Request, cancellationToken);
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
