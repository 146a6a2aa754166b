using System.Buffers;

namespace VenturePortfolio.Server;

/// <summary>
/// Runs an operation that may be about closed instants only: from memory where its answer is kept, else by the engine, and
/// keeps the answer when it can never change for whoever reads from the same scope.
/// </summary>
public sealed class PinnedExecution(OperationExecutor executor, PinnedAnswers answers, ReadingScopes scopes)
{
    /// <summary>Found in memory: the same effort whatever was asked.</summary>
    private const int CostKept = 1;

    internal async Task<int> AnswerAsync(
        Exchange exchange, OperationRequest request, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        var (actor, requestId) = (request.Actor, request.RequestId);
        var before = await scopes.OfAsync(actor, requestId, cancellationToken);
        if (answers.Find(KeyOf(exchange, request, before)) is { } kept)
        {
            return request.Limits?.Spend(actor.PersonId, CostKept) is { } wait
                ? exchange.Shed(output, StatusCodes.Status429TooManyRequests, "BUDGET_SPENT", wait)
                : Send(exchange, kept);
        }

        // Asked before the snapshot is taken, be it a moment ago: what was closed then is closed in it. Asked again afterwards, so that
        // nothing read under rights or cards that changed meanwhile is kept under either; what changed and changed back is not the same.
        var outcome = await executor.ExecuteAsync(request, output, cancellationToken);
        var report = request.Report;
        if (outcome != OperationOutcome.Executed || !report.IsWhole || !(report.KnownAt <= before.Closed)
            || !string.Equals((await scopes.AskAsync(actor, requestId, cancellationToken)).Text, before.Text, StringComparison.Ordinal))
        {
            return exchange.StatusOf(outcome, report);
        }

        var answer = answers.Keep(KeyOf(exchange, request, before), output.WrittenSpan);
        return Send(exchange, answer);
    }

    private static int Send(Exchange exchange, PinnedAnswer answer)
    {
        exchange.Kept = answer.Body;
        return exchange.IsKnown(answer.ETag) ? StatusCodes.Status304NotModified : StatusCodes.Status200OK;
    }

    private static PinnedKey KeyOf(Exchange exchange, OperationRequest request, ReadingScope scope) => new(
        request.DocumentHash,
        request.Operation.Name?.StringValue,
        VariablesText.Fingerprint(request.Variables),
        request.Actor.PersonId,
        request.Actor.Role,
        scope.Text,
        request.Language,
        exchange.MediaType);
}
