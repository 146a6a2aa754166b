namespace VenturePortfolio.Server;

/// <summary>Who counts as private under which method, version by version.</summary>
internal static class ClassMappingNode
{
    public static readonly EnumDeclaration Side =
        new("ContributorSide", "On which side of a mobilisation ratio a contributor counts.", "PUBLIC", "PRIVATE", "EXCLUDED");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("ClassMapping", "class_mapping", "How one version of a method counts a class of investors.")
        .Root("classMapping", "classMappings")
        .Rows(40)
        .Recorded()
        .Text("method", order: true)
        .Int("version", order: true)
        .ToOne("investorClass", "InvestorClass", "class_code")
        .Enum("side", Side, order: true)
        .Boolean("verified", describe: "False: general knowledge; the method's own text was not seen.")
        .Said("source", describe: "Where the reading comes from, in the reader's language.")
        .Instant("recordedAt", order: true, describe: "A pair of dates reads the version known at its knownAt.");
}
