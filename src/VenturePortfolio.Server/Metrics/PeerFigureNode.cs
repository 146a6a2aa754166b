namespace VenturePortfolio.Server;

/// <summary>Figures of groups of the whole portfolio, to stand beside one's own.</summary>
internal static class PeerFigureNode
{
    public static readonly EnumDeclaration GroupBy = new(
        "PeerGroupBy", "Everything, a programme with its parts, the sub-funds of a year, deals of a sector; to an incubator alone, deals in the startups it admitted last.", "TOTAL", "PROGRAMME", "VINTAGE", "SECTOR", "INCUBATOR");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("PeerFigure", "peer_figure", "A published figure of a group of the whole portfolio, for everybody whose own figures stand in it; withheld where it would tell of single funds.")
        .Root("peerFigure", "peerFigures")
        .Rows(500_000)
        .Enum("groupBy", GroupBy, order: true)
        .Text("groupKey", order: true, describe: "TOTAL, a programme's code, a year, a sector's code, an incubator's code.")
        .Text("metricKey", order: true)
        .Int("revision", order: true)
        .Date("asOf", order: true)
        .Instant("knownAt", order: true)
        .Enum("unit", MetricValueNode.Unit, order: true)
        .Enum("fxBasis", MetricValueNode.FxBasis, order: true)
        .ToOne("currency", "Currency", "currency", describe: "It is told in; null: none.")
        .Decimal("value", nullable: true, order: true, describe: "Null: see withheldWhy; sorted by it, those come last.")
        .Int("contributors", nullable: true, order: false, describe: "Sub-funds in the figure.")
        .Text("withheldWhy", nullable: true, describe: "FEW_CONTRIBUTORS: of fewer than three managers. COMPLEMENTARY: less its told parts it would tell of fewer than three. Else why there is none.")
        .Text("flagCodes", column: "flags", nullable: true, describe: "What is to be told beside the value: codes apart by a blank, INVENTED_ONLY; null: nothing, or no value.")
        .Function(StoredFigureFields.RemarksOfPeers)
        .ToOne("run", "MetricRun", "run_id");
}
