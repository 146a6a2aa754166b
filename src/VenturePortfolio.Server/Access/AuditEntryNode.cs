namespace VenturePortfolio.Server;

/// <summary>Who changed what. The rows themselves are not shown: they may hold names.</summary>
internal static class AuditEntryNode
{
    public static readonly EnumDeclaration Action = new("AuditAction", "What was done to a row.", "INSERT", "UPDATE", "DELETE");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("AuditEntry", "audit_entry", "Who changed what, and when.")
        .Key("id", ColumnType.Long)
        .Root("auditEntry", "auditEntries")
        .Rows(100_000)
        .Instant("at", order: true)
        .ToOne("person", "Person", "person_id")
        .Text("requestId", nullable: true)
        .Text("login", order: true)
        .Enum("action", Action, order: true)
        .Text("tableName", order: true);
}
