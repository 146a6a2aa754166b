using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Currencies, sectors, milestone kinds, investor classes and how methods count them, each row with its source. Everything else stands on them.</summary>
public static class SeedReference
{
    private static readonly string[] Names = ["code", "name_en", "name_zh_hant", "name_zh_hans", "source"];

    public static async Task<SeedOutcome> RunAsync(NpgsqlDataSource job, CancellationToken cancel) => await SeedLoad.RunAsync(job,
    [
        await TableAsync("currency", "currencies", ["minor_digits"], cancel),
        await TableAsync("sector", "sectors", [], cancel),
        await TableAsync("milestone_kind", "milestone_kinds", ["evidence_hint", "carries_amount"], cancel),
        await TableAsync("investor_class", "investor_classes", ["is_guidance", "is_hong_kong", "is_private", "is_disclosed"], cancel),
        await MappingsAsync(cancel),
    ], cancel);

    private static async Task<BulkTable> MappingsAsync(CancellationToken cancel)
    {
        string[] columns = ["method", "version", "class_code", "side", "verified", "source"];
        var read = await SeedFile.ReadAsync("reference/class_mappings.csv", columns, cancel);
        var table = new BulkTable("class_mapping", "method, version, class_code", columns);
        read.ForEach((row, values) => table.Add([.. columns.Select(column => Value(row, values, column))]));
        return table;
    }

    private static async Task<BulkTable> TableAsync(string name, string file, string[] more, CancellationToken cancel)
    {
        string[] columns = [.. Names, .. more];
        var read = await SeedFile.ReadAsync($"reference/{file}.csv", columns, cancel);
        var table = new BulkTable(name, "code", columns);
        read.ForEach((row, values) => table.Add([.. columns.Select(column => Value(row, values, column))]));
        return table;
    }

    private static object Value(CsvRow row, CsvValues values, string column) => column switch
    {
        "minor_digits" => (short)values.Integer(row, column, min: 0, max: 4),
        "version" => values.Integer(row, column, min: 1, max: 1_000),
        "verified" or "carries_amount" or "is_guidance" or "is_hong_kong" or "is_private" or "is_disclosed" => values.Flag(row, column),
        _ => values.Text(row, column),
    };
}
