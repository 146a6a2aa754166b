using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>That a rule binds a sub-fund by choice from a day on, or no longer does, as stored. Never changed; the newest of a day counts.</summary>
public sealed class RuleChoiceRow
{
    private RuleChoiceRow()
    {
    }

    public Guid Id { get; private set; }

    public Guid SubFundId { get; private set; }

    public string RuleCode { get; private set; } = "";

    public bool IsChosen { get; private set; }

    public LocalDate EffectiveOn { get; private set; }

    public string? Note { get; private set; }

    public string? Source { get; private set; }

    public Guid? SetBy { get; private set; }

    public static RuleChoiceRow Append(
        Guid subFundId, string ruleCode, bool isChosen, LocalDate effectiveOn, string? note, string source, Guid setBy) => new()
    {
        Id = Guid.CreateVersion7(),
        SubFundId = subFundId,
        RuleCode = ruleCode,
        IsChosen = isChosen,
        EffectiveOn = effectiveOn,
        Note = note,
        Source = source,
        SetBy = setBy,
    };
}

internal sealed class RuleChoiceMapping : IEntityTypeConfiguration<RuleChoiceRow>
{
    public void Configure(EntityTypeBuilder<RuleChoiceRow> builder)
    {
        builder.ToTable("rule_choice");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}
