namespace VenturePortfolio.Server;

/// <summary>
/// A stored figure with its run, its dates, its definition's revision and its exact numerator and denominator.
/// </summary>
internal static class MetricValueNode
{
    public static readonly EnumDeclaration Unit =
        new("MetricUnit", "What a figure is counted in.", "RATIO", "RATE_PER_YEAR", "COUNT", "AMOUNT", "DAYS");

    public static readonly EnumDeclaration FxBasis = new(
        "FxBasis", "Which day's rate converted each flow.", "commitment-date", "transaction-date", "as-of", "none");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("MetricValue", "metric_value", "A stored figure of a published run.")
        .Root("metricValue", "metricValues")
        .RowsAtMost(500_000)
        .RowsWhere("subFund", 50_000)
        .RowsWhere("programme", 50_000)
        .RowsWhere("incubator", 50_000)
        .RowsWhere("run", 100_000)
        .Figure()
        .Function(ExplainStoredFigure.OfGroups)
        .Function(FigureRounds.OfStored)
        .Text("mapping", nullable: true, describe: "Method and version by which investors were counted as private, OECD@1; null: none was read.")
        .ToOne("run", "MetricRun", "run_id")
        .ToOne("programme", "Programme", "programme_id")
        .ToOne("subFund", "SubFund", "sub_fund_id")
        .ToOne("incubator", "Incubator", "incubator_id")
        .Int("cohortYear", nullable: true, order: false, describe: "Of an incubator's figure: only the startups first admitted in this year; null: all.")
        .Enum("groupBy", LeverageReportField.GroupBy, nullable: true, describe: "Of a group of sub-funds: what the groups are told by; null: a subject of its own, or all startups.")
        .Text("groupKey", nullable: true, describe: "Of a group of sub-funds: its key, as in a leverage report.")
        .Date("navAsOf", nullable: true, describe: "The oldest net asset value used.")
        .Int("covered", nullable: true, describe: "Sub-funds in the figure, or supported transactions where it is over these; null: it is of startups, or was published before this was stored.")
        .Int("funds", nullable: true, describe: "Sub-funds of the subject, or supported transactions where the figure is over these.")
        .Int("startups", nullable: true, order: false, describe: "Of a figure of milestones: startups ever admitted; null: it is of funds, or was published before this was stored.");

    /// <summary>What every stored figure tells, of whomever it is.</summary>
    public static NodeDeclaration Figure(this NodeDeclaration node) => node
        .Text("metricKey", order: true)
        .Int("revision", order: true)
        .Date("asOf", order: true, describe: "What had happened by the end of this day.")
        .Instant("knownAt", order: true, describe: "What had been told by then.")
        .Expression(
            "daysStale",
            ColumnType.Int,
            "((now() at time zone 'Asia/Hong_Kong')::date - {t}.as_of::date)",
            describe: "Days between asOf and today in Hong Kong.")
        .Enum("unit", Unit, order: true)
        .Enum("fxBasis", FxBasis, order: true)
        .ToOne("currency", "Currency", "currency", describe: "Of numerator and denominator; null: counts, or none.")
        .Decimal("value", nullable: true, order: true, describe: "Null: absent, see absentWhy; sorted by it, those come last.")
        .Decimal("numerator", nullable: true, describe: "Minor units, or a count.")
        .Decimal("denominator", nullable: true, describe: "Minor units, or a count.")
        .Text("status", order: true, describe: "OK, or why not.")
        .Text("flagCodes", column: "flags", nullable: true, describe: "What is to be told beside the value: codes apart by a blank, NAV_ROLLED_FORWARD NAV_STALE; null: nothing, or of a night before 2026-12.")
        .Said("absentWhy", nullable: true, describe: "Why there is no value, or what is to be said beside it: what it leaves out, of how many it is; in the reader's language. Filters look at the English words.")
        .Function(MetricDefinitionField.OfFigure)
        .Function(StoredFigureFields.TermsOfFigure)
        .Function(StoredFigureFields.RemarksOfFigure);

    /// <summary>
    /// Arguments of <c>metrics(keys, asOf)</c> on a subject: the value last known for each key, at the newest date or at the
    /// one asked for.
    /// </summary>
    public static RelationArgument[] Latest(string subject) =>
    [
        new("keys", "Only these metrics.", ColumnType.Text, List: true, "{t}.metric_key = any({value})"),
        new(
            "asOf",
            "The figures of this date; absent: of the newest date.",
            ColumnType.Date,
            List: false,
            $"{{t}}.as_of = {{value}} and {NothingNewer(subject, "n.as_of = {t}.as_of and (n.known_at, n.run_id) > ({t}.known_at, {t}.run_id)")}",
            NothingNewer(subject, "(n.as_of, n.known_at, n.run_id) > ({t}.as_of, {t}.known_at, {t}.run_id)")),
    ];

    private static string NothingNewer(string subject, string newer) =>
        $"not exists (select 1 from metric_value n where n.{subject} = {{t}}.{subject} and n.metric_key = {{t}}.metric_key and {newer})";
}
