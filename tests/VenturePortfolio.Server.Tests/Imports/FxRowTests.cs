using System.Text;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

public class FxRowTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly LocalDate Today = new(2026, 11, 24);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_changed_rate_is_a_newer_row_beside_the_old_one()
    {
        using var before = Write("1975-01-01,Switzerland,2.5");
        using var after = Write("1975-01-01,Switzerland,2.6", "1975-02-01,Switzerland,2.4");
        await ImportAsync(before.Path);
        var changed = await ImportAsync(after.Path);
        Assert.Equal((1, 1), (changed.Value.New, changed.Value.Changed));
        Assert.Equal("2.50000000, 2.60000000", await Ask.ValueAsync<string>(database.Logins.Job,
            "select string_agg(per_usd::text, ', ' order by recorded_at) from portfolio.fx_rate where currency = 'CHF' and effective_on = '1975-01-01' and per_usd in (2.5, 2.6)"));
    }

    [Theory]
    [InlineData("1969-12-01,China,7", "DATE_OUT_OF_RANGE")]
    [InlineData("0001-01-01,China,7", "DATE_OUT_OF_RANGE")]
    [InlineData("9999-12-01,China,7", "DATE_OUT_OF_RANGE")]
    [InlineData("2028-01-01,China,7", "DATE_OUT_OF_RANGE")]
    [InlineData("2023-02-29,China,7", "DATE_MALFORMED")]
    [InlineData("01/02/2023,China,7", "DATE_MALFORMED")]
    [InlineData("2023-02-15,China,7", "MONTH_START")]
    [InlineData("2023-02-01,China,0", "RATE_OUT_OF_RANGE")]
    [InlineData("2023-02-01,China,0.123456789", "RATE_OUT_OF_RANGE")]
    [InlineData("2023-02-01,China,10000000000", "RATE_OUT_OF_RANGE")]
    [InlineData("2023-02-01,China,-7", "NUMBER_NEGATIVE")]
    [InlineData("2023-02-01,China,NaN", "NUMBER_MALFORMED")]
    [InlineData("2023-02-01,China,", "NUMBER_MALFORMED")]
    [InlineData("2023-02-01,United Kingdom,1.21", "RATE_INVERTED")]
    [InlineData("2023-02-01,China,7\n2023-02-01,China,7", "ROW_REPEATED")]
    public async Task A_bad_rate_is_refused_and_nothing_is_stored(string row, string code)
    {
        using var file = Write("1990-01-01,Japan,145", row);
        var before = await Ask.RowsOfAllTablesAsync(database.Logins.Job);
        var refused = await ImportAsync(file.Path);
        Assert.Equal(code, refused.Errors[0].Code);
        Assert.StartsWith("line ", refused.Errors[0].Path, StringComparison.Ordinal);
        Assert.Equal(before, await Ask.RowsOfAllTablesAsync(database.Logins.Job));
    }

    private static TemporaryFile Write(params string[] rows) =>
        new(Encoding.UTF8.GetBytes(string.Join('\n', ["Date,Country,Exchange rate", .. rows])));

    private Task<Result<FxImport>> ImportAsync(string file) => ImportFx.RunAsync(database.Logins.Job, file, Today, Silent.Progress, Cancel);
}
