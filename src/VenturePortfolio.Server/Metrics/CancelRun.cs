using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Which run is to be called off.</summary>
/// <param name="RunId">Global id.</param>
public sealed record CancelRunInput(string RunId);

/// <summary>
/// Policy staff call off a run that is not published yet. Its claim is void at once, whoever works under it writes nothing more, and nothing of it was
/// ever to be seen. A night called off stays owed: the next alarm takes it up. Gives the key of the run. Errors: those of
/// <see cref="Idempotent"/>; NOT_FOUND, RUN_IS_OVER (runId): published, called off before, or being published at this moment.
/// </summary>
public sealed class CancelRun(VentureDbPool pool)
{
    private const string Operation = "CANCEL_RUN";

    /// <exception cref="AccessDeniedException">The actor is no policy staff.</exception>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, CancelRunInput input, string idempotencyKey, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        actor.Require(Role.Policy);
        await using var db = await pool.LendAsync(transaction, cancel);
        return await Idempotent.RunAsync(db, actor, Operation, idempotencyKey, input, ActAsync, cancel);

        async Task<Result<Guid>> ActAsync()
        {
            if (GlobalId.KeyOf(input.RunId, "MetricRun") is not { } run
                || !await db.Database.SqlQuery<bool>($"""select exists (select from metric_run where id = {run}) as "Value" """).SingleAsync(cancel))
            {
                return NotFound.At("runId");
            }

            return await db.Database.SqlQuery<bool>($"""select app.cancel_run({run}) as "Value" """).SingleAsync(cancel)
                ? run
                : new Error("RUN_IS_OVER", "runId", "The run is over, or just being published.");
        }
    }

    /// <summary>What GraphQL shows of it.</summary>
    internal static MutationDeclaration Declaration(CancelRun useCase) => new(
        "cancelRun",
        "Calls off a run that is not published. Nothing of it is ever seen; a night stays owed and is taken up by the next alarm.",
        "run",
        "MetricRun",
        [InputField.Id("runId", required: true)],
        async (call, cancel) => UserErrors.Answer(
            await useCase.RunAsync(call.Actor, new CancelRunInput(call.Input.Text("runId")!), call.IdempotencyKey, call.Transaction, cancel), call.Language));
}
