using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>An entry for the ledger of an own fund, as typed. Ids are global ids.</summary>
public sealed record RecordCashFlowInput
{
    public string? SubFundId { get; init; }

    public string? Kind { get; init; }

    /// <summary>A plain decimal, always positive: the sign is a function of the kind.</summary>
    public string? Amount { get; init; }

    public string? Currency { get; init; }

    public required LocalDate EffectiveOn { get; init; }

    public string? InvestorId { get; init; }

    public string? InvestmentId { get; init; }

    public bool OutsideCommitment { get; init; }

    public bool Recallable { get; init; }

    public string? ExternalRef { get; init; }

    public string? Memo { get; init; }

    internal CashFlowTyped Typed => new()
    {
        Kind = Kind,
        Amount = Amount,
        Currency = Currency,
        EffectiveOn = EffectiveOn,
        HasInvestor = InvestorId is not null,
        HasInvestment = InvestmentId is not null,
        OutsideCommitment = OutsideCommitment,
        Recallable = Recallable,
        ExternalRef = ExternalRef,
        Memo = Memo,
    };
}

/// <summary>
/// A fund manager records that money moved. Gives the key of the new entry. Errors: those of
/// <see cref="CashFlowPosting.Check"/> and of <see cref="Idempotent"/>; NOT_FOUND (subFundId, investorId, investmentId);
/// DUPLICATE_EXTERNAL_REF (externalRef); CURRENCY_MISMATCH (currency); NO_COMMITMENT (investorId);
/// CALL_EXCEEDS_UNFUNDED (amount).
/// </summary>
public sealed class RecordCashFlow(VentureDbPool pool, IClock clock)
{
    private const string Operation = "RECORD_CASH_FLOW";

    /// <exception cref="AccessDeniedException">The actor is no fund manager.</exception>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, RecordCashFlowInput input, string idempotencyKey, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        actor.Require(Role.FundManager);
        var typed = input.Typed;
        var posting = CashFlowPosting.Check(typed, HongKong.Today(clock));
        if (!posting.IsOk)
        {
            return posting.Errors.ToList();
        }

        await using var db = await pool.LendAsync(transaction, cancel);
        return await Idempotent.RunAsync(db, actor, Operation, idempotencyKey, input, ActAsync, cancel);

        async Task<Result<Guid>> ActAsync()
        {
            if (GlobalId.KeyOf(input.SubFundId, "SubFund") is not { } subFund || !await OwnSubFund.ExistsAsync(db, subFund, cancel))
            {
                return NotFound.At("subFundId");
            }

            // From here on nobody else appends to this fund: what is checked is still true when the entry is appended.
            await LedgerLock.TakeAsync(db, subFund, cancel);
            var investor = GlobalId.KeyOf(input.InvestorId, "Investor");
            var investment = GlobalId.KeyOf(input.InvestmentId, "Investment");
            if (await CheckAsync(db, subFund, input, posting.Value, investor, investment, cancel) is { } error)
            {
                return error;
            }

            var entry = CashFlowRow.Append(subFund, posting.Value, typed, investor, investment);
            db.Add(entry);
            await db.SaveChangesAsync(cancel);
            return entry.Id;
        }
    }

    private static async Task<Error?> CheckAsync(
        VentureDb db, Guid subFund, RecordCashFlowInput input, CashFlowPosting posting, Guid? investor, Guid? investment, CancellationToken cancel)
    {
        if (input.InvestorId is not null && !await db.Set<SubFundInvestorRow>()
            .AnyAsync(row => row.SubFundId == subFund && row.InvestorId == investor, cancel))
        {
            return NotFound.At("investorId");
        }

        if (input.InvestmentId is not null && !await db.Set<InvestmentRow>()
            .AnyAsync(row => row.SubFundId == subFund && row.Id == investment, cancel))
        {
            return NotFound.At("investmentId");
        }

        if (input.ExternalRef is not null && await db.Set<CashFlowRow>()
            .AnyAsync(row => row.SubFundId == subFund && row.ExternalRef == input.ExternalRef, cancel))
        {
            return new Error("DUPLICATE_EXTERNAL_REF", "externalRef", "Another entry of this fund carries this reference.");
        }

        return posting.UnfundedEffectMinor == 0 ? null
            : await LowestUnfundedAsync(db, subFund, investor, input.EffectiveOn, cancel) is { } unfunded ? posting.CheckUnfunded(unfunded)
            : new Error("NO_COMMITMENT", "investorId", "This investor has pledged nothing to this fund.");
    }

    private static async Task<Money?> LowestUnfundedAsync(
        VentureDb db, Guid subFund, Guid? investor, LocalDate day, CancellationToken cancel)
    {
        var commitments = await db.Set<CommitmentRow>().AsNoTracking()
            .Where(row => row.SubFundId == subFund && row.InvestorId == investor).ToListAsync(cancel);
        var flows = await db.Set<CashFlowRow>().AsNoTracking()
            .Where(row => row.SubFundId == subFund && row.InvestorId == investor).ToListAsync(cancel);
        return Unfunded.LowestFrom(
            commitments.ConvertAll(row => row.ToDomain()), flows.ConvertAll(row => row.ToDomain()), day);
    }
}
