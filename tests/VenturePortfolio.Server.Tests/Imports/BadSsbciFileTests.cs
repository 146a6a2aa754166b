using System.Text;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>The rows of "Bad input" that a file of transactions can hold: each refused where it stands, and nothing stored.</summary>
public class BadSsbciFileTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly LocalDate Today = new(2026, 11, 24);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> BadRows { get; } = new()
    {
        { SsbciText.Row(loan: "NaN"), "NUMBER_MALFORMED", "loan_investment_amount" },
        { SsbciText.Row(loan: "Infinity"), "NUMBER_MALFORMED", "loan_investment_amount" },
        { SsbciText.Row(funds: "1e400"), "NUMBER_MALFORMED", "ssbci_original_funds" },
        { SsbciText.Row(funds: "10000000000000000000000000000"), "AMOUNT_TOO_LARGE", "ssbci_original_funds" },
        { SsbciText.Row(funds: "10000000000000.01"), "AMOUNT_TOO_LARGE", "ssbci_original_funds" },
        { SsbciText.Row(funds: "0." + new string('1', 40)), "NUMBER_MALFORMED", "ssbci_original_funds" },
        { SsbciText.Row(funds: "-1.00"), "NUMBER_NEGATIVE", "ssbci_original_funds" },
        { SsbciText.Row(funds: ""), "NUMBER_MALFORMED", "ssbci_original_funds" },
        { SsbciText.Row(concurrent: "1,5"), "ROW_MALFORMED", "line 2" },
        { SsbciText.Row(concurrent: "\"1,500\""), "NUMBER_MALFORMED", "concurrent_private_financing" },
        { SsbciText.Row(concurrent: "１２"), "NUMBER_MALFORMED", "concurrent_private_financing" },
        { SsbciText.Row(subsequent: "=1+1"), "CELL_FORMULA", "subsequent_private_financing" },
        { SsbciText.Row(state: "@SUM(A1)"), "CELL_FORMULA", "state_id" },
        { SsbciText.Row(state: "\u202Eac"), "TEXT_UNSAFE", "state_id" },
        { SsbciText.Row(state: "C\u200BA"), "TEXT_UNSAFE", "state_id" },
        { SsbciText.Row(industry: "\u0007"), "TEXT_UNSAFE", "naics_code" },
        { SsbciText.Row(industry: new string('7', 2001)), "TEXT_TOO_LONG", "naics_code" },
        { SsbciText.Row(industry: new string('7', 300)), "INDUSTRY_MALFORMED", "naics_code" },
        { SsbciText.Row(state: "california"), "REGION_MALFORMED", "state_id" },
        { SsbciText.Row(type: "Lottery"), "PROGRAMME_UNKNOWN", "program_type" },
        { SsbciText.Row(created: "0.00001"), "JOBS_SCALE", "jobs_created" },
        { SsbciText.Row(retained: "-3"), "NUMBER_NEGATIVE", "jobs_retained" },
        { SsbciText.Row(number: "-1"), "INTEGER_MALFORMED", "column 1" },
        { SsbciText.Row(number: "9999999999"), "INTEGER_MALFORMED", "column 1" },
        { SsbciText.Row(state: "\"CA"), "ROW_MALFORMED", "line 2" },
        { SsbciText.Row() + "\n" + SsbciText.Row(), "ROW_NUMBER_REPEATED", "line 3, column 1" },
        { SsbciText.Row() + "\n1,CA", "ROW_MALFORMED", "line 3" },
    };

    [Theory]
    [MemberData(nameof(BadRows))]
    public async Task A_bad_row_is_refused_where_it_stands_and_good_rows_with_it(string row, string code, string where)
    {
        using var file = SsbciText.Write(row, SsbciText.Row(number: "77"));
        await RefusedAsync(file, code, where);
    }

    public static TheoryData<string, byte[], string> BadFiles { get; } = new()
    {
        { "empty", [], "FILE_EMPTY" },
        { "header only", Encoding.UTF8.GetBytes(SsbciText.Header + "\n"), "FILE_EMPTY" },
        { "another table", Encoding.UTF8.GetBytes("Date,Country,Exchange rate\n2020-01-01,China,7\n"), "FILE_COLUMNS" },
        { "semicolons", Encoding.UTF8.GetBytes(SsbciText.Header.Replace(',', ';') + "\n0;CA\n"), "FILE_COLUMNS" },
        { "a column twice", Encoding.UTF8.GetBytes(SsbciText.Header + ",state_id\n" + SsbciText.Row() + ",CA\n"), "FILE_COLUMNS" },
        { "UTF-16", Encoding.Unicode.GetBytes(SsbciText.Header + "\n" + SsbciText.Row()), "FILE_ENCODING" },
        { "Big5", [.. Encoding.UTF8.GetBytes(SsbciText.Header + "\n"), 0xA4, 0xA4, 0xA4, 0xE5], "FILE_ENCODING" },
        { "a spreadsheet", [0x50, 0x4B, 0x03, 0x04, 0x00, 0x00, 0xFF], "FILE_ENCODING" },
        { "a lone surrogate", [.. Encoding.UTF8.GetBytes(SsbciText.Header + "\n0,"), 0xED, 0xA0, 0x80], "FILE_ENCODING" },
        { "NUL", Encoding.UTF8.GetBytes(SsbciText.Header + "\n0,C\0A\n"), "FILE_ENCODING" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_wrong_file_is_refused(string what, byte[] bytes, string code)
    {
        Assert.NotEmpty(what);
        using var file = new TemporaryFile(bytes);
        await RefusedAsync(file, code, where: "");
    }

    [Fact]
    public async Task A_missing_file_is_a_plain_message() => await Assert.ThrowsAsync<PlainException>(
        () => ImportSsbci.RunAsync(database.Logins.Job, "no-such-file.csv", Today, besideOthers: false, Silent.Progress, Cancel));

    [Fact]
    public async Task All_faults_are_shown_at_once_with_their_lines()
    {
        using var file = SsbciText.Write(SsbciText.Row(loan: "x"), SsbciText.Row(number: "1"), SsbciText.Row(number: "2", created: "y"));
        var refused = await ImportSsbci.RunAsync(database.Logins.Job, file.Path, Today, besideOthers: false, Silent.Progress, Cancel);
        Assert.Equal("line 2, column loan_investment_amount; line 4, column jobs_created", string.Join("; ", refused.Errors.Select(error => error.Path)));
    }

    [Fact]
    public void Written_errors_hold_no_formula()
    {
        using var file = new TemporaryFile([]);
        ImportCommand.WriteErrors(file.Path, [new Error("CELL_FORMULA", "=1", "@2")]);
        Assert.Equal("CELL_FORMULA,\"'=1\",\"'@2\"", File.ReadAllLines(file.Path)[1]);
    }

    private async Task RefusedAsync(TemporaryFile file, string code, string where)
    {
        var before = await Ask.RowsOfAllTablesAsync(database.Logins.Job);
        var refused = await ImportSsbci.RunAsync(database.Logins.Job, file.Path, Today, besideOthers: false, Silent.Progress, Cancel);
        Assert.False(refused.IsOk);
        Assert.Equal(code, refused.Errors[0].Code);
        Assert.Contains(where, refused.Errors[0].Path, StringComparison.Ordinal);
        Assert.Equal(before, await Ask.RowsOfAllTablesAsync(database.Logins.Job));
    }
}
