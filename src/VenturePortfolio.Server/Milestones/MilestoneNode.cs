namespace VenturePortfolio.Server;

/// <summary>Something a startup is expected to reach, or has reached (里程碑).</summary>
internal static class MilestoneNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Milestone", "milestone", "Something a startup is expected to reach, or has reached (里程碑).")
        .Root("milestone", "milestones")
        .Rows(200_000)
        .Recorded()
        .ToOne("startup", "Startup", "startup_id")
        .ToOne("kind", "MilestoneKind", "kind")
        .Text("title", order: true)
        .Date("dueOn", nullable: true, describe: "Null: no date was promised.")
        .Instant("recordedAt", order: true)
        .ToMany("reports", "MilestoneReport", "milestone_id", rows: 1);
}
