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
        .Text("message");
}
