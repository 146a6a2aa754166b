namespace VenturePortfolio.Server;

/// <summary>The NAV the manager reported.</summary>
internal static class ReportedNavNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("ReportedNav", "reported_nav", "The net asset value the manager reported, investor side.")
        .Root("reportedNav", "reportedNavs")
        .Rows(8_000)
        .Dated()
        .ToOne("subFund", "SubFund", "sub_fund_id")
        .Money("nav", "nav_minor")
        .Date("effectiveOn", order: true)
        .Instant("recordedAt", order: true);
}
