using System.Text;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

public class ImportIndexTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly LocalDate Today = new(2026, 11, 24);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_index_is_the_default_and_a_changed_level_stands_beside_the_old_one()
    {
        using var before = Write("2021-12-31,100", "2022-12-31,115.5");
        using var after = Write("2021-12-31,100", "2022-12-31,116", "2023-12-31,130");

        Assert.Equal(new IndexImport("TEST-A", 2, 2, 0), (await ImportAsync(before.Path, "TEST-A")).Value);
        Assert.Equal(new IndexImport("TEST-A", 2, 0, 0), (await ImportAsync(before.Path, "TEST-A")).Value);
        Assert.Equal(new IndexImport("TEST-A", 3, 1, 1), (await ImportAsync(after.Path, "TEST-A")).Value);
        await ImportAsync(before.Path, "TEST-B");

        Assert.Equal("TEST-A", await Ask.ValueAsync<string>(database.Logins.Job, "select string_agg(code, ', ') from portfolio.benchmark_index where is_default"));
        Assert.Equal("115.50000000, 116.00000000", await Ask.ValueAsync<string>(database.Logins.Job,
            "select string_agg(level::text, ', ' order by recorded_at) from portfolio.benchmark_level where index_code = 'TEST-A' and effective_on = '2022-12-31'"));
    }

    [Theory]
    [InlineData("2022-12-31,0", "LEVEL_OUT_OF_RANGE")]
    [InlineData("2022-12-31,0.123456789", "LEVEL_OUT_OF_RANGE")]
    [InlineData("2022-12-31,-1", "NUMBER_NEGATIVE")]
    [InlineData("2022-02-30,1", "DATE_MALFORMED")]
    [InlineData("2022-12-31,1\n2022-12-31,2", "ROW_REPEATED")]
    public async Task A_bad_level_is_refused_and_nothing_is_stored(string row, string code)
    {
        using var file = Write("2020-12-31,99", row);
        var before = await Ask.RowsOfAllTablesAsync(database.Logins.Job);

        var refused = await ImportAsync(file.Path, "TEST-C");

        Assert.Equal(code, refused.Errors[0].Code);
        Assert.Equal(before, await Ask.RowsOfAllTablesAsync(database.Logins.Job));
        Assert.Equal("CURRENCY_UNKNOWN", (await ImportAsync(file.Path, "TEST-C", "XXQ")).Errors[0].Code);
    }

    private static TemporaryFile Write(params string[] rows) => new(Encoding.UTF8.GetBytes(string.Join('\n', ["date,level", .. rows])));

    private Task<Result<IndexImport>> ImportAsync(string file, string code, string currency = "CNY") => ImportIndex.RunAsync(
        database.Logins.Job, file, (code, "Invented index", currency, "Invented for tests"), Today, Silent.Progress, Cancel);
}
