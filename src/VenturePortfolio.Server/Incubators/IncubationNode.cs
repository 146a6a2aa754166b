namespace VenturePortfolio.Server;

/// <summary>A stay (在孵) as dated events.</summary>
internal static class IncubationNode
{
    public static readonly EnumDeclaration Kind =
        new("IncubationKind", "What happened to a stay.", "ADMITTED", "GRADUATED", "LEFT");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Incubation", "incubation", "A startup's stay in an incubator (在孵), as a dated event.")
        .Root("incubation", "incubations")
        .Rows(40_000)
        .Dated()
        .ToOne("startup", "Startup", "startup_id")
        .ToOne("incubator", "Incubator", "incubator_id")
        .Enum("kind", Kind, order: true)
        .Date("effectiveOn", order: true)
        .Instant("recordedAt", order: true)
        .ToOne("reverses", "Incubation", "reverses_id")
        .ToOne("reversedBy", "Incubation", "id", targetColumn: "reverses_id");
}
