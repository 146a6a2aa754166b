namespace VenturePortfolio.Server;

/// <summary>One entry of a sub-fund's append-only ledger.</summary>
internal static class CashFlowNode
{
    public static readonly EnumDeclaration Kind = new(
        "CashFlowKind",
        "What moved. The amount is always positive: its direction follows from the kind.",
        "CAPITAL_CALL", "DISTRIBUTION", "INVESTMENT", "PROCEEDS", "MANAGEMENT_FEE", "FUND_EXPENSE");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("CashFlow", "cash_flow", "One entry of a sub-fund's append-only ledger.")
        .Root("cashFlow", "cashFlows")
        .Rows(200_000)
        .Dated()
        .ToOne("subFund", "SubFund", "sub_fund_id")
        .Long("seq", order: true, describe: "Position in the sub-fund's ledger, without gaps.")
        .Enum("kind", Kind, order: true)
        .Money("amount", "amount_minor")
        .Money("unfundedEffect", "unfunded_effect_minor", describe: "What it does to the unfunded commitment.")
        .Date("effectiveOn", order: true)
        .ToOne("investor", "Investor", "investor_id")
        .ToOne("investment", "Investment", "investment_id")
        .ToOne("reverses", "CashFlow", "reverses_seq", targetColumn: "seq", sameColumn: "sub_fund_id")
        .ToOne("reversedBy", "CashFlow", "seq", targetColumn: "reverses_seq", sameColumn: "sub_fund_id")
        .Text("externalRef", nullable: true)
        .Text("memo", nullable: true)
        .ToOne("recordedBy", "Person", "recorded_by", describe: "Null: loaded by a job, or hidden.")
        .Instant("recordedAt", order: true)
        .Expression("hash", ColumnType.Text, "encode({t}.hash, 'hex')", describe: "SHA-256 chained to the entry before it.");
}
