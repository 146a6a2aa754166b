namespace VenturePortfolio.Server;

/// <summary>A nightly run, or one by hand.</summary>
internal static class MetricRunNode
{
    public static readonly EnumDeclaration Kind = new("RunKind", "What started a run.", "NIGHTLY", "BY_HAND", "REQUESTED");

    public static readonly EnumDeclaration State =
        new("RunState", "How far a run is. Only published runs have values.", "PLANNED", "RUNNING", "PUBLISHED", "FAILED", "CANCELLED");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("MetricRun", "metric_run", "One computation of all metrics for one pair of dates.")
        .Root("metricRun", "metricRuns")
        .Rows(1_000)
        .Enum("kind", Kind, order: true)
        .Date("businessDate", order: true, describe: "asOf of every value in it.")
        .Instant("knownAt", order: true)
        .Enum("state", State, order: true)
        .Int("epoch", order: true)
        .Instant("plannedAt", order: true)
        .Instant("startedAt", nullable: true)
        .Instant("publishedAt", nullable: true)
        .Said("failure", nullable: true)
        .ToOne("report", "MetricRunReport", "id", targetColumn: "run_id", describe: "What it did and found; null while it is not published.")
        .ToMany("events", "MetricRunEvent", "run_id", rows: 20)
        .ToMany("values", "MetricValue", "run_id", rows: 5_000);
}
