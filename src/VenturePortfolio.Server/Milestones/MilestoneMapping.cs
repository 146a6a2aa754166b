using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace VenturePortfolio.Server;

internal sealed class MilestoneMapping : IEntityTypeConfiguration<MilestoneRow>
{
    public void Configure(EntityTypeBuilder<MilestoneRow> builder)
    {
        builder.ToTable("milestone");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}

internal sealed class MilestoneKindMapping : IEntityTypeConfiguration<MilestoneKindRow>
{
    public void Configure(EntityTypeBuilder<MilestoneKindRow> builder)
    {
        builder.ToTable("milestone_kind");
        builder.HasKey(row => row.Code);
    }
}

internal sealed class MilestoneReportMapping : IEntityTypeConfiguration<MilestoneReportRow>
{
    public void Configure(EntityTypeBuilder<MilestoneReportRow> builder)
    {
        builder.ToTable("milestone_report");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        // Inserted after its milestone, and its evidence after it: the keys say so.
        builder.HasOne<MilestoneRow>().WithMany().HasForeignKey(row => row.MilestoneId);
        builder.HasMany(row => row.Evidence).WithOne().HasForeignKey(row => row.ReportId);
        builder.Navigation(row => row.Evidence).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class MilestoneEvidenceMapping : IEntityTypeConfiguration<MilestoneEvidenceRow>
{
    public void Configure(EntityTypeBuilder<MilestoneEvidenceRow> builder)
    {
        builder.ToTable("milestone_evidence");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}
