using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>An event of a subscription line as stored. Never changed; a mistake is taken back by <see cref="Reverse"/>.</summary>
public sealed class LineEventRow
{
    private LineEventRow()
    {
    }

    public Guid Id { get; private set; }

    public Guid SubFundId { get; private set; }

    public string Kind { get; private set; } = "";

    public long AmountMinor { get; private set; }

    public string Currency { get; private set; } = "";

    public LocalDate EffectiveOn { get; private set; }

    public Guid? ReversesId { get; private set; }

    public string? Memo { get; private set; }

    public Guid? RecordedBy { get; private set; }

    public static LineEventRow Append(Guid subFundId, string kind, Money amount, LocalDate effectiveOn, string? memo, Guid recordedBy) => new()
    {
        Id = Guid.CreateVersion7(),
        SubFundId = subFundId,
        Kind = kind,
        AmountMinor = amount.Minor,
        Currency = amount.Currency.Code,
        EffectiveOn = effectiveOn,
        Memo = memo,
        RecordedBy = recordedBy,
    };

    /// <summary>Repeats the event, and thereby takes it back.</summary>
    public LineEventRow Reverse(string reason, Guid recordedBy) => ReversesId is not null
        ? throw new InvalidOperationException("A reversal is not reversed.")
        : new LineEventRow
        {
            Id = Guid.CreateVersion7(),
            SubFundId = SubFundId,
            Kind = Kind,
            AmountMinor = AmountMinor,
            Currency = Currency,
            EffectiveOn = EffectiveOn,
            ReversesId = Id,
            Memo = reason,
            RecordedBy = recordedBy,
        };
}

internal sealed class LineEventMapping : IEntityTypeConfiguration<LineEventRow>
{
    public void Configure(EntityTypeBuilder<LineEventRow> builder)
    {
        builder.ToTable("subscription_line_event");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}
