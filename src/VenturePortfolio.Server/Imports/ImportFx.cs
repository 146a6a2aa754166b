using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>What came of taking rates over.</summary>
/// <param name="New">Months that were not there.</param>
/// <param name="Changed">Months that stood with another rate: the new one is a newer row, the old one stays for replay.</param>
/// <param name="Skipped">Countries left out, with their rows.</param>
public sealed record FxImport(int Rows, int New, int Changed, IReadOnlyList<(string Country, int Rows)> Skipped)
{
    public override string ToString() =>
        $"{Rows:N0} monthly averages: {New:N0} new, {Changed:N0} changed, {Rows - New - Changed:N0} as they were.{Environment.NewLine}"
        + $"Left out, because their currency is not the same in all months or no longer exists: {string.Join(", ", Skipped.Select(left => $"{left.Country} ({left.Rows:N0})"))}.";
}

/// <summary>
/// Takes over monthly average rates, recorded now. The same rates twice change nothing; a changed rate is appended as a newer
/// row. All or nothing, in one transaction of the job login. Errors: those of <see cref="FxFile"/>.
/// </summary>
public static class ImportFx
{
    private const string Kind = "FX";
    private const string Series = "MONTHLY_AVERAGE";
    private const string Source = "US Federal Reserve, monthly average, H.10/G.5 (via datasets/exchange-rates, PDDL)";

    public static async Task<Result<FxImport>> RunAsync(
        NpgsqlDataSource job, string file, LocalDate today, ProgressLines progress, CancellationToken cancel)
    {
        var read = await progress.StepAsync("Read", () => FxFile.ReadAsync(file, today, cancel),
            result => result.IsOk ? $"{result.Value.Rows.Count:N0} rates" : $"refused, {result.Errors.Count:N0} errors");
        if (!read.IsOk)
            return read.Errors.ToList();
        await SeedReference.RunAsync(job, cancel);
        await using var connection = await job.OpenConnectionAsync(cancel);
        await using var transaction = await ImportLedger.BeginAsync(connection, cancel);
        var (rates, changed) = Differing(read.Value.Rows, await NewestAsync(connection, cancel));
        var batch = ImportLedger.Batch(Guid.CreateVersion7(), Kind, read.Value.ContentHash, file, read.Value.Rows.Count);
        await batch.LoadAsync(connection, cancel);
        await progress.StepAsync("Load", () => rates.LoadAsync(connection, cancel), added => $"{rates.Name}: {added:N0} new");
        await transaction.CommitAsync(cancel);
        return new FxImport(read.Value.Rows.Count, rates.Count - changed, changed, read.Value.Skipped);
    }

    private static (BulkTable Rates, int Changed) Differing(IReadOnlyList<FxRow> rows, Dictionary<(string, LocalDate), decimal> newest)
    {
        var rates = new BulkTable("fx_rate", "id", "id", "currency", "series", "effective_on", "per_usd", "source");
        var changed = 0;
        foreach (var row in rows)
        {
            var known = newest.TryGetValue((row.Currency, row.EffectiveOn), out var before);
            if (known && before == row.PerUsd)
                continue;
            changed += known ? 1 : 0;
            rates.Add(Guid.CreateVersion7(), row.Currency, Series, row.EffectiveOn, row.PerUsd, Source);
        }

        return (rates, changed);
    }

    private static async Task<Dictionary<(string, LocalDate), decimal>> NewestAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var ask = new NpgsqlCommand("""
            select distinct on (currency, effective_on) currency::text, effective_on::date, per_usd
            from portfolio.fx_rate
            where series = $1
            order by currency, effective_on, recorded_at desc
            """, connection) { Parameters = { new() { Value = Series } } };
        var newest = new Dictionary<(string, LocalDate), decimal>();
        await using var reader = await ask.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            newest[(reader.GetString(0), reader.GetFieldValue<LocalDate>(1))] = reader.GetDecimal(2);
        return newest;
    }
}
