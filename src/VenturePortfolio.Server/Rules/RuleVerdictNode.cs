namespace VenturePortfolio.Server;

/// <summary>What a rule said of a sub-fund in a published run. Kept for 35 days, those of month ends for good.</summary>
internal static class RuleVerdictNode
{
    public static readonly EnumDeclaration Status = new(
        "VerdictStatus",
        "Kept; a duty met, on track, at risk or beyond reach; not kept by a rule that only warns; not kept; not binding; a fact is missing.",
        "PASS", "MET", "ON_TRACK", "AT_RISK", "WARN", "BREACH", "UNATTAINABLE", "NOT_APPLICABLE", "UNKNOWN");

    // GlobalId in SQL: nodes are named as their tables are. Base64 breaks its lines after 76 letters.
    private const string RowId =
        "(translate(encode(convert_to(replace(initcap(replace({t}.source, '_', ' ')), ' ', '') || ':' || {t}.row_id::text, 'UTF8'), 'base64'), chr(10), ''))";

    public static readonly NodeDeclaration Declaration =
        Columns(new NodeDeclaration("RuleVerdict", "rule_verdict", "What a rule says of a sub-fund; every night's for 35 days, that of a month's end for good."))
        .Root("ruleVerdict", "ruleVerdicts")
        .RowsAtMost(1_000_000)
        .RowsWhere("asOf", 100_000)
        .RowsWhere("subFund", 5_000);

    /// <summary>What of the newest night somebody should look at, with the day since when.</summary>
    public static readonly NodeDeclaration Finding =
        Columns(new NodeDeclaration("Finding", "finding", "A verdict of the newest night that asks for somebody's attention (AT_RISK, WARN, BREACH, UNATTAINABLE), and since when it stands."))
        .Root(
            "finding",
            "findings",
            new RelationArgument(
                "status", "Only these of the four.", ColumnType.Text, List: true, "{t}.status = any({value})") { Values = Status, Answered = ("NO_FINDING", ["AT_RISK", "WARN", "BREACH", "UNATTAINABLE"]) },
            new RelationArgument("since", "Only what has stood since this day or later.", ColumnType.Date, List: false, "{t}.since >= {value}"))
        .Rows(2_000)
        .Text("ruleCode", order: true, describe: "Code of the rule.")
        .Text("subFundCode", order: true, describe: "Code of the sub-fund.")
        .Date("since", order: true, describe: "The first day of this status in nights that follow each other without a break, as far back as they are kept. Runs somebody asked for do not count.")
        .Date("seenSince", order: true, describe: "The first published day, of nights and of runs somebody asked for, since which no published day told another status. Nobody looked at the days between: it may be broken off and come back there.");

    public static readonly NodeDeclaration Evidence =
        new NodeDeclaration("VerdictEvidence", "rule_verdict_evidence", "A row that a verdict rests on.")
        .Root("verdictEvidence", "verdictEvidences")
        .Rows(10_000_000)
        .RowsWhere("verdict", 50)
        .Int("place", order: true, describe: "From 1.")
        .Text("source", order: true, describe: "Table of the row.")
        .Expression("rowId", ColumnType.Text, "({t}.row_id::text)", describe: "Key in that table.")
        .Expression("row", ColumnType.Text, RowId, describe: "Its global id, for node(id).")
        .Date("effectiveOn", order: true)
        .Instant("recordedAt", order: true)
        .Money("amount", "amount_minor", nullable: true)
        .ToOne("verdict", "RuleVerdict", "verdict_id");

    private static NodeDeclaration Columns(NodeDeclaration node) => node
        .ToOne("subFund", "SubFund", "sub_fund_id")
        .ToOne("rule", "Rule", "rule_id")
        .ToOne("run", "MetricRun", "run_id")
        .Date("asOf", order: true)
        .Instant("knownAt", order: true)
        .Enum("status", Status, order: true)
        .Text("reason", nullable: true, order: false, describe: "Why; stable, UPPER_SNAKE. Null: nothing is to be said beside the status.")
        .Said("detail", nullable: true, describe: "The reason in words, in the reader's language. Filters look at the English ones.")
        .ToOne("currency", "Currency", "currency", describe: "Of progress and headroom; null: they are no money.")
        .Decimal("progressNumerator", nullable: true, describe: "What was judged, exactly: a share of the fund, or reached of due. Null: nothing to measure.")
        .Decimal("progressDenominator", nullable: true)
        .Decimal("headroomNumerator", nullable: true, describe: "Room before the limit, negative when passed: minor units, or days. Over the next field.")
        .Decimal("headroomDenominator", nullable: true)
        .Date("forecastOn", nullable: true, order: true, describe: "When a limit is passed or a duty fulfilled at the present pace, or a deadline ends.")
        .ToMany("evidence", "VerdictEvidence", "verdict_id", rows: 12);
}
