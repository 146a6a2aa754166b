using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>One statement that a milestone was reached, as stored. Never changed: a newer report supersedes it.</summary>
public sealed class MilestoneReportRow
{
    private readonly List<MilestoneEvidenceRow> _evidence = [];

    private MilestoneReportRow()
    {
    }

    public Guid Id { get; private set; }

    public Guid StartupId { get; private set; }

    public Guid MilestoneId { get; private set; }

    public LocalDate EffectiveOn { get; private set; }

    public string Verification { get; private set; } = "";

    public long? AmountMinor { get; private set; }

    public string? Currency { get; private set; }

    public string? Note { get; private set; }

    public Guid? SupersedesId { get; private set; }

    public Guid? ReportedBy { get; private set; }

    public IReadOnlyList<MilestoneEvidenceRow> Evidence => _evidence;

    public static MilestoneReportRow Append(
        Guid startupId, Guid milestoneId, MilestoneReport report, Guid? supersedesId, Guid reportedBy)
    {
        ArgumentNullException.ThrowIfNull(report);
        var row = new MilestoneReportRow
        {
            Id = Guid.CreateVersion7(),
            StartupId = startupId,
            MilestoneId = milestoneId,
            EffectiveOn = report.OccurredOn,
            Verification = report.Verification.Print(),
            AmountMinor = report.Amount?.Minor,
            Currency = report.Amount?.Currency.Code,
            Note = report.Note,
            SupersedesId = supersedesId,
            ReportedBy = reportedBy,
        };
        row._evidence.AddRange(report.Evidence.Select(evidence => new MilestoneEvidenceRow(row, evidence)));
        return row;
    }
}

/// <summary>Where the proof lies, as stored: an address and a fingerprint, never the document.</summary>
public sealed class MilestoneEvidenceRow
{
    private MilestoneEvidenceRow()
    {
    }

    internal MilestoneEvidenceRow(MilestoneReportRow report, Evidence evidence) =>
        (Id, StartupId, ReportId, Address, ContentHash, Note) = (
            Guid.CreateVersion7(), report.StartupId, report.Id, evidence.Address, evidence.ContentHash?.ToArray(), evidence.Note);

    public Guid Id { get; private set; }

    public Guid StartupId { get; private set; }

    public Guid ReportId { get; private set; }

    public string Address { get; private set; } = "";

    public byte[]? ContentHash { get; private set; }

    public string? Note { get; private set; }
}
