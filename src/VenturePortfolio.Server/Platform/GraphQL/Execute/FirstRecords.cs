using System.Collections.Concurrent;
using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// Whether an instant lies before the first record of a table. Remembered is, for each table, the earliest instant that had a record: recorded rows never
/// go away, so that it holds for ever, and only who asks for an earlier one asks the database.
/// </summary>
public sealed class FirstRecords(DatabaseLogins logins, IClock clock)
{
    /// <summary>So long what had no record is not looked for again: history may still be loaded, but nobody is to have whole tables searched at will.</summary>
    private static readonly Duration Patience = Duration.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Instant> _recorded = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (Instant KnownAt, Instant Until)> _nothing = new(StringComparer.Ordinal);

    /// <summary>False for a table without any row: there is no first one to be before.</summary>
    public ValueTask<bool> IsBeforeAsync(NodeDeclaration node, Instant knownAt, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(node);
        return _recorded.TryGetValue(node.Table, out var recorded) && knownAt >= recorded ? new(false)
            : _nothing.TryGetValue(node.Table, out var nothing) && knownAt <= nothing.KnownAt && clock.GetCurrentInstant() < nothing.Until ? new(true)
            : new(AskAsync(node.Table, knownAt, cancel));
    }

    private async Task<bool> AskAsync(string table, Instant knownAt, CancellationToken cancel)
    {
        // The name of a table stands in a declaration of ours; nobody can type one.
        await using var command = logins.Job.CreateCommand(
            $"select exists (select from portfolio.{table} where recorded_at <= $1), not exists (select from portfolio.{table})");
        command.Parameters.Add(new NpgsqlParameter { Value = knownAt });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        if (reader.GetBoolean(0))
        {
            _recorded.AddOrUpdate(table, knownAt, (_, known) => Instant.Min(known, knownAt));
            return false;
        }

        if (reader.GetBoolean(1))
        {
            return false;
        }

        _nothing[table] = (knownAt, clock.GetCurrentInstant() + Patience);
        return true;
    }
}
