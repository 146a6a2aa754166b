using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Which run policy staff ask for.</summary>
public sealed record RequestRunInput
{
    public required LocalDate AsOf { get; init; }

    /// <summary>Null for the closed horizon.</summary>
    public Instant? KnownAt { get; init; }
}

/// <summary>
/// Policy staff have all figures of a pair of dates computed and published: groups as well as single subjects. Gives the key of the run: the one there
/// is already by the definitions of this program, or a new one that the program takes up within seconds. Errors: those of <see cref="Idempotent"/>; AS_OF_IN_FUTURE,
/// NOTHING_RECORDED (asOf); KNOWN_AT_NOT_CLOSED (knownAt); TOO_MANY_RUNS.
/// </summary>
public sealed class RequestRun(VentureDbPool pool, IClock clock)
{
    private const string Operation = "REQUEST_RUN";

    /// <exception cref="AccessDeniedException">The actor is no policy staff.</exception>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, RequestRunInput input, string idempotencyKey, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        actor.Require(Role.Policy);
        await using var ask = new NpgsqlCommand("select app.closed_horizon()", transaction.Connection, transaction);
        var horizon = (Instant)(await ask.ExecuteScalarAsync(cancel))!;
        var knownAt = KnownAt.Truncate(input.KnownAt ?? horizon);
        List<Error> errors = [.. new[]
        {
            QueryErrors.InFuture(input.AsOf, HongKong.Today(clock)),
            QueryErrors.NotClosed("knownAt", knownAt, horizon),
            input.AsOf < KnownAt.FirstFact || knownAt <= KnownAt.FirstRecord ? QueryErrors.NothingRecorded(input.AsOf, knownAt) : null,
        }.OfType<Error>()];
        if (errors.Count > 0)
        {
            return errors;
        }

        await using var db = await pool.LendAsync(transaction, cancel);
        return await Idempotent.RunAsync(db, actor, Operation, idempotencyKey, input, ActAsync, cancel);

        async Task<Result<Guid>> ActAsync() =>
            await db.Database.SqlQuery<Guid?>($"""select app.request_run({input.AsOf}, {knownAt}, {Definitions.Identity}) as "Value" """).SingleAsync(cancel) is { } run
                ? run
                : new Error("TOO_MANY_RUNS", "asOf", "Three requested runs are not done yet.");
    }

    /// <summary>What GraphQL shows of it.</summary>
    internal static MutationDeclaration Declaration(RequestRun useCase) => new(
        "requestRun",
        "Has all figures of a pair of dates computed and published, unless they are already. Watch its events; cancelRun calls it off.",
        "run",
        "MetricRun",
        [
            InputField.Date("asOf", required: true, describe: "State at the end of that day, Hong Kong."),
            InputField.Instant("knownAt", describe: "Default: now, as far as records are closed."),
        ],
        async (call, cancel) => UserErrors.Answer(
            await useCase.RunAsync(
                call.Actor,
                new RequestRunInput { AsOf = call.Input.Date("asOf")!.Value, KnownAt = call.Input.Instant("knownAt") },
                call.IdempotencyKey, call.Transaction, cancel),
            call.Language));
}
