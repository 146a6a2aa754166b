namespace VenturePortfolio.Server;

/// <summary>
/// Advisory file locks (flock). The system lets go of them when a program dies, however it dies, so nothing is ever left
/// locked and no process number has to be believed.
/// </summary>
internal static class ClusterLocks
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until no other program starts or stops the cluster.</summary>
    public static async Task<FileStream> ExclusiveAsync(string path, TimeSpan deadline, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Poll);
        var until = DateTimeOffset.UtcNow + deadline;
        while (true)
        {
            if (TryExclusive(path) is { } held)
                return held;
            if (DateTimeOffset.UtcNow > until)
                throw new PlainException($"Another program has been starting or stopping PostgreSQL in {Path.GetDirectoryName(path)} for {deadline.TotalSeconds:0} s.");
            await timer.WaitForNextTickAsync(cancel);
        }
    }

    /// <summary>Null when somebody else holds it, shared or not.</summary>
    public static FileStream? TryExclusive(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Says "I use the cluster" for as long as the stream is open.</summary>
    public static FileStream Shared(string path) => new(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
}
