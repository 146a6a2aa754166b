using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// Tells a database that is away for the moment (down, restarting, out of reach, out of connections, out of room, busy with
/// somebody else's lock) from a failure that would come again. Whoever meets the first may try again; nothing was committed,
/// unless it was the commit itself that went unanswered.
/// </summary>
public static class DatabaseAway
{
    public static bool Explains(Exception failure) => CauseOf(failure) is not null;

    /// <summary>What happened to the connection; null when it was something else. Looks inside: EF Core wraps it.</summary>
    public static NpgsqlException? CauseOf(Exception failure)
    {
        for (var at = failure; at is not null; at = at.InnerException)
        {
            if (at is NpgsqlException away && (away.IsTransient || away.InnerException is TimeoutException))
            {
                return away;
            }
        }

        return null;
    }

    /// <summary>For whoever finds the connection gone under an exception that does not say so.</summary>
    public static NpgsqlException Lost(Exception symptom)
    {
        ArgumentNullException.ThrowIfNull(symptom);
        return new("The connection was lost in mid-transaction.", new IOException(symptom.Message, symptom));
    }
}
