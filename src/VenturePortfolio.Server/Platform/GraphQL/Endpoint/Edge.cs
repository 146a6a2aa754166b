using System.Buffers;
using Microsoft.Extensions.ObjectPool;

namespace VenturePortfolio.Server;

/// <summary>Writes the answer to a request that was let in, and gives its HTTP status.</summary>
/// <param name="actor">Who asks.</param>
internal delegate Task<int> Answering(Exchange exchange, Actor actor, ArrayBufferWriter<byte> output, CancellationToken cancellationToken);

/// <summary>
/// What stands around every answer to a person, whatever is asked: limits, sign-in, patience, and what is said when the database
/// does not play along. The answer is written whole or not at all, so that a failure never leaves half of one behind.
/// </summary>
public sealed class Edge(
    ActorFinder actors,
    RequestLimits limits,
    SecurityTally tally,
    IConfiguration configuration,
    ObjectPool<ArrayBufferWriter<byte>> outputs,
    ILogger<Edge> log)
{
    /// <summary>
    /// From the first byte read to the last byte ready; running statements are cancelled in PostgreSQL too.
    /// Setting <c>GraphQL:TimeoutSeconds</c>; 5 seconds by default.
    /// </summary>
    internal TimeSpan Patience { get; } = TimeSpan.FromSeconds(configuration.GetValue("GraphQL:TimeoutSeconds", 5.0));

    /// <param name="cost">Units that are spent on entry, and settled by the exchange's work; 0 where the answer reckons its own: then only an empty budget refuses.</param>
    /// <param name="answer">Called once its sender is known and may ask.</param>
    internal async Task HandleAsync(Exchange exchange, long cost, Answering answer)
    {
        var context = exchange.Http;
        using var trace = exchange.Trace;
        using var limit = new RequestPatience(Patience, context.RequestAborted);
        var output = outputs.Get();
        var answering = AnswerAsync(exchange, cost, answer, output, limit.Token);
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
        var status = exchange.Shed(output, StatusCodes.Status503ServiceUnavailable, "TIMEOUT");
        await exchange.SendAsync(status, output.WrittenMemory);
    }

    private async Task<int> AnswerAsync(
        Exchange exchange, long cost, Answering answer, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        try
        {
            return await AdmitAsync(exchange, cost, answer, output, cancellationToken);
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
            return exchange.Shed(output, StatusCodes.Status503ServiceUnavailable, "TIMEOUT");
        }
        catch (Exception failure) when (OperationExecutor.TookTooLong(failure))
        {
            log.LogWarning("Request {RequestId} was stopped by PostgreSQL: {Why}", exchange.RequestId, failure.GetBaseException().Message);
            return exchange.Shed(output, StatusCodes.Status503ServiceUnavailable, "TIMEOUT");
        }
        catch (Exception failure) when (DatabaseAway.Explains(failure))
        {
            // One line: a storm of stacks would hide what else happens meanwhile.
            log.LogWarning("Request {RequestId}: the database is away: {Why}", exchange.RequestId, DatabaseAway.CauseOf(failure)!.Message);
            return exchange.Shed(output, StatusCodes.Status503ServiceUnavailable, "UNAVAILABLE");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "Request {RequestId} failed.", exchange.RequestId);
            return exchange.Fail(output, StatusCodes.Status500InternalServerError, "INTERNAL");
        }
    }

    private async Task<int> AdmitAsync(
        Exchange exchange, long cost, Answering answer, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        using var place = limits.Enter();
        if (place is null)
        {
            return exchange.Shed(output, StatusCodes.Status503ServiceUnavailable, "OVERLOADED");
        }

        var found = await actors.FindAsync(exchange.Http, cancellationToken);
        if (found.Actor is not { } actor)
        {
            tally.Count(SecurityLog.SignInRefused, found.Code!, found.RefusedPerson);
            return exchange.Fail(output, found.Status, found.Code!);
        }

        exchange.Language = actor.Language;
        using var own = limits.Enter(actor.PersonId);
        if (own is null)
        {
            return exchange.Shed(output, StatusCodes.Status429TooManyRequests, "TOO_MANY_REQUESTS");
        }

        if (limits.Spend(actor.PersonId, cost) is { } wait)
        {
            return exchange.Shed(output, StatusCodes.Status429TooManyRequests, "BUDGET_SPENT", wait);
        }

        var isAnswered = false;
        try
        {
            var status = await answer(exchange, actor, output, cancellationToken);
            isAnswered = true;
            return status;
        }
        finally
        {
            if (exchange.Work is { } work)
            {
                // What was broken off took at least what it was let in for.
                limits.Settle(actor.PersonId, cost, isAnswered ? work.Units : Math.Max(cost, work.Units));
            }
        }
    }
}
