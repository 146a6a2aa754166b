using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>An event of the subscription line of an own fund, as typed. The id is a global id.</summary>
public sealed record RecordLineEventInput
{
    public string? SubFundId { get; init; }

    /// <summary>DRAW, REPAYMENT or INTEREST.</summary>
    public required string Kind { get; init; }

    /// <summary>A plain decimal, always positive.</summary>
    public string? Amount { get; init; }

    public string? Currency { get; init; }

    public required LocalDate EffectiveOn { get; init; }

    public string? Memo { get; init; }
}

/// <summary>
/// A fund manager records what an own fund drew on its subscription line, paid back, or paid for it. Gives the key of the event. Errors: those of
/// <see cref="Idempotent"/>; CURRENCY_UNKNOWN (currency); AMOUNT_MALFORMED, AMOUNT_SCALE, AMOUNT_TOO_LARGE, AMOUNT_NOT_POSITIVE,
/// REPAYMENT_EXCEEDS_DRAWN (amount); DATE_OUT_OF_RANGE (effectiveOn); TEXT_TOO_LONG, INVALID_TEXT (memo); NOT_FOUND (subFundId).
/// </summary>
public sealed class RecordLineEvent(VentureDbPool pool, IClock clock)
{
    private const string Operation = "RECORD_LINE_EVENT";

    /// <exception cref="AccessDeniedException">The actor is no fund manager.</exception>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, RecordLineEventInput input, string idempotencyKey, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        actor.Require(Role.FundManager);
        List<Error> faults = [];
        var amount = AmountOf(input, faults);
        var act = new Act(pool, transaction, actor, idempotencyKey, cancel);
        return await act.OnceAsync(Operation, input, [.. faults, FactDate.CheckPast("effectiveOn", input.EffectiveOn, HongKong.Today(clock)), TypedText.CheckOptionalNote("memo", input.Memo)], ActAsync);

        async Task<Result<Guid>> ActAsync(VentureDb db)
        {
            if (GlobalId.KeyOf(input.SubFundId, "SubFund") is not { } fund || !await OwnSubFund.ExistsAsync(db, fund, cancel))
            {
                return NotFound.At("subFundId");
            }

            await LineLock.TakeAsync(db, fund, cancel);
            if (input.Kind == "REPAYMENT" && await LowestDrawnAsync(db, fund, amount, input.EffectiveOn, cancel) is var drawn && amount.Minor > drawn.Minor)
            {
                return new Error("REPAYMENT_EXCEEDS_DRAWN", "amount", $"Repayment of {amount} exceeds what is drawn on the line, {drawn}.")
                    .With("amount", amount).With("drawn", drawn);
            }

            var row = LineEventRow.Append(fund, input.Kind, amount, input.EffectiveOn, input.Memo, actor.PersonId);
            return await act.AppendAsync(db, row, row.Id);
        }
    }

    /// <summary>What GraphQL shows of it.</summary>
    internal static MutationDeclaration Declaration(RecordLineEvent useCase) => new(
        "recordSubscriptionLineEvent",
        "Records what an own fund drew on its subscription line (認繳出資貸款), paid back, or paid for it. Amounts are positive.",
        "subscriptionLineEvent",
        "SubscriptionLineEvent",
        [
            InputField.Id("subFundId", required: true),
            InputField.OneOf("kind", SubscriptionLineEventNode.Kind, required: true),
            InputField.Text("amount", required: true, "Plain decimal, greater than zero, at most the currency's decimals."),
            InputField.Text("currency", required: true, "ISO 4217."),
            InputField.Date("effectiveOn", required: true, "The day the money moved."),
            InputField.Text("memo"),
        ],
        async (call, cancel) => UserErrors.Answer(
            await useCase.RunAsync(call.Actor, InputOf(call.Input), call.IdempotencyKey, call.Transaction, cancel), call.Language));

    private static RecordLineEventInput InputOf(InputValues values) => new()
    {
        SubFundId = values.Text("subFundId"),
        Kind = values.Text("kind")!,
        Amount = values.Text("amount"),
        Currency = values.Text("currency"),
        EffectiveOn = values.Date("effectiveOn")!.Value,
        Memo = values.Text("memo"),
    };

    private static Money AmountOf(RecordLineEventInput input, List<Error> errors)
    {
        if (!Currency.TryOf(input.Currency, out var currency))
        {
            errors.Add(new Error("CURRENCY_UNKNOWN", "currency", "No ISO 4217 currency has this code.").With("currency", input.Currency ?? ""));
            return default;
        }

        var amount = Money.ParsePositive(input.Amount, currency);
        errors.AddRange(amount.Errors);
        return amount.IsOk ? amount.Value : default;
    }

    /// <summary>What is owed at the end of that day and of every later one, at least: in this currency.</summary>
    private static async Task<Money> LowestDrawnAsync(VentureDb db, Guid fund, Money like, LocalDate from, CancellationToken cancel)
    {
        var rows = await db.Set<LineEventRow>().AsNoTracking().Where(row => row.SubFundId == fund && row.Currency == like.Currency.Code && row.Kind != "INTEREST")
            .Select(row => new { row.EffectiveOn, Signed = row.Kind == "DRAW" == (row.ReversesId == null) ? row.AmountMinor : -row.AmountMinor }).ToListAsync(cancel);
        var days = rows.Select(row => row.EffectiveOn).Where(day => day > from).Append(from).Distinct();
        return new(days.Min(day => rows.Where(row => row.EffectiveOn <= day).Sum(row => row.Signed)), like.Currency);
    }
}

/// <summary>One at a time appends to the line of a fund.</summary>
internal static class LineLock
{
    internal static Task TakeAsync(VentureDb db, Guid fund, CancellationToken cancel) => TransactionLock.TakeAsync(db, $"SUBSCRIPTION_LINE:{fund}", cancel);
}
