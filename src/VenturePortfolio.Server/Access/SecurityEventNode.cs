namespace VenturePortfolio.Server;

/// <summary>What happened to the walls; for policy staff and administrators.</summary>
internal static class SecurityEventNode
{
    public static readonly EnumDeclaration Kind = new(
        "SecurityEventKind", "What happened.",
        "SIGN_IN_REFUSED", "ACCESS_DENIED", "PERSON_CHANGED", "MEMBERSHIP_CHANGED", "SERVICE_KEY_CHANGED",
        "VERIFY_RUN", "BACKUP_RUN", "RESTORE_RUN", "EXPORT_RUN");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("SecurityEvent", "security_event", "A refusal, a change of who is who, or a run of a command that sees everything.")
        .Root("securityEvent", "securityEvents")
        .Rows(20_000)
        .Date("day", describe: "In Hong Kong.")
        .Long("seq", describe: "Position within its day, without gaps.")
        .Instant("at", order: true)
        .Enum("kind", Kind, order: true)
        .ToOne("person", "Person", "person_id", describe: "Whose act; null: a stranger, or a command.")
        .Text("login")
        .Text("requestId", nullable: true)
        .Long("times", describe: "Refusals are counted per minute.")
        .Text("note");
}
