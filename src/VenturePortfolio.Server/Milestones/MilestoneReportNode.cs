namespace VenturePortfolio.Server;

/// <summary>One statement that a milestone was reached. A correction is a newer report that supersedes it.</summary>
internal static class MilestoneReportNode
{
    public static readonly EnumDeclaration Verification =
        new("Verification", "How well it is proved, from V0 (said) to V3 (checked by a third party).", "V0", "V1", "V2", "V3");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("MilestoneReport", "milestone_report", "One statement that a milestone was reached.")
        .Root("milestoneReport", "milestoneReports")
        .Rows(100_000)
        .Dated()
        .ToOne("startup", "Startup", "startup_id")
        .ToOne("milestone", "Milestone", "milestone_id")
        .Date("effectiveOn", order: true, describe: "The day it happened.")
        .Enum("verification", Verification, order: true)
        .Money("amount", "amount_minor", nullable: true)
        .Text("note", nullable: true)
        .ToOne("supersedes", "MilestoneReport", "supersedes_id")
        .ToOne("supersededBy", "MilestoneReport", "id", targetColumn: "supersedes_id")
        .ToOne("reportedBy", "Person", "reported_by", describe: "Null: loaded by a job, or hidden.")
        .Instant("recordedAt", order: true)
        .ToMany("evidence", "MilestoneEvidence", "report_id", rows: 1);
}
