namespace VenturePortfolio.Server;

/// <summary>
/// What can be read of a startup: its card is for everybody signed in, its private part is a node of its own.
/// </summary>
internal static class StartupNode
{
    public static readonly EnumDeclaration Stage = new(
        "StartupStage",
        "How far a startup is.",
        "IDEA", "PROTOTYPE", "SEED", "GROWTH", "EXPANSION", "LISTED", "ACQUIRED", "CLOSED");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Startup", "startup", "A startup (初創企業).")
        .Root("startup", "startups")
        .Rows(20_000)
        .Card()
        .Text("code", order: true)
        .Text("nameEn", order: true)
        .Text("nameZhHant", nullable: true)
        .Text("nameZhHans", nullable: true)
        .FoundByName("name_en", "name_zh_hant", "name_zh_hans")
        .Enum("stage", Stage, order: true)
        .Text("jurisdiction", order: true, describe: "ISO 3166-1 alpha-2.")
        .Boolean("invented", describe: "True for demonstration data that describes nobody.")
        .Text("source", describe: "Where this row comes from.")
        .ToOne("incubator", "Incubator", "incubator_id", describe: "Its present incubator; null when it left.")
        .ToOne("sector", "Sector", "sector_code")
        .ToOne("private", "StartupPrivate", "id", targetColumn: "startup_id",
            describe: "Its confidential part; null when not yours.")
        .ToMany("incubations", "Incubation", "startup_id", rows: 2)
        .ToMany("financingRounds", "FinancingRound", "startup_id", rows: 2)
        .ToMany("investments", "Investment", "startup_id", rows: 3)
        .ToMany("milestones", "Milestone", "startup_id", rows: 10)
        .ToMany("outcomes", "OutcomeFact", "startup_id", rows: 5)
        .ToMany("targets", "MetricTarget", "startup_id", rows: 1)
        .ToMany("conversions", "AchievementConversion", "startup_id", rows: 1)
        .ToMany("metrics", "StartupMetricValue", "startup_id", rows: 14, arguments: StartupMetricValueNode.Latest);
}
