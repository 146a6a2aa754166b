namespace VenturePortfolio.Server;

/// <summary>The mark of one holding on one date.</summary>
internal static class ValuationNode
{
    public static readonly EnumDeclaration Method = new(
        "ValuationMethod",
        "How a fair value was found (IPEV).",
        "RECENT_INVESTMENT", "MULTIPLE", "DCF", "NET_ASSETS", "QUOTED_PRICE", "WRITTEN_OFF", "OTHER");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Valuation", "valuation", "The mark of one holding on one date, fund side.")
        .Root("valuation", "valuations")
        .Rows(500_000)
        .Dated()
        .ToOne("subFund", "SubFund", "sub_fund_id")
        .ToOne("investment", "Investment", "investment_id")
        .Money("value", "value_minor")
        .Enum("method", Method, order: true)
        .Date("effectiveOn", order: true)
        .Instant("recordedAt", order: true);
}
