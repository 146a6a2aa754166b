using System.Runtime.CompilerServices;

namespace VenturePortfolio.Server;

/// <summary>
/// Batches in flight, at most one more than the cores, first come first served. Many more backends than cores only make the operating
/// system unfair: throughput stays and the tail explodes (measured in the design of the read engine).
/// </summary>
/// <remarks>
/// One more than the cores: while one batch is computed, another's rows are written, and threads sleep less often. On two cores three batches
/// answer an eighth more lists a second than two, with the 99th percentile at 2.5 times the median for 8 connections; with four it is 3.3 (measured).
/// Whoever leaves sends the next one's batch off before going on with its own answer. A limiter of .NET hands the place to another
/// thread, which must be woken: PostgreSQL waits for it meanwhile.
/// </remarks>
public sealed class AdmissionGate : IDisposable
{
    private const int QueueMax = 1000;

    private readonly Lock door = new();
    private readonly Queue<Waiting> queue = new();
    private readonly Timer clock;
    private readonly TimeSpan patience;
    private int free;
    private bool isClockSet;

    /// <summary>Settings <c>GraphQL:BatchesInFlight</c> (default: the cores and one) and <c>GraphQL:BatchWaitSeconds</c> (default 3).</summary>
    public AdmissionGate(IConfiguration configuration)
        : this(
            configuration.GetValue("GraphQL:BatchesInFlight", Environment.ProcessorCount + 1),
            TimeSpan.FromSeconds(configuration.GetValue("GraphQL:BatchWaitSeconds", 3.0)))
    {
    }

    public AdmissionGate(int batchesInFlight, TimeSpan patience)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchesInFlight, 1);
        free = batchesInFlight;
        this.patience = patience;
        clock = new Timer(static gate => ((AdmissionGate)gate!).TurnLateAway(), this, Timeout.Infinite, Timeout.Infinite);
    }

    public void Dispose() => clock.Dispose();

    /// <summary>A place, to be disposed when the batch is read; null when none came free in time.</summary>
    public ValueTask<IDisposable?> EnterAsync(CancellationToken cancellationToken)
    {
        Waiting waiting;
        lock (door)
        {
            if (free > 0)
            {
                free--;
                return new(new Place(this));
            }

            if (queue.Count == QueueMax)
            {
                return default;
            }

            waiting = new Waiting(Environment.TickCount64 + (long)patience.TotalMilliseconds);
            queue.Enqueue(waiting);
            if (!isClockSet)
            {
                isClockSet = true;
                clock.Change(patience, Timeout.InfiniteTimeSpan);
            }
        }

        return WaitAsync(waiting, cancellationToken);
    }

    private static async ValueTask<IDisposable?> WaitAsync(Waiting waiting, CancellationToken cancellationToken)
    {
        await using var givesUp = cancellationToken.UnsafeRegister(
            static (state, token) => ((Waiting)state!).TrySetCanceled(token), waiting);
        return await waiting.Task;
    }

    /// <summary>To the first who still waits.</summary>
    private void Leave()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            // Each who left started one who had its rows at once, and so on: let another thread take over.
            ThreadPool.UnsafeQueueUserWorkItem(static gate => gate.Leave(), this, preferLocal: false);
            return;
        }

        while (Next() is { } next)
        {
            if (next.TrySetResult(new Place(this)))
            {
                return;
            }
        }
    }

    private Waiting? Next()
    {
        lock (door)
        {
            if (queue.TryDequeue(out var next))
            {
                return next;
            }

            free++;
            return null;
        }
    }

    /// <summary>One clock for all: the first in the queue has waited longest.</summary>
    private void TurnLateAway()
    {
        while (Late() is { } late)
        {
            late.TrySetResult(null);
        }
    }

    private Waiting? Late()
    {
        lock (door)
        {
            isClockSet = queue.TryPeek(out var first);
            if (!isClockSet)
            {
                return null;
            }

            var rest = first!.Until - Environment.TickCount64;
            if (rest > 0)
            {
                clock.Change(rest, Timeout.Infinite);
                return null;
            }

            return queue.Dequeue();
        }
    }

    /// <summary>Goes on, when it is let in, on the thread of whoever lets it in.</summary>
    /// <param name="until">When it is turned away, by the clock of <see cref="Environment.TickCount64"/>.</param>
    private sealed class Waiting(long until) : TaskCompletionSource<IDisposable?>
    {
        public long Until => until;
    }

    private sealed class Place(AdmissionGate gate) : IDisposable
    {
        private AdmissionGate? held = gate;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Leave();
    }
}
