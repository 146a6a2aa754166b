namespace VenturePortfolio.Server;

/// <summary>
/// Starts the private PostgreSQL again when it died under a running program (killed, out of memory). What was acknowledged
/// is in its log; it recovers by itself.
/// </summary>
public sealed class ClusterWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;

    public ClusterWatch(PrivateCluster cluster, ProgressLines progress) => watching = WatchAsync(cluster, progress, stop.Token);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
    }

    private static async Task WatchAsync(PrivateCluster cluster, ProgressLines progress, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel))
            {
                if (cluster.IsAlive)
                    continue;
                try
                {
                    if (await cluster.RestartAsync(cancel))
                        progress.Say("PostgreSQL", "had died; started again");
                }
                catch (PlainException notYet)
                {
                    // Children of the dead one may still hold its memory, or the disk is full: the next tick tries again.
                    progress.Say("PostgreSQL", $"has died and does not start: {notYet.Message}");
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The program stops.
        }
    }
}
