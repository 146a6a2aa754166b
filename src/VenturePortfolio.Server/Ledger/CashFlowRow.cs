using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>
/// A ledger entry as it is appended. Sequence, recorded time, recorder and hash chain are the database's
/// (<c>app.append_cash_flow</c>), whatever is sent. Never changed: a correction is <see cref="Reverse"/> and a new entry.
/// </summary>
public sealed class CashFlowRow
{
    private CashFlowRow()
    {
    }

    public Guid Id { get; private set; }

    public Guid SubFundId { get; private set; }

    public long Seq { get; private set; }

    public string Kind { get; private set; } = "";

    public long AmountMinor { get; private set; }

    public string Currency { get; private set; } = "";

    public long UnfundedEffectMinor { get; private set; }

    public LocalDate EffectiveOn { get; private set; }

    public Guid? InvestorId { get; private set; }

    public Guid? InvestmentId { get; private set; }

    public long? ReversesSeq { get; private set; }

    public string? ExternalRef { get; private set; }

    public string? Memo { get; private set; }

    public Instant RecordedAt { get; private set; }

    public static CashFlowRow Append(Guid subFundId, CashFlowPosting posting, CashFlowTyped typed, Guid? investorId, Guid? investmentId)
    {
        ArgumentNullException.ThrowIfNull(posting);
        ArgumentNullException.ThrowIfNull(typed);
        return new CashFlowRow
        {
            Id = Guid.CreateVersion7(),
            SubFundId = subFundId,
            Kind = posting.Kind.Key,
            AmountMinor = posting.Amount.Minor,
            Currency = posting.Amount.Currency.Code,
            UnfundedEffectMinor = posting.UnfundedEffectMinor,
            EffectiveOn = typed.EffectiveOn,
            InvestorId = investorId,
            InvestmentId = investmentId,
            ExternalRef = typed.ExternalRef,
            Memo = typed.Memo,
        };
    }

    /// <summary>The entry that takes this one back: it repeats it, and thereby flips its effect.</summary>
    public CashFlowRow Reverse(string reason) => ReversesSeq is not null
        ? throw new InvalidOperationException("A reversal is not reversed.")
        : new CashFlowRow
        {
            Id = Guid.CreateVersion7(),
            SubFundId = SubFundId,
            Kind = Kind,
            AmountMinor = AmountMinor,
            Currency = Currency,
            UnfundedEffectMinor = UnfundedEffectMinor,
            EffectiveOn = EffectiveOn,
            InvestorId = InvestorId,
            InvestmentId = InvestmentId,
            ReversesSeq = Seq,
            Memo = reason,
        };

    /// <summary>As the calculations see it.</summary>
    public CashFlow ToDomain() => new()
    {
        Id = new CashFlowId(Id),
        Seq = Seq,
        Kind = CashFlowKind.Of(Kind),
        Amount = new Money(AmountMinor, VenturePortfolio.Currency.Of(Currency)),
        UnfundedEffectMinor = UnfundedEffectMinor,
        EffectiveOn = EffectiveOn,
        RecordedAt = RecordedAt,
        Investor = InvestorId is { } investor ? new InvestorId(investor) : null,
        Investment = InvestmentId is { } investment ? new InvestmentId(investment) : null,
        ReversesSeq = ReversesSeq,
    };
}
