namespace VenturePortfolio.Server;

/// <summary>An investor (出資人), seen only by those who see a fund it stands in.</summary>
internal static class InvestorNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Investor", "investor", "An investor (出資人).")
        .Root("investor", "investors")
        .Rows(500)
        .Card()
        .Text("code", order: true)
        .Text("nameEn", order: true)
        .Text("nameZhHant", nullable: true)
        .Text("nameZhHans", nullable: true)
        .FoundByName("name_en", "name_zh_hant", "name_zh_hans")
        .Text("jurisdiction", order: true, describe: "ISO 3166-1 alpha-2.")
        .ToOne("organisation", "Organisation", "organisation_id", describe: "The body it is; null: none on record here.")
        .Boolean("invented", describe: "True for demonstration data that describes nobody.")
        .Text("source", describe: "Where this row comes from.")
        .ToMany("classAssignments", "InvestorClassAssignment", "investor_id", rows: 2)
        .ToManyThrough("subFunds", "SubFund", new LinkTable("sub_fund_investor", "investor_id", "sub_fund_id"), rows: 4)
        .ToMany("commitments", "Commitment", "investor_id", rows: 5)
        .ToMany("cashFlows", "CashFlow", "investor_id", rows: 200);
}
