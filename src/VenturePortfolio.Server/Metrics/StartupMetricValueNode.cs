namespace VenturePortfolio.Server;

/// <summary>A stored figure of one startup. Kept for 35 days, those of month ends for good.</summary>
internal static class StartupMetricValueNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("StartupMetricValue", "metric_detail", "A stored figure of one startup; kept for 35 days, that of a month's end for good.")
        .Root("startupMetricValue", "startupMetricValues")
        .RowsAtMost(10_000_000)
        .RowsWhere("asOf", 200_000)
        .RowsWhere("startup", 500)
        .Figure()
        .Function(ExplainStoredFigure.OfStartups)
        .ToOne("run", "MetricRun", "run_id")
        .ToOne("startup", "Startup", "startup_id");

    /// <summary>Arguments of <c>metrics(keys, asOf)</c> on a startup.</summary>
    public static RelationArgument[] Latest { get; } =
        [new("keys", "Only these metrics.", ColumnType.Text, List: true, "{t}.metric_key = any({value})"), NewestRun.AsOf];
}
