namespace VenturePortfolio.Server;

/// <summary>How a program of an organisation signs in. The key itself is shown once, to whoever made it.</summary>
internal static class ServiceKeyNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("ServiceKey", "service_key", "How a program of an organisation signs in: Authorization: Bearer vpk_….")
        .Root("serviceKey", "serviceKeys")
        .Text("name", order: true)
        .ToOne("organisation", "Organisation", "organisation_id")
        .ToOne("person", "Person", "person_id", describe: "Whom it acts as: a person of its own, with one membership.")
        .Enum("role", MembershipNode.Role, order: true)
        .Boolean("readOnly", column: "is_read_only")
        .Text("prefix", describe: "The first characters of the key, to tell keys apart.")
        .ToOne("createdBy", "Person", "created_by")
        .Instant("createdAt", column: "recorded_at", order: true)
        .Instant("expiresAt", order: true)
        .Instant("lastUsedAt", nullable: true, describe: "To the minute; absent when never used.")
        .Instant("revokedAt", nullable: true)
        .Int("version");
}
