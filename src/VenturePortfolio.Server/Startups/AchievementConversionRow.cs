using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>That a startup converts an achievement (轉化), as stored. Never changed; a mistake is taken back by another row.</summary>
public sealed class AchievementConversionRow
{
    private AchievementConversionRow()
    {
    }

    public Guid Id { get; private set; }

    public Guid StartupId { get; private set; }

    public Guid AchievementId { get; private set; }

    public LocalDate EffectiveOn { get; private set; }

    public string EvidenceAddress { get; private set; } = "";

    public byte[]? EvidenceHash { get; private set; }

    public string? Note { get; private set; }

    public Guid? ReversesId { get; private set; }

    public Guid? ReportedBy { get; private set; }

    public static AchievementConversionRow Append(
        Guid startupId, Guid achievementId, LocalDate effectiveOn, Evidence evidence, Guid reportedBy)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return new()
        {
            Id = Guid.CreateVersion7(),
            StartupId = startupId,
            AchievementId = achievementId,
            EffectiveOn = effectiveOn,
            EvidenceAddress = evidence.Address,
            EvidenceHash = evidence.ContentHash?.ToArray(),
            Note = evidence.Note,
            ReportedBy = reportedBy,
        };
    }
}

internal sealed class AchievementConversionMapping : IEntityTypeConfiguration<AchievementConversionRow>
{
    public void Configure(EntityTypeBuilder<AchievementConversionRow> builder)
    {
        builder.ToTable("achievement_conversion");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}
