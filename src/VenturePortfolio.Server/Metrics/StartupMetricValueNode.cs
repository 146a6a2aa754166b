namespace VenturePortfolio.Server;

/// <summary>A stored figure of one startup. Kept for 35 days, those of month ends for good.</summary>
internal static class StartupMetricValueNode
{
    private const string LastRun = "metric_run where state = 'PUBLISHED'";
    private const string LastFirst = "order by business_date desc, known_at desc, id desc limit 1";

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("StartupMetricValue", "metric_detail", "A stored figure of one startup; kept for 35 days, that of a month's end for good.")
        .Root("startupMetricValue", "startupMetricValues")
        .Rows(10_000_000)
        .Figure()
        .ToOne("run", "MetricRun", "run_id")
        .ToOne("startup", "Startup", "startup_id");

    /// <summary>Arguments of <c>metrics(keys, asOf)</c> on a startup: what the newest run said, or the newest of the date asked for.</summary>
    public static RelationArgument[] Latest { get; } =
    [
        new("keys", "Only these metrics.", ColumnType.Text, List: true, "{t}.metric_key = any({value})"),
        new(
            "asOf",
            "The figures of this date; absent: of the newest date.",
            ColumnType.Date,
            List: false,
            // The day stands alone too, so that the other days' partitions are not asked.
            $"{{t}}.as_of = {{value}} and {{t}}.run_id = (select id from {LastRun} and business_date = {{value}} {LastFirst})",
            $"{{t}}.as_of = (select business_date from {LastRun} {LastFirst}) and {{t}}.run_id = (select id from {LastRun} {LastFirst})"),
    ];
}
