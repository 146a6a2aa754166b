using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>One dated event in a pledge, as stored. Read only here: no use case pledges yet.</summary>
public sealed class CommitmentRow
{
    private CommitmentRow()
    {
    }

    public Guid Id { get; private set; }

    public Guid SubFundId { get; private set; }

    public Guid InvestorId { get; private set; }

    public string Kind { get; private set; } = "";

    public long AmountMinor { get; private set; }

    public string Currency { get; private set; } = "";

    public LocalDate EffectiveOn { get; private set; }

    public Guid? ReversesId { get; private set; }

    public Instant RecordedAt { get; private set; }

    /// <summary>As the calculations see it.</summary>
    public Commitment ToDomain() => new()
    {
        Id = new CommitmentId(Id),
        Investor = new InvestorId(InvestorId),
        Kind = CommitmentKind.Of(Kind),
        Amount = new Money(AmountMinor, VenturePortfolio.Currency.Of(Currency)),
        EffectiveOn = EffectiveOn,
        RecordedAt = RecordedAt,
        ReversesId = ReversesId is { } reverses ? new CommitmentId(reverses) : null,
    };
}
