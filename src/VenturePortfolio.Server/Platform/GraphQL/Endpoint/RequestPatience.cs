using System.Diagnostics;

namespace VenturePortfolio.Server;

/// <summary>
/// The time one request may take. When it is over, or the sender has gone, what runs is told to stop, from a thread of its
/// own: Npgsql then asks PostgreSQL to cancel, over the network, and waits for it; on a network that stands still that
/// takes as long as the network does. (Measured: 32 such requests kept the thread pool, and with it everybody, for 17 s.)
/// </summary>
internal sealed class RequestPatience : IDisposable
{
    /// <summary>For what was told to stop to say so itself, before it is answered for.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    private readonly CancellationTokenSource timer;
    private readonly CancellationTokenSource told = new();
    private readonly CancellationTokenRegistration telling;
    private readonly TimeSpan time;
    private readonly long began = Stopwatch.GetTimestamp();

    public RequestPatience(TimeSpan time, CancellationToken aborted)
    {
        this.time = time;
        timer = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        telling = timer.Token.UnsafeRegister(static state => new Thread(Tell) { IsBackground = true }.Start(state), told);
        timer.CancelAfter(time);
    }

    /// <summary>Cancelled a moment after the time is over.</summary>
    public CancellationToken Token => told.Token;

    /// <summary>
    /// The work's result, or the news that it does not end although it was told to: by the time and the grace together since this was made. What
    /// the work did before it first waited is part of them; counted anew from there it was added on top.
    /// </summary>
    /// <exception cref="TimeoutException">It goes on in vain; nobody waits for it any more.</exception>
    public Task<T> WaitAsync<T>(Task<T> work) => work.IsCompleted ? work : work.WaitAsync(Left);

    private TimeSpan Left => time + Grace - Stopwatch.GetElapsedTime(began) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public void Dispose()
    {
        telling.Dispose();
        timer.Dispose();
        // Told may still be telling; it holds nothing that would have to be given back.
    }

    private static void Tell(object? told) => ((CancellationTokenSource)told!).Cancel();
}
