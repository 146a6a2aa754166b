using System.Collections.Concurrent;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// Refusals, counted as they happen and written to the security chain once a minute: one event per kind, reason and known
/// person. However many strangers knock, they cost a few rows a minute and no request waits for the chain. What was counted
/// within the last minute is lost when the program is killed.
/// </summary>
public sealed partial class SecurityTally(DatabaseLogins logins, ILogger<SecurityTally> log) : BackgroundService
{
    /// <summary>Different kinds, reasons and people within a minute; beyond it people are counted together.</summary>
    private const int KeysMax = 1_000;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Refusal, long> counts = new();

    /// <param name="kind">One of the constants of <see cref="SecurityLog"/>.</param>
    /// <param name="reason">A stable code of ours, never what the asker sent.</param>
    /// <param name="person">Null when nobody known stands behind it.</param>
    public void Count(string kind, string reason, Guid? person = null)
    {
        var refusal = new Refusal(kind, reason, person);
        if (person is not null && counts.Count >= KeysMax && !counts.ContainsKey(refusal))
            refusal = refusal with { Person = null };
        counts.AddOrUpdate(refusal, 1, (_, count) => count + 1);
    }

    /// <summary>Writes what was counted so far. What cannot be written is counted on.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        foreach (var refusal in counts.Keys)
        {
            if (!counts.TryRemove(refusal, out var times))
                continue;
            try
            {
                await SecurityLog.RecordAsync(logins.Job, refusal.Kind, refusal.Reason, refusal.Person, times, cancel);
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or OperationCanceledException)
            {
                counts.AddOrUpdate(refusal, times, (_, count) => count + times);
                LogAway(away);
                return;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await FlushAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last minute is written below, while the database is still there.
        }

        await FlushAsync(CancellationToken.None);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refusals could not be written to the security chain; they are counted on.")]
    private partial void LogAway(Exception away);

    private sealed record Refusal(string Kind, string Reason, Guid? Person);
}
