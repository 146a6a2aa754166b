using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>The benchmark lending rate of one year from a day on, as stored. Never changed; a newer row for the same day counts instead.</summary>
public sealed class LendingRateRow
{
    public required Guid Id { get; init; }

    public required LocalDate EffectiveOn { get; init; }

    public required decimal RateAnnual { get; init; }

    public required string Source { get; init; }

    /// <summary>Null: the job.</summary>
    public Guid? RecordedBy { get; init; }
}

internal sealed class LendingRateMapping : IEntityTypeConfiguration<LendingRateRow>
{
    public void Configure(EntityTypeBuilder<LendingRateRow> builder)
    {
        builder.ToTable("lending_rate");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}
