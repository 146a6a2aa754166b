namespace VenturePortfolio.Server;

/// <summary>
/// Faults a test plants to prove that the comparison with the reference executor catches them. Never set by the program:
/// only tests see it, and it holds for the flow of one test only.
/// </summary>
internal static class PlanFaults
{
    private static readonly AsyncLocal<string?> Planted = new();

    public const string NoTieBreak = "no tie-break";
    public const string StrictBounds = "lte and gte become lt and gt";

    public static void Plant(string? fault) => Planted.Value = fault;

    public static bool Has(string fault) => string.Equals(Planted.Value, fault, StringComparison.Ordinal);

    public static string Flip(string operation) =>
        !Has(StrictBounds) ? operation : operation switch { "lte" => "lt", "gte" => "gt", _ => operation };
}
