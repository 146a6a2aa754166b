using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>A choice as typed. The id is a global id.</summary>
public sealed record ChooseRuleInput
{
    public string? SubFundId { get; init; }

    public required string RuleCode { get; init; }

    /// <summary>False: from that day on it binds no longer.</summary>
    public required bool IsChosen { get; init; }

    public required LocalDate EffectiveOn { get; init; }

    /// <summary>Who chose so, and where it stands.</summary>
    public required string Source { get; init; }

    public string? Note { get; init; }
}

/// <summary>
/// Policy staff say from when on a rule that binds by choice binds a sub-fund, or no longer does. Gives the key of the choice. Errors: those of
/// <see cref="Idempotent"/>; NOT_FOUND (subFundId); UNKNOWN_RULE, RULE_NOT_BY_CHOICE (ruleCode); DATE_OUT_OF_RANGE (effectiveOn);
/// REQUIRED, TEXT_TOO_LONG, INVALID_TEXT (source, note).
/// </summary>
public sealed class ChooseRule(VentureDbPool pool, IClock clock)
{
    private const string Operation = "CHOOSE_RULE";

    /// <exception cref="AccessDeniedException">The actor is no policy staff.</exception>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, ChooseRuleInput input, string idempotencyKey, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        actor.Require(Role.Policy);
        var act = new Act(pool, transaction, actor, idempotencyKey, cancel);
        return await act.OnceAsync(Operation, input, Faults(), ActAsync);

        async Task<Result<Guid>> ActAsync(VentureDb db)
        {
            var fund = GlobalId.KeyOf(input.SubFundId, "SubFund");
            if (!await db.Database.SqlQuery<bool>($"""select exists (select from sub_fund where id = {fund}) as "Value" """).SingleAsync(cancel))
            {
                return NotFound.At("subFundId");
            }

            var byChoice = await db.Database.SqlQuery<bool>(
                $"""select is_per_fund as "Value" from rule where code = {input.RuleCode} order by revision desc limit 1""").ToListAsync(cancel);
            if (byChoice.Count == 0)
            {
                return new Error("UNKNOWN_RULE", "ruleCode", $"There is no rule {input.RuleCode}.").With("rule", input.RuleCode);
            }

            if (!byChoice[0])
            {
                return new Error("RULE_NOT_BY_CHOICE", "ruleCode", $"{input.RuleCode} binds whether it is chosen or not.").With("rule", input.RuleCode);
            }

            var row = RuleChoiceRow.Append(fund!.Value, input.RuleCode, input.IsChosen, input.EffectiveOn, input.Note, input.Source, actor.PersonId);
            return await act.AppendAsync(db, row, row.Id, input.Source);
        }

        Error?[] Faults() =>
        [
            TypedText.CheckLine("ruleCode", input.RuleCode, TypedText.NameMax),
            FactDate.Check("effectiveOn", input.EffectiveOn, HongKong.Today(clock)),
            TypedText.CheckNote("source", input.Source),
            TypedText.CheckOptionalNote("note", input.Note),
        ];
    }

    /// <summary>What GraphQL shows of it.</summary>
    internal static MutationDeclaration Declaration(ChooseRule useCase) => new(
        "chooseRule",
        "Says from when on a rule that binds by choice (isPerFund) binds a sub-fund, or no longer does. The next night judges by it.",
        "ruleChoice",
        "RuleChoice",
        [
            InputField.Id("subFundId", required: true),
            InputField.Text("ruleCode", required: true, "Code such as NF-31."),
            InputField.Boolean("isChosen", required: true, "False: from that day on it binds no longer."),
            InputField.Date("effectiveOn", required: true, "The first day of it."),
            InputField.Text("source", required: true, "Who chose so, and where it stands."),
            InputField.Text("note"),
        ],
        async (call, cancel) => UserErrors.Answer(
            await useCase.RunAsync(call.Actor, InputOf(call.Input), call.IdempotencyKey, call.Transaction, cancel), call.Language));

    private static ChooseRuleInput InputOf(InputValues values) => new()
    {
        SubFundId = values.Text("subFundId"),
        RuleCode = values.Text("ruleCode")!,
        IsChosen = values.Boolean("isChosen")!.Value,
        EffectiveOn = values.Date("effectiveOn")!.Value,
        Source = values.Text("source")!,
        Note = values.Text("note"),
    };
}
