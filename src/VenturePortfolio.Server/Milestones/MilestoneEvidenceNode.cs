namespace VenturePortfolio.Server;

/// <summary>Where the proof lies: its address and fingerprint, never the document.</summary>
internal static class MilestoneEvidenceNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("MilestoneEvidence", "milestone_evidence", "Where the proof of a report lies.")
        .Root("milestoneEvidence", "milestoneEvidences")
        .Rows(100_000)
        .Recorded()
        .ToOne("startup", "Startup", "startup_id")
        .ToOne("report", "MilestoneReport", "report_id")
        .Text("address", order: true)
        .Expression("contentHash", ColumnType.Text, "encode({t}.content_hash, 'hex')", nullable: true,
            describe: "SHA-256 of the document, in hex.")
        .Text("note", nullable: true)
        .Instant("recordedAt", order: true);
}
