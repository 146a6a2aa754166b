namespace VenturePortfolio.Server;

/// <summary>What happened during a run.</summary>
internal static class MetricRunEventNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("MetricRunEvent", "metric_run_event", "What happened during a run.")
        .Key("id", ColumnType.Long)
        .Root("metricRunEvent", "metricRunEvents")
        .Rows(20_000)
        .ToOne("run", "MetricRun", "run_id")
        .Instant("at", order: true)
        .Said("message", describe: "In the reader's language; filters look at what is stored, in English.")
        .ToOne("person", "Person", "person_id", describe: "Who asked for the run, or called it off; null: an event of the program's own, or nobody you may see.");
}
