using System.Threading.RateLimiting;

namespace VenturePortfolio.Server;

/// <summary>
/// Batches in flight, at most one per core, first come first served. More backends than cores only make the operating
/// system unfair: throughput stays and the tail explodes (measured in the design of the read engine).
/// </summary>
public sealed class AdmissionGate : IDisposable
{
    private readonly ConcurrencyLimiter limiter;
    private readonly TimeSpan patience;

    /// <summary>Settings <c>GraphQL:BatchesInFlight</c> (default: the cores) and <c>GraphQL:BatchWaitSeconds</c> (default 3).</summary>
    public AdmissionGate(IConfiguration configuration)
        : this(
            configuration.GetValue("GraphQL:BatchesInFlight", Environment.ProcessorCount),
            TimeSpan.FromSeconds(configuration.GetValue("GraphQL:BatchWaitSeconds", 3.0)))
    {
    }

    public AdmissionGate(int batchesInFlight, TimeSpan patience)
    {
        this.patience = patience;
        limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = batchesInFlight,
            QueueLimit = 1000,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    public void Dispose() => limiter.Dispose();

    /// <summary>A place, to be disposed when the batch is read; null when none came free in time.</summary>
    public async ValueTask<IDisposable?> EnterAsync(CancellationToken cancellationToken)
    {
        var lease = limiter.AttemptAcquire();
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        wait.CancelAfter(patience);
        try
        {
            lease = await limiter.AcquireAsync(1, wait.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        return null;
    }
}
