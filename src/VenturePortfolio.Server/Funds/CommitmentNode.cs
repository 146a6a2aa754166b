namespace VenturePortfolio.Server;

/// <summary>Pledges as dated events (認繳).</summary>
internal static class CommitmentNode
{
    public static readonly EnumDeclaration Kind =
        new("CommitmentKind", "What a commitment event does.", "INITIAL", "INCREASE", "REDUCTION", "WITHDRAWAL");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Commitment", "commitment", "A pledge, or a change of one, as a dated event (認繳).")
        .Root("commitment", "commitments")
        .Rows(2_000)
        .Dated()
        .ToOne("subFund", "SubFund", "sub_fund_id")
        .ToOne("investor", "Investor", "investor_id")
        .Enum("kind", Kind, order: true)
        .Money("amount", "amount_minor")
        .Boolean("isRiskiest", describe: "It stands in the tranche that bears losses first (劣後); false where a fund has no tranches.")
        .Date("effectiveOn", order: true)
        .Text("externalRef", nullable: true)
        .Instant("recordedAt", order: true)
        .ToOne("reverses", "Commitment", "reverses_id")
        .ToOne("reversedBy", "Commitment", "id", targetColumn: "reverses_id");
}
