using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>A statement as typed. Ids are global ids; what the rule does not ask for stays null.</summary>
public sealed record RecordRuleStatementInput
{
    public string? SubFundId { get; init; }

    public required string RuleCode { get; init; }

    public required LocalDate EffectiveOn { get; init; }

    public bool? IsKept { get; init; }

    public string? Custodian { get; init; }

    public int? StaffCount { get; init; }

    public int? CaseCount { get; init; }

    /// <summary>A plain decimal.</summary>
    public string? Amount { get; init; }

    /// <summary>A plain decimal.</summary>
    public string? Gain { get; init; }

    public string? Currency { get; init; }

    public decimal? RateAnnual { get; init; }

    /// <summary>Title of the paper.</summary>
    public required string Paper { get; init; }

    public required EvidenceTyped Evidence { get; init; }

    /// <summary>The statement that was wrong.</summary>
    public string? ReplacesId { get; init; }
}

/// <summary>
/// A fund manager of own funds, or policy staff of any, state what a paper says of a rule. Gives the key of the statement. Errors: those of <see cref="Idempotent"/>, of
/// <see cref="StatementCheck"/> and of <see cref="Evidence"/>; NOT_FOUND (subFundId, replacesId); ALREADY_REPLACED, NOT_YOURS_TO_REPLACE (replacesId).
/// </summary>
public sealed class RecordRuleStatement(VentureDbPool pool, IClock clock)
{
    private const string Operation = "RECORD_RULE_STATEMENT";

    /// <exception cref="AccessDeniedException">The actor is neither fund manager nor policy staff.</exception>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, RecordRuleStatementInput input, string idempotencyKey, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        actor.Require(Role.FundManager, Role.Policy);
        var evidence = Evidence.Check(input.Evidence, "evidence");
        var check = StatementCheck.Of(input);
        var act = new Act(pool, transaction, actor, idempotencyKey, cancel);
        return await act.OnceAsync(
            Operation, input, [FactDate.CheckPast("effectiveOn", input.EffectiveOn, HongKong.Today(clock)), .. check.Errors, .. evidence.Errors], ActAsync);

        async Task<Result<Guid>> ActAsync(VentureDb db)
        {
            if (GlobalId.KeyOf(input.SubFundId, "SubFund") is not { } fund || !await IsTheirsAsync(db, actor, fund, cancel))
            {
                return NotFound.At("subFundId");
            }

            var replaces = GlobalId.KeyOf(input.ReplacesId, "RuleStatement");
            if (input.ReplacesId is not null && await WhyNotReplaceAsync(db, actor, fund, input.RuleCode, replaces, cancel) is { } not)
            {
                return not;
            }

            var row = new RuleStatementRow
            {
                Id = Guid.CreateVersion7(), SubFundId = fund, RuleCode = input.RuleCode, EffectiveOn = input.EffectiveOn, StatedBy = actor.Role.Code(),
                IsKept = input.IsKept, Custodian = input.Custodian, StaffCount = input.StaffCount, CaseCount = input.CaseCount,
                AmountMinor = check.Amount?.Minor, GainMinor = check.Gain?.Minor, Currency = check.Amount?.Currency.Code, RateAnnual = input.RateAnnual,
                Paper = input.Paper, Address = evidence.Value.Address, ContentHash = evidence.Value.ContentHash?.ToArray(), Note = evidence.Value.Note,
                ReplacesId = replaces, RecordedBy = actor.PersonId,
            };
            return await act.AppendAsync(db, row, row.Id, input.Paper);
        }
    }

    private static Task<bool> IsTheirsAsync(VentureDb db, Actor actor, Guid fund, CancellationToken cancel) => actor.Role == Role.Policy
        ? db.Database.SqlQuery<bool>($"""select exists (select from sub_fund where id = {fund}) as "Value" """).SingleAsync(cancel)
        : OwnSubFund.ExistsAsync(db, fund, cancel);

    /// <summary>A manager takes back an own word only, never that of policy staff.</summary>
    private static async Task<Error?> WhyNotReplaceAsync(VentureDb db, Actor actor, Guid fund, string rule, Guid? replaces, CancellationToken cancel)
    {
        await TransactionLock.TakeAsync(db, $"RULE_STATEMENT:{fund}", cancel);
        var wrong = await db.Set<RuleStatementRow>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == replaces && row.SubFundId == fund && row.RuleCode == rule, cancel);
        return wrong is null ? NotFound.At("replacesId")
            : actor.Role != Role.Policy && wrong.StatedBy != actor.Role.Code()
                ? new Error("NOT_YOURS_TO_REPLACE", "replacesId", "What policy staff stated is replaced by policy staff only.")
            : await db.Set<RuleStatementRow>().AnyAsync(row => row.SubFundId == fund && row.ReplacesId == replaces, cancel)
                ? new Error("ALREADY_REPLACED", "replacesId", "A later statement already replaces this one.")
            : null;
    }
}
