namespace VenturePortfolio.Server;

/// <summary>Who may sign in; seen by colleagues, policy staff and administrators.</summary>
internal static class PersonNode
{
    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("Person", "person", "Somebody who may sign in.")
        .Root("person", "persons")
        .Rows(300)
        .Text("displayName", order: true)
        .FoundByName("display_name")
        .Text("issuer", describe: "The OIDC issuer that vouches for the subject.")
        .Text("subject")
        .Text("language", order: true)
        .Int("version")
        .ToMany("memberships", "Membership", "person_id", rows: 2);
}
