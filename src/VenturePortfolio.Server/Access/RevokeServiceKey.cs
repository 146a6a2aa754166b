using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>The key to take back, as typed.</summary>
public sealed record RevokeServiceKeyInput
{
    public string? ServiceKeyId { get; init; }
}

/// <summary>
/// An administrator takes a service key back: its membership ends at once, signing in within 30 seconds. Gives the key of
/// its row. Errors: those of <see cref="Idempotent"/>; NOT_FOUND, ALREADY_REVOKED (serviceKeyId).
/// </summary>
public sealed class RevokeServiceKey(VentureDbPool pool)
{
    private const string Operation = "REVOKE_SERVICE_KEY";

    /// <exception cref="AccessDeniedException">The actor is no administrator.</exception>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, RevokeServiceKeyInput input, string idempotencyKey, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        actor.Require(Role.Admin);
        await using var db = await pool.LendAsync(transaction, cancel);
        return await Idempotent.RunAsync(db, actor, Operation, idempotencyKey, input, ActAsync, cancel);

        async Task<Result<Guid>> ActAsync()
        {
            var key = GlobalId.KeyOf(input.ServiceKeyId, "ServiceKey");
            var isThere = await db.Database.SqlQuery<bool>($"""select exists (select from service_key where id = {key}) as "Value" """)
                .SingleAsync(cancel);
            if (!isThere)
            {
                return NotFound.At("serviceKeyId");
            }

            var revoked = await db.Database.ExecuteSqlAsync(
                $"update service_key set revoked_at = clock_timestamp(), version = version + 1 where id = {key} and revoked_at is null", cancel);
            if (revoked == 0)
            {
                return new Error("ALREADY_REVOKED", "serviceKeyId", "This key has been revoked before.");
            }

            await db.Database.ExecuteSqlAsync(
                $"""
                update membership m
                set revoked_at = clock_timestamp(), version = m.version + 1
                from service_key k
                where k.id = {key} and m.person_id = k.person_id and m.revoked_at is null
                """, cancel);
            return key!.Value;
        }
    }
}
