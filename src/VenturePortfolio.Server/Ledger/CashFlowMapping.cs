using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace VenturePortfolio.Server;

internal sealed class CashFlowMapping : IEntityTypeConfiguration<CashFlowRow>
{
    public void Configure(EntityTypeBuilder<CashFlowRow> builder)
    {
        builder.ToTable("cash_flow");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        // Given by the insert trigger and read back by "returning".
        builder.Property(row => row.Seq).ValueGeneratedOnAdd();
        builder.Property(row => row.RecordedAt).ValueGeneratedOnAdd();
    }
}
