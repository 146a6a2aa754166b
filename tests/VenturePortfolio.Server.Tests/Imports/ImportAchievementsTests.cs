using System.Text;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Achievements as a file: the act of recordAchievement, many times at once.</summary>
public sealed class ImportAchievementsTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private const string Header = "achievement_number,project_number,source_kind,title_en,title_zh_hant,title_zh_hans,has_consent,source";

    private static readonly LocalDate Today = new(2026, 11, 24);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_stand_in_the_register_as_if_recorded_one_by_one_and_the_same_file_changes_nothing()
    {
        using var file = Write("KJ-2025-001,,CENTRAL_PROGRAMME,Solid electrolyte,固態電解質,固态电解质,true,National register", "KJ-2025-002,P-7,LOCAL_PROGRAMME,,\"光刻膠, 第二代\",,false,Letter of 2025-03-01");

        Assert.Equal(new AchievementImport(2, 2), (await ImportAsync(file.Path)).Value);
        var before = await Ask.RowsOfAllTablesAsync(world.Logins.Job);
        Assert.Equal(new AchievementImport(2, 0), (await ImportAsync(file.Path)).Value);

        Assert.Equal(before, await Ask.RowsOfAllTablesAsync(world.Logins.Job));
        Assert.Equal("KJ-2025-001|CENTRAL_PROGRAMME|Solid electrolyte|t|f|National register, KJ-2025-002|P-7|LOCAL_PROGRAMME|光刻膠, 第二代|f|f|Letter of 2025-03-01", await world.ValueAsync<string>(
            """
            select string_agg(concat_ws('|', achievement_number, project_number, source_kind, coalesce(title_en, title_zh_hant), has_consent, invented, source), ', ' order by achievement_number)
            from achievement where achievement_number like 'KJ-2025%'
            """));
        Assert.Equal(2, await world.ValueAsync<int>($"select row_count from import_batch where kind = 'ACHIEVEMENTS' and file_name = '{Path.GetFileName(file.Path)}'"));

        // A number that stands there already is one for the mutation too.
        var again = await world.RunAsync(SmallWorld.Policy, transaction => SmallWorld.RecordResearch.RunAsync(
            SmallWorld.Policy,
            new RecordAchievementInput { AchievementNumber = "KJ-2025-001", SourceKind = "CENTRAL_PROGRAMME", TitleEn = "Other", HasConsent = true, Source = "Typed" },
            Guid.NewGuid().ToString(), transaction, Cancel));
        Assert.Equal("ALREADY_REGISTERED", again.Errors[0].Code);
    }

    [Fact]
    public async Task A_longer_file_adds_what_is_new()
    {
        using var first = Write(Row("KJ-A1"));
        using var second = Write(Row("KJ-A1"), Row("KJ-A2"), Row("KJ-A3"));

        await ImportAsync(first.Path);

        Assert.Equal(new AchievementImport(3, 2), (await ImportAsync(second.Path)).Value);
    }

    [Theory]
    [InlineData("KJ-B1,,CENTRAL_PROGRAMME,,,,true,Register", "TITLE_MISSING", "line 3, column title_en")]
    [InlineData(",,CENTRAL_PROGRAMME,T,,,true,Register", "REQUIRED", "line 3, column achievement_number")]
    [InlineData("KJ-B1,,CENTRAL_PROGRAMME,T,,,true,", "REQUIRED", "line 3, column source")]
    [InlineData("KJ-B1,,CENTRAL,T,,,true,Register", "KIND_UNKNOWN", "line 3, column source_kind")]
    [InlineData("KJ-B1,,central_programme,T,,,true,Register", "KIND_UNKNOWN", "line 3, column source_kind")]
    [InlineData("KJ-B1,,CENTRAL_PROGRAMME,T,,,yes,Register", "FLAG_MALFORMED", "line 3, column has_consent")]
    [InlineData("KJ-B0,,CENTRAL_PROGRAMME,T,,,true,Register", "ROW_REPEATED", "line 3, column achievement_number")]
    [InlineData("KJ-B1,,CENTRAL_PROGRAMME,T,true,Register", "ROW_MALFORMED", "line 3")]
    [InlineData("KJ-B1,,CENTRAL_PROGRAMME,=1+1,,,true,Register", "CELL_FORMULA", "line 3, column title_en")]
    public async Task A_bad_row_is_told_by_line_and_column_and_nothing_is_imported(string row, string code, string where)
    {
        using var file = Write(Row("KJ-B0"), row);
        var before = await Ask.RowsOfAllTablesAsync(world.Logins.Job);

        var refused = await ImportAsync(file.Path);

        Assert.Equal((code, where), (refused.Errors[0].Code, refused.Errors[0].Path));
        Assert.Equal(before, await Ask.RowsOfAllTablesAsync(world.Logins.Job));
    }

    [Fact]
    public async Task What_is_registered_otherwise_is_told_by_column_and_not_changed()
    {
        using var first = Write(Row("KJ-C1"));
        using var other = Write(Row("KJ-C2"), "KJ-C1,,CENTRAL_PROGRAMME,Another title,,,false,Register");
        await ImportAsync(first.Path);
        var before = await Ask.RowsOfAllTablesAsync(world.Logins.Job);

        var refused = await ImportAsync(other.Path);

        Assert.Equal(
            ["ALREADY_REGISTERED line 3, column title_en", "ALREADY_REGISTERED line 3, column has_consent"], refused.Errors.Select(error => $"{error.Code} {error.Path}"));
        Assert.Equal(before, await Ask.RowsOfAllTablesAsync(world.Logins.Job));
    }

    [Fact]
    public async Task A_file_of_other_columns_is_refused_as_a_whole()
    {
        using var file = new TemporaryFile(Encoding.UTF8.GetBytes("number,title\nKJ,T"));

        Assert.Equal("FILE_COLUMNS", (await ImportAsync(file.Path)).Errors[0].Code);
    }

    [Fact]
    public async Task What_is_not_shared_with_consent_stays_with_policy_staff()
    {
        using var file = Write("KJ-D1,,PUBLIC_INSTITUTION,Secret,,,false,Register");
        await ImportAsync(file.Path);
        using var engine = new ReadEngine(world.Logins);

        const string Query = """{ achievements(first: 9, where: { achievementNumber: { eq: "KJ-D1" } }) { totalCount } }""";
        Assert.Equal(1, (await engine.DataAsync(SmallWorld.Policy, Query)).GetProperty("achievements").GetProperty("totalCount").GetInt32());
        Assert.Equal(0, (await engine.DataAsync(SmallWorld.IncubatorA, Query)).GetProperty("achievements").GetProperty("totalCount").GetInt32());
    }

    private static string Row(string number) => $"{number},,CENTRAL_PROGRAMME,A title,,,true,Register";

    private static TemporaryFile Write(params string[] rows) => new(Encoding.UTF8.GetBytes(string.Join('\n', [Header, .. rows])));

    private Task<Result<AchievementImport>> ImportAsync(string file) => ImportAchievements.RunAsync(world.Logins.Job, file, Today, Silent.Progress, Cancel);
}
