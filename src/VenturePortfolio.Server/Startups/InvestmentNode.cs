namespace VenturePortfolio.Server;

/// <summary>A sub-fund's part in a financing round. Cash paid for it stands in the ledger.</summary>
internal static class InvestmentNode
{
    public static readonly EnumDeclaration Instrument =
        new("Instrument", "What a sub-fund holds.", "ORDINARY", "PREFERRED", "CONVERTIBLE", "SAFE", "OTHER");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Investment", "investment", "A sub-fund's part in a financing round.")
        .Root("investment", "investments")
        .Rows(60_000)
        .Dated()
        .ToOne("subFund", "SubFund", "sub_fund_id")
        .ToOne("startup", "Startup", "startup_id")
        .ToOne("financingRound", "FinancingRound", "financing_round_id")
        .Enum("instrument", Instrument, order: true)
        .Money("amount", "amount_minor")
        .Date("effectiveOn", order: true)
        .Instant("recordedAt", order: true)
        .ToOne("reverses", "Investment", "reverses_id")
        .ToOne("reversedBy", "Investment", "id", targetColumn: "reverses_id")
        .ToMany("valuations", "Valuation", "investment_id", rows: 8)
        .ToMany("cashFlows", "CashFlow", "investment_id", rows: 3);
}
