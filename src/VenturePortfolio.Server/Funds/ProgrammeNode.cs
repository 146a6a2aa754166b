namespace VenturePortfolio.Server;

/// <summary>What can be read of a programme of public money; a card, seen by everybody signed in.</summary>
internal static class ProgrammeNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Programme", "programme", "A programme of public money; it may be part of another.")
        .Root("programme", "programmes")
        .Rows(20)
        .Card()
        .Text("code", order: true)
        .Text("nameEn", order: true)
        .Text("nameZhHant", nullable: true)
        .Text("nameZhHans", nullable: true)
        .FoundByName("name_en", "name_zh_hant", "name_zh_hans")
        .ToOne("currency", "Currency", "currency", describe: "Its reporting currency.")
        .Boolean("invented", describe: "True for demonstration data that describes nobody.")
        .Text("source", describe: "Where this row comes from.")
        .ToOne("parent", "Programme", "parent_id")
        .ToMany("parts", "Programme", "parent_id", rows: 5)
        .ToMany("subFunds", "SubFund", "programme_id", rows: 50)
        .ToMany("supportTransactions", "SupportTransaction", "programme_id", rows: 5_000)
        .ToMany("targets", "MetricTarget", "programme_id", rows: 3)
        .ToMany("metrics", "MetricValue", "programme_id", rows: 30, arguments: MetricValueNode.Latest("programme_id"));
}
