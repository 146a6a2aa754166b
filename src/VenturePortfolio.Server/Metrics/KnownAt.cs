using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Instants as the database keeps them.</summary>
public static class KnownAt
{
    /// <summary>No fact is of an earlier day: the schema refuses it.</summary>
    public static readonly LocalDate FirstFact = new(1970, 1, 1);

    /// <summary>Nothing was recorded earlier: the schema refuses it.</summary>
    public static readonly Instant FirstRecord = Instant.FromUtc(2000, 1, 1, 0, 0);

    /// <summary>To whole microseconds, downwards: PostgreSQL would round, perhaps past the closed horizon.</summary>
    public static Instant Truncate(Instant instant)
    {
        const long ticksPerMicrosecond = NodaConstants.TicksPerSecond / 1_000_000;
        var ticks = instant.ToUnixTimeTicks();
        return Instant.FromUnixTimeTicks(ticks - (((ticks % ticksPerMicrosecond) + ticksPerMicrosecond) % ticksPerMicrosecond));
    }

    /// <summary>Nothing recorded up to it can still appear.</summary>
    public static async Task<Instant> ClosedHorizonAsync(NpgsqlDataSource source, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var command = source.CreateCommand("select app.closed_horizon()");
        return (Instant)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Reads "2026-11-24T18:30:00Z" or "2026-11-25T02:30:00+08:00"; null when it is neither.</summary>
    public static Instant? Parse(string text) =>
        InstantPattern.ExtendedIso.Parse(text) is { Success: true } utc ? Truncate(utc.Value)
        : OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } local ? Truncate(local.Value.ToInstant())
        : null;
}
