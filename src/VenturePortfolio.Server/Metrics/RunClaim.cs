using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Somebody else has claimed the run since: nothing more may be written under this claim.</summary>
public sealed class FencedException : Exception
{
    public FencedException()
        : base("Another runner has taken the run over.")
    {
    }

    public FencedException(string message)
        : base(message)
    {
    }

    public FencedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// The right to write one run, under one epoch, kept alive by a heartbeat. Quartz is not single-flight: a node that was
/// frozen comes back and goes on. Its epoch is stale then, and every checkpoint and the publication ask for it.
/// </summary>
public sealed class RunClaim : IAsyncDisposable
{
    private readonly RunTable runs;
    private readonly CancellationTokenSource ended = new();
    private readonly CancellationTokenSource lost;
    private readonly Task beating;

    private RunClaim(RunTable runs, Guid run, int epoch, CancellationToken cancel)
    {
        (this.runs, Run, Epoch) = (runs, run, epoch);
        lost = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        beating = BeatAsync();
    }

    /// <summary>What is told with each heartbeat to those who watch the run; null: nothing.</summary>
    public Func<string>? Progress { get; set; }

    public Guid Run { get; }

    public int Epoch { get; }

    /// <summary>Cancelled when the caller cancels, and when a heartbeat finds the claim lost.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>True once a heartbeat or checkpoint found another epoch.</summary>
    public bool IsFenced { get; private set; }

    /// <returns>Null while the run is published or another claim is alive.</returns>
    public static async Task<RunClaim?> TryAsync(RunTable runs, Guid run, CancellationToken cancel)
    {
        var claimedBy = $"{Environment.MachineName}/{Environment.ProcessId}";
        return await runs.ClaimAsync(run, claimedBy[..Math.Min(claimedBy.Length, 200)], cancel) is { } epoch
            ? new RunClaim(runs, run, epoch, cancel)
            : null;
    }

    /// <summary>A line for those who watch, and the question whether the claim still stands.</summary>
    /// <exception cref="FencedException">It does not.</exception>
    public async Task CheckpointAsync(string message)
    {
        if (!await runs.TellAsync(Run, Epoch, message, lost.Token))
        {
            throw Fence();
        }
    }

    /// <summary>Asked when a statement failed, at rest too: whoever takes a run over ends the connection of the one before.</summary>
    public async Task<bool> IsLostAsync() => IsFenced = IsFenced || !await HeldAsync(CancellationToken.None);

    /// <summary>For whoever finds the claim lost while writing under it.</summary>
    public FencedException Fence()
    {
        IsFenced = true;
        return new FencedException();
    }

    /// <summary>
    /// No more beats. Called right before the statement that publishes: it locks the run's row, and a beat that waited for it would find the run
    /// published, take that for another's claim, and have the runner give up what it had just published.
    /// </summary>
    public async Task RestAsync()
    {
        await ended.CancelAsync();
        await beating;
    }

    public async ValueTask DisposeAsync()
    {
        await RestAsync();
        ended.Dispose();
        lost.Dispose();
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(runs.Beat);
        try
        {
            while (await timer.WaitForNextTickAsync(ended.Token))
            {
                if (!await HeldAsync(ended.Token))
                {
                    IsFenced = true;
                    await lost.CancelAsync();
                    return;
                }

                await TellProgressAsync();
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The run ended before the next beat.
        }
    }

    private async Task TellProgressAsync()
    {
        try
        {
            if (Progress is { } progress)
            {
                await runs.TellAsync(Run, Epoch, progress(), ended.Token);
            }
        }
        catch (NpgsqlException)
        {
            // Who watches misses a line.
        }
    }

    private async Task<bool> HeldAsync(CancellationToken cancel)
    {
        try
        {
            return await runs.HeartbeatAsync(Run, Epoch, cancel);
        }
        catch (NpgsqlException)
        {
            // A beat that could not be sent proves nothing: the next may be, and publishing asks again in any case.
            return true;
        }
    }
}
