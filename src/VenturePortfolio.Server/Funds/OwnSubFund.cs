using Microsoft.EntityFrameworkCore;

namespace VenturePortfolio.Server;

/// <summary>Whether a sub-fund is managed by the actor. Its card is everybody's to see, so row security alone does not say.</summary>
internal static class OwnSubFund
{
    /// <summary>False for another's fund and for one that does not exist: the same answer.</summary>
    internal static Task<bool> ExistsAsync(VentureDb db, Guid subFundId, CancellationToken cancel) =>
        db.Database.SqlQuery<bool>($"""select {subFundId} = any (app.my_sub_funds()) as "Value" """).SingleAsync(cancel);
}
