using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>What a paper says of a rule and a sub-fund, as stored. Never changed; a wrong one is replaced by a later row.</summary>
public sealed class RuleStatementRow
{
    public required Guid Id { get; init; }

    public required Guid SubFundId { get; init; }

    public required string RuleCode { get; init; }

    public required LocalDate EffectiveOn { get; init; }

    /// <summary>FUND_MANAGER or POLICY.</summary>
    public required string StatedBy { get; init; }

    public bool? IsKept { get; init; }

    public string? Custodian { get; init; }

    public int? StaffCount { get; init; }

    public int? CaseCount { get; init; }

    public long? AmountMinor { get; init; }

    public long? GainMinor { get; init; }

    /// <summary>Of both amounts.</summary>
    public string? Currency { get; init; }

    public decimal? RateAnnual { get; init; }

    public required string Paper { get; init; }

    public required string Address { get; init; }

    public byte[]? ContentHash { get; init; }

    public string? Note { get; init; }

    public Guid? ReplacesId { get; init; }

    /// <summary>Null: the job.</summary>
    public Guid? RecordedBy { get; init; }
}

internal sealed class RuleStatementMapping : IEntityTypeConfiguration<RuleStatementRow>
{
    public void Configure(EntityTypeBuilder<RuleStatementRow> builder)
    {
        builder.ToTable("rule_statement");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}
