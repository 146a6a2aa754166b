namespace VenturePortfolio.Server;

/// <summary>Who took part in a round, by name: confidential beyond the round itself.</summary>
internal static class RoundParticipantNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("RoundParticipant", "round_participant", "Who took part in a round, by name.")
        .Key("participation_id", ColumnType.Uuid)
        .Root("roundParticipant", "roundParticipants")
        .Rows(80_000)
        .Recorded()
        .ToOne("participation", "RoundParticipation", "participation_id")
        .ToOne("financingRound", "FinancingRound", "financing_round_id")
        .ToOne("startup", "Startup", "startup_id")
        .Text("name", order: true)
        .Instant("recordedAt", order: true);
}
