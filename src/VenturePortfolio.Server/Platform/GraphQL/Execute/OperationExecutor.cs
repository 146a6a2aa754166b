using System.Buffers;

namespace VenturePortfolio.Server;

/// <summary>Runs one operation and writes its complete JSON answer.</summary>
public sealed class OperationExecutor(GraphCatalogue catalogue)
{
    /// <summary>
    /// Writes <c>{"data":…}</c> or <c>{"errors":…}</c>, always complete and valid JSON. Unexpected failures are logged with the request id and
    /// answered masked, with code INTERNAL; nothing but cancellation is thrown.
    /// </summary>
    public Task<OperationOutcome> ExecuteAsync(
        OperationRequest request, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        throw new NotSupportedException($"{catalogue.Nodes.Count} nodes are declared; {request.RequestId} cannot be run yet.");
    }
}
