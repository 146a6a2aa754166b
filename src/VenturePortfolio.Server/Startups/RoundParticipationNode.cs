namespace VenturePortfolio.Server;

/// <summary>How much of a round came from which class of investor.</summary>
internal static class RoundParticipationNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration(
            "RoundParticipation",
            "round_participation",
            "What one class of investors put into a round.")
        .Root("roundParticipation", "roundParticipations")
        .Rows(80_000)
        .Recorded()
        .ToOne("financingRound", "FinancingRound", "financing_round_id")
        .ToOne("startup", "Startup", "startup_id")
        .ToOne("investorClass", "InvestorClass", "class_code")
        .Money("amount", "amount_minor")
        .Instant("recordedAt", order: true)
        .ToOne("participant", "RoundParticipant", "id", targetColumn: "participation_id", describe: "By name; null when not yours to know.");
}
