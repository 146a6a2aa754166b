namespace VenturePortfolio.Server;

/// <summary>What a figure is to reach by a day.</summary>
internal static class MetricTargetNode
{
    public static readonly EnumDeclaration GroupBy = new(
        "MetricTargetGroupBy", "Everything; the sub-funds of a year; those of a manager; the deals of a sector.", "TOTAL", "VINTAGE", "MANAGER", "SECTOR");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("MetricTarget", "metric_target", "What a figure is to reach by a day; of several for one day the newest counts.")
        .Root("metricTarget", "metricTargets")
        .Rows(500)
        .Recorded()
        .Text("metricKey", order: true)
        .Date("dueOn", order: true)
        .Decimal("value", order: true, describe: "In the metric's own unit.")
        .Text("source", describe: "Who says so, and where.")
        .ToOne("programme", "Programme", "programme_id")
        .ToOne("subFund", "SubFund", "sub_fund_id")
        .ToOne("incubator", "Incubator", "incubator_id")
        .ToOne("startup", "Startup", "startup_id")
        .Enum("groupBy", GroupBy, nullable: true, describe: "Of a group: which kind; null: of a subject of its own.")
        .Text("groupKey", nullable: true, describe: "Of a group: its key, as in a leverage report.")
        .ToOne("setBy", "Person", "set_by", describe: "Null: loaded by a job, or hidden.")
        .Instant("recordedAt", order: true);
}
