namespace VenturePortfolio.Server;

/// <summary>A financing round (融資輪次) of a startup.</summary>
internal static class FinancingRoundNode
{
    public static readonly EnumDeclaration Stage = new(
        "RoundStage", "Which round it is.", "ANGEL", "SEED", "PRE_A", "A", "B", "C", "D", "GROWTH", "IPO");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("FinancingRound", "financing_round", "A financing round (融資輪次).")
        .Root("financingRound", "financingRounds")
        .Rows(40_000)
        .Dated()
        .ToOne("startup", "Startup", "startup_id")
        .Enum("stage", Stage, order: true)
        .Date("effectiveOn", order: true, describe: "Closed: cash received.")
        .Money("total", "total_minor")
        .Instant("recordedAt", order: true)
        .ToOne("reverses", "FinancingRound", "reverses_id")
        .ToOne("reversedBy", "FinancingRound", "id", targetColumn: "reverses_id")
        .ToMany("participations", "RoundParticipation", "financing_round_id", rows: 3)
        .ToMany("participants", "RoundParticipant", "financing_round_id", rows: 3)
        .ToMany("investments", "Investment", "financing_round_id", rows: 2);
}
