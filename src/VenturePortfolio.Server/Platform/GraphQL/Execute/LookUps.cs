using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>One look-up on its way. It goes on, when it came back, on the thread of whoever carried it.</summary>
internal sealed class LookUp(ReadRequest request, CancellationToken cancellationToken) : TaskCompletionSource<LookUpEnd>
{
    public ReadRequest Request => request;

    public CancellationToken CancellationToken => cancellationToken;

    public bool IsRead { get; set; }
}

/// <summary>How a look-up came back.</summary>
internal enum LookUpEnd
{
    Read,

    /// <summary>No place came free in time.</summary>
    Overloaded,

    /// <summary>The journey failed, for itself or for another: to be read by itself, which tells what is wrong with it.</summary>
    Alone,
}

/// <summary>
/// Look-ups of one database login. Those that wait for a place at the same time share it: they travel in one message, each in a transaction of
/// its own with its own actor, as it would alone. Going to PostgreSQL and back is most of what so small a question costs. Decision 56.
/// </summary>
internal sealed class LookUps(NpgsqlDataSource source, AdmissionGate gate, ILogger log)
{
    private const int TogetherMax = 16;

    private readonly Lock door = new();
    private readonly Queue<LookUp> waiting = new();
    private bool isCarrierWaiting;

    /// <summary>Whoever finds nobody waiting waits for a place, and takes along who has come by then. With one free, nobody shares.</summary>
    public Task<LookUpEnd> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        var lookUp = new LookUp(request, cancellationToken);
        bool carries;
        lock (door)
        {
            waiting.Enqueue(lookUp);
            carries = !isCarrierWaiting;
            isCarrierWaiting = true;
        }

        if (carries)
        {
            _ = CarryAsync();
        }

        return lookUp.Task;
    }

    /// <summary>Never fails: the look-ups are told. Waits for no one's sake alone, so no one's leaving ends it.</summary>
    private async Task CarryAsync()
    {
        var place = await gate.EnterAsync(CancellationToken.None);
        var together = Take(out var more);
        if (more)
        {
            _ = CarryAsync();
        }

        using (place)
        {
            if (place is not null)
            {
                await TryReadAsync(together);
            }
        }

        foreach (var lookUp in together)
        {
            lookUp.SetResult(lookUp.IsRead ? LookUpEnd.Read : place is null ? LookUpEnd.Overloaded : LookUpEnd.Alone);
        }
    }

    private List<LookUp> Take(out bool more)
    {
        lock (door)
        {
            var together = new List<LookUp>(Math.Min(waiting.Count, TogetherMax));
            while (together.Count < TogetherMax && waiting.TryDequeue(out var lookUp))
            {
                together.Add(lookUp);
            }

            more = isCarrierWaiting = waiting.Count > 0;
            return together;
        }
    }

    private async Task TryReadAsync(List<LookUp> together)
    {
        try
        {
            await BatchRunner.ReadTogetherAsync(source, together);
        }
        catch (Exception failure)
        {
            log.LogDebug("{Count} look-ups are read one by one after all: {Why}", together.Count(lookUp => !lookUp.IsRead), failure.Message);
        }
    }
}
