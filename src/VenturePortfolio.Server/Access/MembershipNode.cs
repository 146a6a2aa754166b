namespace VenturePortfolio.Server;

/// <summary>A person's role in an organisation.</summary>
internal static class MembershipNode
{
    public static readonly EnumDeclaration Role =
        new("Role", "Why a person is here.", "FUND_MANAGER", "INCUBATOR", "POLICY", "ADMIN");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Membership", "membership", "A person's role in an organisation.")
        .Root("membership", "memberships")
        .Rows(300)
        .ToOne("person", "Person", "person_id")
        .ToOne("organisation", "Organisation", "organisation_id")
        .Enum("role", Role, order: true)
        .Instant("grantedAt", order: true)
        .Instant("revokedAt", nullable: true)
        .Int("version");
}
