namespace VenturePortfolio.Server;

/// <summary>The reference list of sectors.</summary>
internal static class SectorNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Sector", "sector", "A sector of the economy.")
        .Key("code", ColumnType.Text)
        .Root("sector", "sectors")
        .Rows(10)
        .Card()
        .Text("code", order: true)
        .Text("nameEn", order: true)
        .Text("nameZhHant")
        .Text("nameZhHans")
        .Text("source")
        .ToMany("startups", "Startup", "sector_code", rows: 2_000);
}
