using Microsoft.EntityFrameworkCore;

namespace VenturePortfolio.Server;

/// <summary>Why an act is done, in the person's words, for the audit rows of this transaction.</summary>
public static class AuditReason
{
    public static Task SayAsync(VentureDb db, string reason, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Database.ExecuteSqlAsync($"select set_config('app.reason', {reason}, true)", cancel);
    }
}
