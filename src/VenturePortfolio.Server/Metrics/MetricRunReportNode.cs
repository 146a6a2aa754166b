namespace VenturePortfolio.Server;

/// <summary>What a published run did and found.</summary>
internal static class MetricRunReportNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("MetricRunReport", "metric_run_report", "What a published run did and found.")
        .Key("run_id", ColumnType.Uuid)
        .Root("metricRunReport", "metricRunReports")
        .Rows(1_000)
        .Expression("stages", ColumnType.Text, "({t}.stages::text)", describe: "JSON: name and seconds of each.")
        .Expression("counts", ColumnType.Text, "({t}.counts::text)", describe: "JSON: rows read, figures, verdicts.")
        .Expression("absent", ColumnType.Text, "({t}.absent::text)", describe: "JSON: figures without a value, by why.")
        .Expression("invariants", ColumnType.Text, "({t}.invariants::text)", describe: "JSON: what was checked, and how often. All held, or nothing was published.")
        .Expression("changes", ColumnType.Text, "({t}.changes::text)", describe: "JSON: the largest changes since the night before: subject, metric, before, after.")
        .ToOne("run", "MetricRun", "run_id");
}
