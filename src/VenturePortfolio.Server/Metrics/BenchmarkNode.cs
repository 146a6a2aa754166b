namespace VenturePortfolio.Server;

/// <summary>An index that returns are compared with.</summary>
internal static class BenchmarkNode
{
    public static readonly NodeDeclaration Index =
        new NodeDeclaration("BenchmarkIndex", "benchmark_index", "A total-return index that returns are compared with.")
        .Key("code", ColumnType.Text)
        .Root("benchmarkIndex", "benchmarkIndexes")
        .Rows(5)
        .Card()
        .Text("code", order: true)
        .Text("nameEn", order: true)
        .ToOne("currency", "Currency", "currency")
        .Boolean("isDefault", describe: "The one that figures are compared with.")
        .Text("source")
        .ToMany("levels", "BenchmarkLevel", "index_code", rows: 200);

    public static readonly NodeDeclaration Level =
        new NodeDeclaration("BenchmarkLevel", "benchmark_level", "The level of an index at the end of a day.")
        .Root("benchmarkLevel", "benchmarkLevels")
        .Rows(5_000)
        .Dated()
        .ToOne("index", "BenchmarkIndex", "index_code")
        .Date("effectiveOn", order: true)
        .Decimal("level", order: true)
        .Instant("recordedAt", order: true);
}
