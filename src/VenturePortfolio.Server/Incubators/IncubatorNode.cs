namespace VenturePortfolio.Server;

/// <summary>An incubator (孵化器).</summary>
internal static class IncubatorNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Incubator", "incubator", "An incubator (孵化器).")
        .Root("incubator", "incubators")
        .Rows(50)
        .Card()
        .Text("code", order: true)
        .Text("nameEn", order: true)
        .Text("nameZhHant", nullable: true)
        .Text("nameZhHans", nullable: true)
        .FoundByName("name_en", "name_zh_hant", "name_zh_hans")
        .Text("jurisdiction", order: true, describe: "ISO 3166-1 alpha-2.")
        .Date("recognisedOn", nullable: true, describe: "As a national-level incubator; null: not recognised.")
        .Boolean("invented", describe: "True for demonstration data that describes nobody.")
        .Text("source", describe: "Where this row comes from.")
        .ToOne("organisation", "Organisation", "organisation_id")
        .ToMany("startups", "Startup", "incubator_id", rows: 400)
        .ToMany("incubations", "Incubation", "incubator_id", rows: 800)
        .ToMany("targets", "MetricTarget", "incubator_id", rows: 3)
        .ToMany("metrics", "MetricValue", "incubator_id", rows: 10, arguments: MetricValueNode.Latest("incubator_id"));
}
