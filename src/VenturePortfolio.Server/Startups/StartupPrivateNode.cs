namespace VenturePortfolio.Server;

/// <summary>The confidential part of a startup, reached as <c>startup.private</c>.</summary>
internal static class StartupPrivateNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("StartupPrivate", "startup_private", "The confidential part of a startup.")
        .Key("startup_id", ColumnType.Uuid)
        .ToOne("startup", "Startup", "startup_id")
        .Text("registrationNumber", nullable: true)
        .Date("foundedOn", nullable: true)
        .Text("contactName", nullable: true)
        .Int("version");
}
