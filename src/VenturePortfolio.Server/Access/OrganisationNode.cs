namespace VenturePortfolio.Server;

/// <summary>A legal body: it manages funds, runs an incubator, sets policy or operates this service.</summary>
internal static class OrganisationNode
{
    public static readonly EnumDeclaration Kind =
        new("OrganisationKind", "What a body does here.", "FUND_MANAGER", "INCUBATOR", "POLICY_BODY", "OPERATOR");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Organisation", "organisation", "A legal body.")
        .Root("organisation", "organisations")
        .Rows(300)
        .Card()
        .Enum("kind", Kind, order: true)
        .Text("nameEn", order: true)
        .Text("nameZhHant", nullable: true)
        .Text("nameZhHans", nullable: true)
        .FoundByName("name_en", "name_zh_hant", "name_zh_hans")
        .Text("jurisdiction", order: true, describe: "ISO 3166-1 alpha-2.")
        .Boolean("invented", describe: "True for demonstration data that describes nobody.")
        .Text("source", describe: "Where this row comes from.")
        .ToMany("subFunds", "SubFund", "manager_id", rows: 20)
        .ToMany("incubators", "Incubator", "organisation_id", rows: 2)
        .ToMany("memberships", "Membership", "organisation_id", rows: 10);
}
