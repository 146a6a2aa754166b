namespace VenturePortfolio.Server;

/// <summary>The reference list of milestone kinds.</summary>
internal static class MilestoneKindNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("MilestoneKind", "milestone_kind", "A kind of milestone.")
        .Key("code", ColumnType.Text)
        .Root("milestoneKind", "milestoneKinds")
        .Rows(40)
        .Card()
        .Text("code", order: true)
        .Text("nameEn", order: true)
        .Text("nameZhHant")
        .Text("nameZhHans")
        .Said("evidenceHint", describe: "What proves it at level V2, in the reader's language.")
        .Boolean("carriesAmount")
        .Text("source");
}
