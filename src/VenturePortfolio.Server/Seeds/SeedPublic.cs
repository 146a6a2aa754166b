using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// Publicly reported facts, each with its source: the guidance fund's sub-funds, recognised incubators, monthly rates. What
/// is not published is left out or stands under undisclosed contributors (seeds/public/README.md).
/// </summary>
public static class SeedPublic
{
    /// <summary>Needs the reference lists.</summary>
    public static async Task<SeedOutcome> RunAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        var cards = new SeedCards("public", invented: false, cancel);
        return await SeedLoad.RunAsync(job,
        [
            await RatesAsync(cancel),
            await cards.OrganisationsAsync(),
            await cards.ProgrammesAsync(),
            .. await cards.SubFundsAsync(),
            .. await cards.InvestorsAsync(),
            .. await cards.CommitmentsAsync(),
            await cards.IncubatorsAsync(),
        ], cancel);
    }

    /// <summary>The exchange rates alone, for worlds that must hold no other fact about anybody real.</summary>
    public static async Task<SeedOutcome> RunRatesAsync(NpgsqlDataSource job, CancellationToken cancel) =>
        await SeedLoad.RunAsync(job, [await RatesAsync(cancel)], cancel);

    /// <summary>Each month's average, taken as known on the day its release was out at the latest.</summary>
    private static async Task<BulkTable> RatesAsync(CancellationToken cancel)
    {
        var table = new BulkTable("fx_rate", "id", "id", "currency", "series", "effective_on", "per_usd", "source", "recorded_at");
        var file = await SeedFile.ReadAsync("public/fx_rates.csv", ["currency", "effective_on", "per_usd", "source", "recorded_on"], cancel);
        file.ForEach((row, values) =>
        {
            var currency = values.CurrencyOf(row, "currency").Code;
            var effectiveOn = values.Date(row, "effective_on");
            table.Add(SeedId.Of("fx_rate", $"{currency} {effectiveOn:uuuu-MM-dd}"), currency, "MONTHLY_AVERAGE", effectiveOn,
                values.Number(row, "per_usd"), values.Text(row, "source"), SeedLoad.Noon(values.Date(row, "recorded_on")));
        });
        return table;
    }
}
