using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace VenturePortfolio.Server;

internal sealed class CommitmentMapping : IEntityTypeConfiguration<CommitmentRow>
{
    public void Configure(EntityTypeBuilder<CommitmentRow> builder)
    {
        builder.ToTable("commitment");
        builder.HasKey(row => row.Id);
    }
}

internal sealed class SubFundInvestorMapping : IEntityTypeConfiguration<SubFundInvestorRow>
{
    public void Configure(EntityTypeBuilder<SubFundInvestorRow> builder)
    {
        builder.ToTable("sub_fund_investor");
        builder.HasKey(row => new { row.SubFundId, row.InvestorId });
    }
}

internal sealed class InvestmentMapping : IEntityTypeConfiguration<InvestmentRow>
{
    public void Configure(EntityTypeBuilder<InvestmentRow> builder)
    {
        builder.ToTable("investment");
        builder.HasKey(row => row.Id);
    }
}
