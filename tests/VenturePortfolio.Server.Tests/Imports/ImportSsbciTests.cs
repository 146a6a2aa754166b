using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Known answers: the README beside the Treasury's file, and per programme type a separate calculation in Python's decimal
/// arithmetic (quantize to cents, ROUND_HALF_EVEN, then add).
/// </summary>
public class ImportSsbciTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly LocalDate Today = new(2026, 11, 24);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_Treasurys_file_gives_the_Treasurys_sums_and_twice_changes_nothing()
    {
        var first = await ImportAsync();
        Assert.True(first.IsOk);
        Assert.Null(first.Value.TakenOverAt);
        await SumsInTheDatabaseAsync();

        var rows = await Ask.RowsOfAllTablesAsync(database.Logins.Job);
        var second = await ImportAsync();
        Assert.NotNull(second.Value.TakenOverAt);
        Assert.Equal(rows, await Ask.RowsOfAllTablesAsync(database.Logins.Job));
        await AnotherFileIsRefusedAsync(rows);
        OdditiesAreReported(first.Value.Report);
    }

    private async Task SumsInTheDatabaseAsync()
    {
        Assert.Equal("21962|737090196026|115931819579|96381313228|240591037222|1074062546476|2017-12-31", await SumsAsync("true"));
        Assert.Equal("13965|57079149854|2403617621|3711350222|3653601328|64444101404|2017-12-31", await SumsAsync("p.code = 'SSBCI-CAP'"));
        Assert.Equal("1530|111750360127|23162692567|15261836678|6164459200|133176656005|2017-12-31", await SumsAsync("p.code = 'SSBCI-COLLATERAL-SUPPORT'"));
        Assert.Equal("2779|125775047296|17645366436|13865328389|265100000|139905475685|2017-12-31", await SumsAsync("p.code = 'SSBCI-LOAN-GUARANTEE'"));
        Assert.Equal("2065|237879480091|40774167825|53186522791|26990417524|318056420406|2017-12-31", await SumsAsync("p.code = 'SSBCI-LOAN-PARTICIPATION'"));
        Assert.Equal("1623|204606158658|31945975130|10356275148|203517459170|418479892976|2017-12-31", await SumsAsync("p.code = 'SSBCI-VENTURE-CAPITAL'"));
        Assert.Equal("79192.5500|161475.7000", await Ask.ValueAsync<string>(database.Logins.Job, """
            select sum(value) filter (where measure = 'JOBS_CREATED') || '|' || sum(value) filter (where measure = 'JOBS_RETAINED')
            from portfolio.outcome_fact
            """));
        Assert.Equal(5, await Ask.ValueAsync<long>(database.Logins.Job, """
            select count(*) from portfolio.programme c join portfolio.programme p on p.id = c.parent_id where p.code = 'SSBCI' and not c.invented
            """));
    }

    private static void OdditiesAreReported(SsbciReport report)
    {
        var text = report.ToString();
        Assert.Contains("7,370,901,960.26 (loan or investment) + 963,813,132.28 (concurrent private) + 2,405,910,372.22 (subsequent private) = 10,740,625,464.76 USD", text);
        Assert.Contains("original public funds 1,159,318,195.79, unrounded 1,159,318,195.766187", text);
        Assert.Contains("240,668.25", text);
        Assert.Contains("1,644 rows without original public funds", text);
        Assert.Contains("1 with more public funds than loan or investment: row 18114.", text);
        Assert.Contains("73 rows whose public funds carry fractions of a cent; 75 rows in any of the four amounts.", text);
        Assert.Contains("73 rows equal an earlier row in all but the row number", text);
        Assert.Contains("SPY_Close, U_Rate, job_benefit, creation_status", text);
    }

    /// <summary>The same rows saved anew have another hash; counting them twice must take more than a slip.</summary>
    private async Task AnotherFileIsRefusedAsync(long rows)
    {
        using var other = SsbciText.Write(SsbciText.Row());
        var refused = await ImportSsbci.RunAsync(database.Logins.Job, other.Path, Today, besideOthers: false, Silent.Progress, Cancel);
        Assert.Equal("ANOTHER_FILE_TAKEN_OVER", refused.Errors[0].Code);
        Assert.Equal(rows, await Ask.RowsOfAllTablesAsync(database.Logins.Job));
    }

    private Task<string> SumsAsync(string where) => Ask.ValueAsync<string>(database.Logins.Job, $"""
        select concat_ws('|', count(*), sum(loan_or_investment_minor), sum(public_funds_minor), sum(concurrent_private_minor), sum(subsequent_private_minor),
            sum(loan_or_investment_minor + concurrent_private_minor + subsequent_private_minor), max(effective_on))
        from portfolio.support_transaction t join portfolio.programme p on p.id = t.programme_id
        where {where}
        """);

    private Task<Result<SsbciImport>> ImportAsync() => ImportSsbci.RunAsync(
        database.Logins.Job, SharedData.PathOf("ssbci/ssbci_transactions.csv"), Today, besideOthers: false, Silent.Progress, Cancel);
}
