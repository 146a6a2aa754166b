using Microsoft.EntityFrameworkCore;

namespace VenturePortfolio.Server;

/// <summary>Whether a startup stays or stayed with the actor's incubator. Its card is everybody's to see, so row security alone does not say.</summary>
internal static class OwnStartup
{
    /// <summary>False for another's startup and for one that does not exist: the same answer.</summary>
    internal static Task<bool> ExistsAsync(VentureDb db, Guid startupId, CancellationToken cancel) =>
        db.Database.SqlQuery<bool>($"""select {startupId} = any (app.my_startups()) as "Value" """).SingleAsync(cancel);
}
