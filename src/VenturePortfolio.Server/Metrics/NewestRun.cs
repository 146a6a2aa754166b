namespace VenturePortfolio.Server;

/// <summary>Lists of what published runs said, narrowed to the newest run.</summary>
internal static class NewestRun
{
    private const string Published = "metric_run where state = 'PUBLISHED'";
    private const string NewestFirst = "order by business_date desc, known_at desc, id desc limit 1";

    /// <summary>The argument <c>asOf</c>: what the newest run of that date said; absent: the newest run of all.</summary>
    /// <remarks>The day stands alone too, so that the partitions of other days are not asked.</remarks>
    public static RelationArgument AsOf { get; } = new(
        "asOf",
        "What was said of this date; absent: of the newest date.",
        ColumnType.Date,
        List: false,
        $"{{t}}.as_of = {{value}} and {{t}}.run_id = (select id from {Published} and business_date = {{value}} {NewestFirst})",
        $"{{t}}.as_of = (select business_date from {Published} {NewestFirst}) and {{t}}.run_id = (select id from {Published} {NewestFirst})");
}
