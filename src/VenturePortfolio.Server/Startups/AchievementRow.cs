using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace VenturePortfolio.Server;

/// <summary>An achievement of publicly funded science and technology (科技成果), as stored.</summary>
public sealed class AchievementRow
{
    private AchievementRow()
    {
    }

    public Guid Id { get; private set; }

    public string AchievementNumber { get; private set; } = "";

    public string? ProjectNumber { get; private set; }

    public string SourceKind { get; private set; } = "";

    public string? TitleEn { get; private set; }

    public string? TitleZhHant { get; private set; }

    public string? TitleZhHans { get; private set; }

    public bool HasConsent { get; private set; }

    public bool Invented { get; private set; }

    public string Source { get; private set; } = "";

    /// <summary>As typed, and found fit. Nothing that a person records is invented.</summary>
    internal static AchievementRow Record(RecordAchievementInput typed) => new()
    {
        Id = Guid.CreateVersion7(),
        AchievementNumber = typed.AchievementNumber,
        ProjectNumber = typed.ProjectNumber,
        SourceKind = typed.SourceKind,
        TitleEn = typed.TitleEn,
        TitleZhHant = typed.TitleZhHant,
        TitleZhHans = typed.TitleZhHans,
        HasConsent = typed.HasConsent,
        Source = typed.Source,
    };
}

internal sealed class AchievementMapping : IEntityTypeConfiguration<AchievementRow>
{
    public void Configure(EntityTypeBuilder<AchievementRow> builder)
    {
        builder.ToTable("achievement");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}
