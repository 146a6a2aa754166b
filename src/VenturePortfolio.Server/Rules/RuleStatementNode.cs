namespace VenturePortfolio.Server;

/// <summary>What a paper says of a rule and a sub-fund, from a day on.</summary>
internal static class RuleStatementNode
{
    private static readonly EnumDeclaration By = new(
        "RuleStatementBy", "Whose word it is: the fund's own manager's, or that of policy staff who read the paper.", "FUND_MANAGER", "POLICY");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration(
            "RuleStatement", "rule_statement", "What a paper says of a rule and a sub-fund from a day on; the newest that no other replaces counts, policy staff's first on one day.")
        .Root("ruleStatement", "ruleStatements")
        .Rows(5_000)
        .Dated()
        .ToOne("subFund", "SubFund", "sub_fund_id")
        .Text("ruleCode", order: true)
        .Date("effectiveOn", order: true, describe: "The day the paper speaks of; of a transfer, its day.")
        .Enum("statedBy", By, order: true)
        .Boolean("isKept", nullable: true, describe: "Whether the rule is kept; of NF-28 whether the fund's return reached the rate. Null: the numbers say it.")
        .Text("custodian", nullable: true, describe: "NF-20: the bank.")
        .Int("staffCount", nullable: true, describe: "NF-16: senior staff of enough experience.")
        .Int("caseCount", nullable: true, describe: "NF-16: successful cases.")
        .Money("amount", "amount_minor", nullable: true, describe: "NF-28: the reward. NF-26, NF-27: the price.")
        .Money("gain", "gain_minor", nullable: true, describe: "NF-28: the guidance fund's gain.")
        .Decimal("rateAnnual", nullable: true, describe: "NF-26, NF-27: the benchmark rate on the day of the transfer.")
        .Text("paper", order: true, describe: "Title of the paper.")
        .Text("address", describe: "Where the paper lies.")
        .Expression("contentHash", ColumnType.Text, "encode({t}.content_hash, 'hex')", nullable: true, describe: "SHA-256 of the paper, in hex.")
        .Text("note", nullable: true)
        .ToOne("replaces", "RuleStatement", "replaces_id", describe: "The statement that was wrong.")
        .ToOne("replacedBy", "RuleStatement", "id", targetColumn: "replaces_id")
        .ToOne("recordedBy", "Person", "recorded_by", describe: "Null: loaded by a job, or hidden.")
        .Instant("recordedAt", order: true);
}
