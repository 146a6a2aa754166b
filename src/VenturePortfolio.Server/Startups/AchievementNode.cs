namespace VenturePortfolio.Server;

/// <summary>An achievement of publicly funded science and technology (科技成果), as registered.</summary>
internal static class AchievementNode
{
    public static readonly EnumDeclaration SourceKind = new(
        "AchievementSource",
        "Who paid for it: a central programme, a local one, or a public institution.",
        "CENTRAL_PROGRAMME", "LOCAL_PROGRAMME", "PUBLIC_INSTITUTION");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Achievement", "achievement", "An achievement of publicly funded science and technology (科技成果).")
        .Root("achievement", "achievements")
        .Rows(5_000)
        .Card()
        .Text("achievementNumber", order: true, describe: "As registered.")
        .Text("projectNumber", nullable: true, describe: "Of the programme's project; null: not known.")
        .Enum("sourceKind", SourceKind, order: true)
        .Text("titleEn", nullable: true)
        .Text("titleZhHant", nullable: true)
        .Text("titleZhHans", nullable: true)
        .Boolean("hasConsent", describe: "False: the bodies concerned did not consent to sharing it; only policy staff see it.")
        .Boolean("invented", describe: "True for demonstration data that describes nobody.")
        .Text("source", describe: "Where this row comes from.")
        .ToMany("conversions", "AchievementConversion", "achievement_id", rows: 2);
}

/// <summary>That a startup turned an achievement into a business (轉化), from a day on.</summary>
internal static class AchievementConversionNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("AchievementConversion", "achievement_conversion", "That a startup turned an achievement into a business (轉化), from a day on.")
        .Root("achievementConversion", "achievementConversions")
        .Rows(8_000)
        .Dated()
        .ToOne("startup", "Startup", "startup_id")
        .ToOne("achievement", "Achievement", "achievement_id", describe: "Null when it is not shared with you.")
        .Date("effectiveOn", order: true)
        .Text("evidenceAddress", describe: "Where the proof lies; it is not kept here.")
        .Expression("evidenceHash", ColumnType.Text, "encode({t}.evidence_hash, 'hex')", nullable: true, describe: "SHA-256 of the document, in hex.")
        .Text("note", nullable: true)
        .ToOne("reportedBy", "Person", "reported_by", describe: "Null: loaded by a job, or hidden.")
        .Instant("recordedAt", order: true)
        .ToOne("reverses", "AchievementConversion", "reverses_id")
        .ToOne("reversedBy", "AchievementConversion", "id", targetColumn: "reverses_id");
}
