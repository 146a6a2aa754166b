using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Currencies, sectors, milestone kinds, investor classes, how methods count them, rules and benchmark rates, each row with its source. Everything else stands on them.</summary>
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
        await RulesAsync(cancel),
        await LendingRatesAsync(cancel),
    ], cancel);

    /// <summary>Numbers stand in the file as <c>share_min=0.10 share_max=0.30</c>, exactly as the text has them.</summary>
    private static async Task<BulkTable> RulesAsync(CancellationToken cancel)
    {
        string[] columns =
        [
            "code", "revision", "pack", "name_en", "name_zh_hant", "name_zh_hans", "legal_basis", "article", "effective_from", "effective_to", "warning",
            "verified", "per_fund", "parameters", "source", "recorded_on",
        ];
        var read = await SeedFile.ReadAsync("reference/rules.csv", columns, cancel);
        var table = new BulkTable("rule", "code, revision", "id", "code", "revision", "pack", "name_en", "name_zh_hant", "name_zh_hans", "legal_basis",
            "article", "effective_from", "effective_to", "is_warning", "verified", "is_per_fund", "parameters", "source", "recorded_at");
        read.ForEach((row, values) =>
        {
            var (code, revision) = (values.Text(row, "code"), values.Integer(row, "revision", min: 1, max: 1_000));
            var numbers = (values.TextOrNone(row, "parameters") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='));
            table.Add(
                SeedId.Of("rule", $"{code} {revision}"), code, revision, values.Text(row, "pack"), values.Text(row, "name_en"),
                values.Text(row, "name_zh_hant"), values.Text(row, "name_zh_hans"), values.Text(row, "legal_basis"), values.TextOrNone(row, "article"),
                values.Date(row, "effective_from"), values.DateOrNone(row, "effective_to"), values.Flag(row, "warning"), values.Flag(row, "verified"),
                values.Flag(row, "per_fund"), $"{{{string.Join(", ", numbers.Select(pair => $"\"{pair[0]}\": {pair[1]}"))}}}", values.Text(row, "source"), RecordedAt(row, values));
        });
        return table;
    }

    private static async Task<BulkTable> LendingRatesAsync(CancellationToken cancel)
    {
        var read = await SeedFile.ReadAsync("reference/lending_rates.csv", ["effective_on", "rate_annual", "source", "recorded_on"], cancel);
        var table = new BulkTable("lending_rate", "id", "id", "effective_on", "rate_annual", "source", "recorded_at");
        read.ForEach((row, values) =>
        {
            var on = values.Date(row, "effective_on");
            table.Add(SeedId.Of("lending_rate", $"{on:uuuu-MM-dd}"), on, values.Number(row, "rate_annual"), values.Text(row, "source"), RecordedAt(row, values));
        });
        return table;
    }

    private static async Task<BulkTable> MappingsAsync(CancellationToken cancel)
    {
        string[] columns = ["method", "version", "class_code", "side", "verified", "source"];
        var read = await SeedFile.ReadAsync("reference/class_mappings.csv", [.. columns, "recorded_on"], cancel);
        var table = new BulkTable("class_mapping", "method, version, class_code", [.. columns, "recorded_at"]);
        read.ForEach((row, values) => table.Add([.. columns.Select(column => Value(row, values, column)), RecordedAt(row, values)]));
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

    /// <summary>First versions stand from the beginning; later ones from the day of the release that brings them. Stated as decision 0006 allows.</summary>
    private static NodaTime.Instant RecordedAt(CsvRow row, CsvValues values) => SeedLoad.Noon(values.Date(row, "recorded_on"));

    private static object Value(CsvRow row, CsvValues values, string column) => column switch
    {
        "minor_digits" => (short)values.Integer(row, column, min: 0, max: 4),
        "version" => values.Integer(row, column, min: 1, max: 1_000),
        "verified" or "carries_amount" or "is_guidance" or "is_hong_kong" or "is_private" or "is_disclosed" => values.Flag(row, column),
        _ => values.Text(row, column),
    };
}
