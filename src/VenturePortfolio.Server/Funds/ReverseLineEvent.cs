using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Which event is taken back, and why. The id is a global id.</summary>
public sealed record ReverseLineEventInput
{
    public string? SubscriptionLineEventId { get; init; }

    public string? Reason { get; init; }
}

/// <summary>
/// A fund manager takes an event of a subscription line back. Gives the key of the reversal, on the event's own day; the reason is its memo. Errors:
/// REQUIRED, TEXT_TOO_LONG, INVALID_TEXT (reason); those of <see cref="Idempotent"/>; NOT_FOUND, LINE_EVENT_REVERSED,
/// LINE_EVENT_IS_REVERSAL (subscriptionLineEventId).
/// </summary>
public sealed class ReverseLineEvent(VentureDbPool pool)
{
    private const string Operation = "REVERSE_LINE_EVENT";
    private const string Path = "subscriptionLineEventId";

    /// <exception cref="AccessDeniedException">The actor is no fund manager.</exception>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, ReverseLineEventInput input, string idempotencyKey, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        actor.Require(Role.FundManager);
        var act = new Act(pool, transaction, actor, idempotencyKey, cancel);
        return await act.OnceAsync(Operation, input, [TypedText.CheckNote("reason", input.Reason)], ActAsync);

        async Task<Result<Guid>> ActAsync(VentureDb db)
        {
            var key = GlobalId.KeyOf(input.SubscriptionLineEventId, "SubscriptionLineEvent");
            var entry = await db.Set<LineEventRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == key, cancel);
            if (entry is null)
            {
                return NotFound.At(Path);
            }

            if (entry.ReversesId is not null)
            {
                return new Error("LINE_EVENT_IS_REVERSAL", Path, "This event is itself a reversal. Record a new event instead.");
            }

            await LineLock.TakeAsync(db, entry.SubFundId, cancel);
            if (await db.Set<LineEventRow>().AnyAsync(row => row.SubFundId == entry.SubFundId && row.ReversesId == entry.Id, cancel))
            {
                return new Error("LINE_EVENT_REVERSED", Path, "This event was taken back already.");
            }

            var reversal = entry.Reverse(input.Reason!, actor.PersonId);
            return await act.AppendAsync(db, reversal, reversal.Id, input.Reason);
        }
    }

    /// <summary>What GraphQL shows of it.</summary>
    internal static MutationDeclaration Declaration(ReverseLineEvent useCase) => new(
        "reverseSubscriptionLineEvent",
        "Takes an event of a subscription line back: appends one that repeats it. Each event once; a reversal never.",
        "subscriptionLineEvent",
        "SubscriptionLineEvent",
        [
            InputField.Id(Path, required: true),
            InputField.Text("reason", required: true, "Becomes the reversal's memo."),
        ],
        async (call, cancel) => UserErrors.Answer(
            await useCase.RunAsync(
                call.Actor,
                new ReverseLineEventInput { SubscriptionLineEventId = call.Input.Text(Path), Reason = call.Input.Text("reason") },
                call.IdempotencyKey,
                call.Transaction,
                cancel),
            call.Language));
}
