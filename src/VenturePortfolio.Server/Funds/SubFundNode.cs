namespace VenturePortfolio.Server;

/// <summary>What can be read of a sub-fund: its card is for everybody signed in, all that hangs on it is not.</summary>
internal static class SubFundNode
{
    public static readonly EnumDeclaration Status = new(
        "SubFundStatus", "Where a sub-fund stands in its life.", "RAISING", "INVESTING", "HARVESTING", "LIQUIDATING", "CLOSED");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("SubFund", "sub_fund", "A venture sub-fund (子基金).")
        .Root("subFund", "subFunds")
        .Rows(200)
        .Card()
        .Text("code", order: true)
        .Text("nameEn", order: true)
        .Text("nameZhHant", nullable: true)
        .Text("nameZhHans", nullable: true)
        .FoundByName("name_en", "name_zh_hant", "name_zh_hans")
        .Int("vintage", order: true, describe: "Year.")
        .Enum("status", Status, order: true)
        .Text("jurisdiction", order: true, describe: "ISO 3166-1 alpha-2.")
        .Money("announcedSize", "announced_size_minor", "announced_size_currency")
        .Boolean("invented", describe: "True for demonstration data that describes nobody.")
        .Text("source", describe: "Where this row comes from.")
        .ToOne("programme", "Programme", "programme_id")
        .ToOne("manager", "Organisation", "manager_id", describe: "Null when not publicly known.")
        .ToMany("terms", "SubFundTerm", "sub_fund_id", rows: 2)
        .ToManyThrough("investors", "Investor", new LinkTable("sub_fund_investor", "sub_fund_id", "investor_id"), rows: 8)
        .ToMany("commitments", "Commitment", "sub_fund_id", rows: 10)
        .ToMany("cashFlows", "CashFlow", "sub_fund_id", rows: 1_000)
        .ToMany("investments", "Investment", "sub_fund_id", rows: 300)
        .ToMany("valuations", "Valuation", "sub_fund_id", rows: 2_500)
        .ToMany("reportedNavs", "ReportedNav", "sub_fund_id", rows: 40)
        .ToMany("metrics", "MetricValue", "sub_fund_id", rows: 30, arguments: MetricValueNode.Latest("sub_fund_id"))
        .ToMany("targets", "MetricTarget", "sub_fund_id", rows: 3)
        .ToMany("ruleChoices", "RuleChoice", "sub_fund_id", rows: 2)
        .ToMany("ruleStatements", "RuleStatement", "sub_fund_id", rows: 5)
        .ToMany("verdicts", "RuleVerdict", "sub_fund_id", rows: 41, arguments: NewestRun.AsOf);
}
