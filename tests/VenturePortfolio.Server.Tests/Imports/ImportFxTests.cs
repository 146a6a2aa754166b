using NodaTime;

namespace VenturePortfolio.Server.Tests;

public class ImportFxTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly LocalDate Today = new(2026, 11, 24);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// Known answers: the README beside the file. Pounds and euros: the Federal Reserve's own quotes turned round
    /// (2.4056 dollars per pound in 1971-01, 0.8525 dollars per euro in 2000-10).
    /// </summary>
    [Fact]
    public async Task The_Federal_Reserves_file_gives_units_per_dollar_and_twice_changes_nothing()
    {
        var first = await ImportAsync(SharedData.PathOf("fx/monthly.csv"));
        Assert.Equal(12_950, first.Value.New);
        Assert.Equal(6.3693m, await RateAsync("CNY", "2021-12-01"));
        Assert.Equal(7.7990m, await RateAsync("HKD", "2021-12-01"));
        Assert.Equal(7.2807m, await RateAsync("CNY", "2024-12-01"));
        Assert.Equal(7.7734m, await RateAsync("HKD", "2024-12-01"));
        Assert.Equal(0.4157m, await RateAsync("GBP", "1971-01-01"));
        Assert.Equal(1.173m, await RateAsync("EUR", "2000-10-01"));
        Assert.Contains(first.Value.Skipped, left => left is ("Venezuela", 378));
        Assert.Contains(first.Value.Skipped, left => left is ("Ireland", 372));
        Assert.Equal(12, first.Value.Skipped.Count);

        var rows = await Ask.RowsOfAllTablesAsync(database.Logins.Job);
        var second = await ImportAsync(SharedData.PathOf("fx/monthly.csv"));
        Assert.Equal((0, 0), (second.Value.New, second.Value.Changed));
        Assert.Equal(rows, await Ask.RowsOfAllTablesAsync(database.Logins.Job));
    }

    private Task<Result<FxImport>> ImportAsync(string file) => ImportFx.RunAsync(database.Logins.Job, file, Today, Silent.Progress, Cancel);

    private Task<decimal> RateAsync(string currency, string month) => Ask.ValueAsync<decimal>(database.Logins.Job,
        $"select per_usd from portfolio.fx_rate where currency = '{currency}' and effective_on = '{month}' order by recorded_at limit 1");
}
