namespace VenturePortfolio.Server;

/// <summary>The dated class of an investor.</summary>
internal static class InvestorClassAssignmentNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration(
            "InvestorClassAssignment",
            "investor_class_assignment",
            "The class of an investor from a date on.")
        .Root("investorClassAssignment", "investorClassAssignments")
        .Rows(600)
        .Dated()
        .ToOne("investor", "Investor", "investor_id")
        .ToOne("investorClass", "InvestorClass", "class_code")
        .Date("effectiveOn", order: true)
        .Instant("recordedAt", order: true);
}
