namespace VenturePortfolio.Server;

/// <summary>What a selection set amounts to once its fragments are spread. Sums saturate at <see cref="Most"/>.</summary>
/// <param name="Depth">Levels of fields.</param>
/// <param name="Expanded">Fields on all levels.</param>
/// <param name="Fields">Fields on the first level: what the parent gets.</param>
/// <param name="Aliases">Aliased fields on the first level.</param>
/// <param name="Lists">Introspection lists inside each other.</param>
/// <param name="OtherFields">Fields on the first level that do not ask about the schema.</param>
internal readonly record struct SelectionExtent(
    int Depth, int Expanded, int Fields, int Aliases, int Lists, int OtherFields)
{
    private const int Most = 1_000_000;

    public SelectionExtent And(SelectionExtent other) => new(
        Math.Max(Depth, other.Depth),
        Sum(Expanded, other.Expanded),
        Sum(Fields, other.Fields),
        Sum(Aliases, other.Aliases),
        Math.Max(Lists, other.Lists),
        Sum(OtherFields, other.OtherFields));

    public static int Sum(int left, int right) => Math.Min(left + right, Most);
}
