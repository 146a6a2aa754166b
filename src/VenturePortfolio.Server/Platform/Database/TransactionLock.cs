using Microsoft.EntityFrameworkCore;

namespace VenturePortfolio.Server;

/// <summary>
/// A lock on a name, held until the transaction ends. What is read after it was taken includes everything its earlier
/// holders committed, because writing transactions are read-committed.
/// </summary>
public static class TransactionLock
{
    /// <summary>Waits at most the login's lock timeout. Two names that share a hash only wait for each other needlessly.</summary>
    public static Task TakeAsync(VentureDb db, string name, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({name}, 0))", cancel);
    }
}
