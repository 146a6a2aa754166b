using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace VenturePortfolio.Server;

internal sealed class OperationKeyMapping : IEntityTypeConfiguration<OperationKey>
{
    public void Configure(EntityTypeBuilder<OperationKey> builder)
    {
        builder.ToTable("operation_key");
        builder.HasKey(row => new { row.PersonId, row.Operation, row.Key });
        builder.Property(row => row.Response).HasColumnType("jsonb");
    }
}
