using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>A rate as typed.</summary>
public sealed record RecordLendingRateInput
{
    public required LocalDate EffectiveOn { get; init; }

    /// <summary>Fraction per year.</summary>
    public required decimal RateAnnual { get; init; }

    /// <summary>Where it was published.</summary>
    public required string Source { get; init; }
}

/// <summary>
/// Policy staff record the central bank's benchmark lending rate of one year from a day on. Gives the key of the row. Errors: those of <see cref="Idempotent"/>;
/// DATE_OUT_OF_RANGE (effectiveOn); RATE_OUT_OF_RANGE (rateAnnual); REQUIRED, TEXT_TOO_LONG, INVALID_TEXT (source).
/// </summary>
public sealed class RecordLendingRate(VentureDbPool pool, IClock clock)
{
    private const string Operation = "RECORD_LENDING_RATE";

    /// <exception cref="AccessDeniedException">The actor is no policy staff.</exception>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, RecordLendingRateInput input, string idempotencyKey, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        actor.Require(Role.Policy);
        var act = new Act(pool, transaction, actor, idempotencyKey, cancel);
        return await act.OnceAsync(
            Operation, input,
            [FactDate.Check("effectiveOn", input.EffectiveOn, HongKong.Today(clock)), RateOutOfRange(input.RateAnnual), TypedText.CheckNote("source", input.Source)],
            ActAsync);

        async Task<Result<Guid>> ActAsync(VentureDb db)
        {
            var row = new LendingRateRow
            {
                Id = Guid.CreateVersion7(), EffectiveOn = input.EffectiveOn, RateAnnual = input.RateAnnual, Source = input.Source, RecordedBy = actor.PersonId,
            };
            return await act.AppendAsync(db, row, row.Id, input.Source);
        }
    }

    /// <summary>What GraphQL shows of it.</summary>
    internal static MutationDeclaration Declaration(RecordLendingRate useCase) => new(
        "recordLendingRate",
        "Records the benchmark lending rate of one year of the People's Bank of China from a day on. buyOutPrice and the next night reckon with it.",
        "lendingRate",
        "LendingRate",
        [
            InputField.Date("effectiveOn", required: true, "First day it is in force."),
            InputField.Decimal("rateAnnual", required: true, "0.0435 for 4.35 %, at most six decimals."),
            InputField.Text("source", required: true, "Where it was published."),
        ],
        async (call, cancel) => UserErrors.Answer(
            await useCase.RunAsync(call.Actor, InputOf(call.Input), call.IdempotencyKey, call.Transaction, cancel), call.Language));

    /// <summary>Null for a rate that can be one.</summary>
    internal static Error? RateOutOfRange(decimal? rate) => rate is < 0 or > 1 || (rate is { } typed && decimal.Round(typed, 6) != typed)
        ? new Error("RATE_OUT_OF_RANGE", "rateAnnual", "A rate is a fraction per year from 0 to 1 with at most six decimals, 0.0435 for 4.35 %.") : null;

    private static RecordLendingRateInput InputOf(InputValues values) => new()
    {
        EffectiveOn = values.Date("effectiveOn")!.Value, RateAnnual = values.Decimal("rateAnnual")!.Value, Source = values.Text("source")!,
    };
}
