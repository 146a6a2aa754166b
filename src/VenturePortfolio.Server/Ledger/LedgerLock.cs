namespace VenturePortfolio.Server;

/// <summary>
/// Taken before a ledger is read in order to append to it, so that two postings cannot both pass a check that only one
/// of them fits. The insert trigger locks the fund's head row too, but only once the entry is already made.
/// Always taken after an idempotency key's lock, never before it: there is no other order to deadlock with.
/// </summary>
internal static class LedgerLock
{
    internal static Task TakeAsync(VentureDb db, Guid subFundId, CancellationToken cancel) =>
        TransactionLock.TakeAsync(db, $"LEDGER:{subFundId}", cancel);
}
