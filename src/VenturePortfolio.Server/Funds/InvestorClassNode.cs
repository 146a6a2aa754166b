namespace VenturePortfolio.Server;

/// <summary>The reference list of investor classes.</summary>
internal static class InvestorClassNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("InvestorClass", "investor_class", "Who an investor is.")
        .Key("code", ColumnType.Text)
        .Root("investorClass", "investorClasses")
        .Rows(12)
        .Card()
        .Text("code", order: true)
        .Text("nameEn", order: true)
        .Text("nameZhHant")
        .Text("nameZhHans")
        .Boolean("isGuidance", order: true)
        .Boolean("isHongKong")
        .Boolean("isPrivate", describe: "Commonly called private: not public money. UNDISCLOSED is neither.")
        .Boolean("isDisclosed")
        .Text("source");
}
