using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// What people told of the invented programme beside its life: which rules were chosen, what was stated of rules, what figures are to reach, one subscription line; and an
/// invented index to compare returns with, whose levels follow from a fixed rule and go on to the day of loading.
/// </summary>
internal static class DemoSayings
{
    private const string Index = "DEMO-INDEX";
    private static readonly LocalDate IndexFrom = new(2018, 1, 31);

    internal static async Task<IReadOnlyList<BulkTable>> ReadAsync(NpgsqlDataSource job, CancellationToken cancel) =>
    [
        await ChoicesAsync(cancel),
        await DemoStatements.ReadAsync(cancel),
        await TargetsAsync(cancel),
        await LineAsync(cancel),
        IndexCard(await IsDefaultAsync(job, cancel)),
        IndexLevels(await NowAsync(job, cancel)),
    ];

    private static async Task<BulkTable> ChoicesAsync(CancellationToken cancel)
    {
        var table = new BulkTable("rule_choice", "id", "id", "sub_fund_id", "rule_code", "is_chosen", "effective_on", "source", "recorded_at");
        var file = await SeedFile.ReadAsync("demo/rule_choices.csv", ["ref", "sub_fund", "rule", "chosen", "effective_on", "recorded_on", "source"], cancel);
        file.ForEach((row, values) => table.Add(
            SeedId.Of("rule_choice", $"DEMO {values.Text(row, "ref")}"), SeedId.Of("sub_fund", values.Text(row, "sub_fund")), values.Text(row, "rule"),
            values.Flag(row, "chosen"), values.Date(row, "effective_on"), values.Text(row, "source"), SeedLoad.Noon(values.Date(row, "recorded_on"))));
        return table;
    }

    private static async Task<BulkTable> TargetsAsync(CancellationToken cancel)
    {
        var table = new BulkTable("metric_target", "id", "id", "programme_id", "sub_fund_id", "metric_key", "due_on", "value", "source", "recorded_at");
        var file = await SeedFile.ReadAsync("demo/targets.csv", ["ref", "programme", "sub_fund", "metric", "due_on", "value", "recorded_on", "source"], cancel);
        file.ForEach((row, values) => table.Add(
            SeedId.Of("metric_target", $"DEMO {values.Text(row, "ref")}"),
            values.TextOrNone(row, "programme") is { } programme ? SeedId.Of("programme", programme) : null,
            values.TextOrNone(row, "sub_fund") is { } fund ? SeedId.Of("sub_fund", fund) : null,
            values.Text(row, "metric"), values.Date(row, "due_on"), values.Number(row, "value"), values.Text(row, "source"),
            SeedLoad.Noon(values.Date(row, "recorded_on"))));
        return table;
    }

    private static async Task<BulkTable> LineAsync(CancellationToken cancel)
    {
        var table = new BulkTable("subscription_line_event", "id", "id", "sub_fund_id", "kind", "amount_minor", "currency", "effective_on", "reverses_id", "memo", "recorded_at");
        var file = await SeedFile.ReadAsync(
            "demo/subscription_line.csv", ["ref", "sub_fund", "kind", "amount", "currency", "effective_on", "recorded_on", "reverses"], cancel);
        file.ForEach((row, values) =>
        {
            var currency = values.CurrencyOf(row, "currency");
            var reversed = values.TextOrNone(row, "reverses");
            table.Add(
                IdOf(values.Text(row, "ref")), SeedId.Of("sub_fund", values.Text(row, "sub_fund")), values.Text(row, "kind"),
                values.Amount(row, "amount", currency), currency.Code, values.Date(row, "effective_on"), reversed is null ? null : IdOf(reversed),
                reversed is null ? null : "Amount was too high", SeedLoad.Noon(values.Date(row, "recorded_on")));
        });
        return table;

        static Guid IdOf(string reference) => SeedId.Of("subscription_line_event", $"DEMO {reference}");
    }

    private static BulkTable IndexCard(bool isDefault)
    {
        var table = new BulkTable("benchmark_index", "code", "code", "name_en", "currency", "is_default", "source");
        table.Add(Index, "Demo total return index (invented)", "CNY", isDefault, "Invented for the demo");
        return table;
    }

    /// <summary>
    /// Month ends from 1,000 points on, between four percent down and five percent up a month; told two days later. Every one that was told by
    /// now: an index that ended with the demo would leave the newest night without a figure against it. Loaded again later, the months since are added.
    /// </summary>
    private static BulkTable IndexLevels(Instant now)
    {
        var table = new BulkTable("benchmark_level", "id", "id", "index_code", "effective_on", "level", "recorded_at");
        var random = new DemoRandom("index");
        var level = 1_000m;
        for (var month = 0; ; month++)
        {
            var start = IndexFrom.PlusMonths(month);
            var on = new LocalDate(start.Year, start.Month, start.Calendar.GetDaysInMonth(start.Year, start.Month));
            var told = SeedLoad.Noon(on.PlusDays(2));
            if (told > now)
                return table;
            table.Add(SeedId.Of("benchmark_level", $"{Index} {on:uuuu-MM-dd}"), Index, on, level, told);
            level = decimal.Round(level * (1_000 + random.Between(-40, 50)) / 1_000, 4);
        }
    }

    private static async Task<Instant> NowAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        await using var ask = job.CreateCommand("select clock_timestamp()");
        return (Instant)(await ask.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Where somebody supplied an index already, that one stays what figures are compared with.</summary>
    private static async Task<bool> IsDefaultAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        await using var ask = job.CreateCommand("select not exists (select from portfolio.benchmark_index where is_default and code <> $1)");
        ask.Parameters.Add(new() { Value = Index });
        return (bool)(await ask.ExecuteScalarAsync(cancel))!;
    }
}
