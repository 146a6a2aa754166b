using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>What a figure is to reach by a day, as stored. Never changed; a newer row for the same day counts instead.</summary>
public sealed class MetricTargetRow
{
    private MetricTargetRow()
    {
    }

    public Guid Id { get; private set; }

    public Guid? ProgrammeId { get; private set; }

    public Guid? SubFundId { get; private set; }

    public Guid? IncubatorId { get; private set; }

    public Guid? StartupId { get; private set; }

    /// <summary>Printed name of a <see cref="LeverageGroupBy"/>; null: it is of a subject of its own.</summary>
    public string? GroupBy { get; private set; }

    public string? GroupKey { get; private set; }

    public string MetricKey { get; private set; } = "";

    public LocalDate DueOn { get; private set; }

    public decimal Value { get; private set; }

    public string Source { get; private set; } = "";

    public Guid? SetBy { get; private set; }

    public static MetricTargetRow Append(TargetSubject of, string metricKey, LocalDate dueOn, decimal value, string source, Guid setBy) => new()
    {
        Id = Guid.CreateVersion7(),
        ProgrammeId = of.Programme,
        SubFundId = of.SubFund,
        IncubatorId = of.Incubator,
        StartupId = of.Startup,
        GroupBy = of.GroupBy,
        GroupKey = of.GroupKey,
        MetricKey = metricKey,
        DueOn = dueOn,
        Value = value,
        Source = source,
        SetBy = setBy,
    };
}

internal sealed class MetricTargetMapping : IEntityTypeConfiguration<MetricTargetRow>
{
    public void Configure(EntityTypeBuilder<MetricTargetRow> builder)
    {
        builder.ToTable("metric_target");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}
