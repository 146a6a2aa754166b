using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Which entry is taken back, and why. The id is a global id.</summary>
public sealed record ReverseCashFlowInput
{
    public string? CashFlowId { get; init; }

    public string? Reason { get; init; }
}

/// <summary>
/// A fund manager takes an entry back. Gives the key of the reversal, which repeats the entry and flips its effect, on the
/// entry's own date; the reason is its memo. A correction is never refused because later entries leaned on the wrong one.
/// Errors: TEXT_MISSING, TEXT_TOO_LONG, TEXT_CHARACTER (reason); those of <see cref="Idempotent"/>; NOT_FOUND,
/// ALREADY_REVERSED, CANNOT_REVERSE_REVERSAL (cashFlowId).
/// </summary>
public sealed class ReverseCashFlow(VentureDbPool pool)
{
    private const string Operation = "REVERSE_CASH_FLOW";

    /// <exception cref="AccessDeniedException">The actor is no fund manager.</exception>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, ReverseCashFlowInput input, string idempotencyKey, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        actor.Require(Role.FundManager);
        if (TypedText.CheckNote("reason", input.Reason) is { } badReason)
        {
            return badReason;
        }

        await using var db = await pool.LendAsync(transaction, cancel);
        return await Idempotent.RunAsync(db, actor, Operation, idempotencyKey, input, ActAsync, cancel);

        async Task<Result<Guid>> ActAsync()
        {
            var key = GlobalId.KeyOf(input.CashFlowId, "CashFlow");
            var entry = await db.Set<CashFlowRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == key, cancel);
            if (entry is null)
            {
                return NotFound.At("cashFlowId");
            }

            if (entry.ReversesSeq is { } reversed)
            {
                return new Error("CANNOT_REVERSE_REVERSAL", "cashFlowId",
                    $"Entry {entry.Seq} is itself the reversal of entry {reversed}. Record a new entry instead.")
                    .With("seq", entry.Seq).With("reversed", reversed);
            }

            await LedgerLock.TakeAsync(db, entry.SubFundId, cancel);
            var earlier = await db.Set<CashFlowRow>().AsNoTracking()
                .SingleOrDefaultAsync(row => row.SubFundId == entry.SubFundId && row.ReversesSeq == entry.Seq, cancel);
            if (earlier is not null)
            {
                return new Error("ALREADY_REVERSED", "cashFlowId", $"Entry {entry.Seq} was already reversed by entry {earlier.Seq}.")
                    .With("seq", entry.Seq).With("reversal", earlier.Seq);
            }

            await AuditReason.SayAsync(db, input.Reason!, cancel);
            var reversal = entry.Reverse(input.Reason!);
            db.Add(reversal);
            await db.SaveChangesAsync(cancel);
            return reversal.Id;
        }
    }
}
