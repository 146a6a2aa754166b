using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>What came of taking an index over.</summary>
/// <param name="New">Days that were not there.</param>
/// <param name="Changed">Days that stood with another level: the new one is a newer row, the old one stays for replay.</param>
public sealed record IndexImport(string Code, int Rows, int New, int Changed)
{
    public override string ToString() => $"{Rows:N0} levels of {Code}: {New:N0} new, {Changed:N0} changed, {Rows - New - Changed:N0} as they were.";
}

/// <summary>
/// Takes over the levels of a total-return index (columns date, level), recorded now, and makes it the one that returns are compared with when it is the
/// first. The same levels twice change nothing. All or nothing. Errors: those of <see cref="CsvSource"/> and <see cref="CsvValues"/>, LEVEL_OUT_OF_RANGE,
/// ROW_REPEATED, CURRENCY_UNKNOWN.
/// </summary>
public static class ImportIndex
{
    private const string Kind = "INDEX";
    private const string Date = "date";
    private const string Level = "level";

    public static async Task<Result<IndexImport>> RunAsync(
        NpgsqlDataSource job, string file, (string Code, string Name, string Currency, string Source) index, LocalDate today, ProgressLines progress, CancellationToken cancel)
    {
        if (!Currency.TryOf(index.Currency, out _))
        {
            return new Error("CURRENCY_UNKNOWN", "--currency", $"No ISO 4217 currency '{index.Currency}'.");
        }

        var read = await progress.StepAsync("Read", () => ReadAsync(file, today, cancel),
            result => result.IsOk ? $"{result.Value.Rows.Count:N0} levels" : $"refused, {result.Errors.Count:N0} errors");
        if (!read.IsOk)
        {
            return read.Errors.ToList();
        }

        await SeedReference.RunAsync(job, cancel);
        await using var connection = await job.OpenConnectionAsync(cancel);
        await using var transaction = await ImportLedger.BeginAsync(connection, cancel);
        await using (var card = new NpgsqlCommand(
            """
            insert into portfolio.benchmark_index (code, name_en, currency, is_default, source)
            select $1, $2, $3, not exists (select from portfolio.benchmark_index where is_default), $4
            where not exists (select from portfolio.benchmark_index where code = $1)
            """, connection)
        {
            Parameters = { new() { Value = index.Code }, new() { Value = index.Name }, new() { Value = index.Currency }, new() { Value = index.Source } },
        })
        {
            await card.ExecuteNonQueryAsync(cancel);
        }

        var newest = await NewestAsync(connection, index.Code, cancel);
        var (levels, changed) = (new BulkTable("benchmark_level", "id", "id", "index_code", "effective_on", "level"), 0);
        foreach (var (on, level) in read.Value.Rows.Where(row => !newest.TryGetValue(row.On, out var before) || before != row.Level))
        {
            changed += newest.ContainsKey(on) ? 1 : 0;
            levels.Add(Guid.CreateVersion7(), index.Code, on, level);
        }

        await ImportLedger.Batch(Guid.CreateVersion7(), Kind, read.Value.ContentHash, file, read.Value.Rows.Count).LoadAsync(connection, cancel);
        await progress.StepAsync("Load", () => levels.LoadAsync(connection, cancel), added => $"{levels.Name}: {added:N0} new");
        await transaction.CommitAsync(cancel);
        return new IndexImport(index.Code, read.Value.Rows.Count, levels.Count - changed, changed);
    }

    private static async Task<Result<(byte[] ContentHash, IReadOnlyList<(LocalDate On, decimal Level)> Rows)>> ReadAsync(
        string file, LocalDate today, CancellationToken cancel)
    {
        var source = await CsvSource.ReadAsync(file, [Date, Level], cancel);
        return source.IsOk ? Read(source.Value, today) : source.Errors.ToList();
    }

    private static Result<(byte[] ContentHash, IReadOnlyList<(LocalDate On, decimal Level)> Rows)> Read(CsvSource source, LocalDate today)
    {
        var values = new CsvValues(source, today);
        var rows = new List<(LocalDate On, decimal Level)>();
        var seen = new HashSet<LocalDate>();
        foreach (var row in source.Rows)
        {
            var (on, level) = (values.Date(row, Date), values.Number(row, Level));
            if (level <= 0 || level >= 10_000_000_000m || decimal.Round(level, 8) != level)
            {
                values.Refuse(row, Level, "LEVEL_OUT_OF_RANGE", "a level is above 0, below 10^10 and has at most 8 decimals.");
            }

            if (!seen.Add(on))
            {
                values.Refuse(row, Date, "ROW_REPEATED", "this day stands twice. Keep one.");
            }

            rows.Add((on, level));
        }

        return values.Errors.Count > 0 ? values.Errors.ToList() : (source.ContentHash, rows);
    }

    private static async Task<Dictionary<LocalDate, decimal>> NewestAsync(NpgsqlConnection connection, string code, CancellationToken cancel)
    {
        await using var ask = new NpgsqlCommand("""
            select distinct on (effective_on) effective_on::date, level
            from portfolio.benchmark_level
            where index_code = $1
            order by effective_on, recorded_at desc
            """, connection) { Parameters = { new() { Value = code } } };
        var newest = new Dictionary<LocalDate, decimal>();
        await using var reader = await ask.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            newest[reader.GetFieldValue<LocalDate>(0)] = reader.GetDecimal(1);
        }

        return newest;
    }
}
