using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// <c>figureSeries</c> and one group of a report, through GraphQL over HTTP. What a series says is what a report of every group says at each pair of
/// dates, and for stored figures what the tables hold. Over the invented programme, with the nights of three quarter ends.
/// </summary>
public sealed class FigureSeriesTests(UnmeteredServer server) : IClassFixture<UnmeteredServer>, IAsyncLifetime
{
    private static readonly LocalDate[] Quarters = [new(2025, 3, 31), new(2025, 6, 30), new(2025, 9, 30)];

    private const string Figures = "figures { key value status coverage numerator { amount currency } denominator { amount currency } }";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Nights Nights => new(server.Logins);

    public async ValueTask InitializeAsync()
    {
        if (await Ask.ValueAsync<long>(server.Logins.Job, "select count(*) from portfolio.sub_fund") > 0)
        {
            return;
        }

        await SeedReference.RunAsync(server.Logins.Job, Cancel);
        await SeedDemo.RunAsync(server.Logins.Job, Cancel);
        await ExecuteAsync("update portfolio.sub_fund set manager_id = $1 where code in (select code from portfolio.sub_fund order by code limit 1)", TestPeople.OrganisationOf(TestPerson.Manager));
        foreach (var day in Quarters)
        {
            Assert.Equal(NightState.Published, (await Nights.ByHandAsync(day)).State);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("TOTAL", "LV-8", true)]
    [InlineData("PROGRAMME", "LV-1", true)]
    [InlineData("SUB_FUND", "TVPI", true)]
    [InlineData("VINTAGE", "LV-6", true)]
    [InlineData("MANAGER", "NET_IRR", true)]
    [InlineData("JURISDICTION", "LV-2", true)]
    [InlineData("SECTOR", "LV-10", true)]
    [InlineData("INCUBATOR", "MOIC", true)]
    [InlineData("INVESTOR_CLASS", "DPI", true)]
    [InlineData("INVESTOR", "DPI", true)]
    [InlineData("STARTUP", "LV-9", false)]
    [InlineData("DEAL", "LV-8", false)]
    public async Task A_series_of_one_group_says_what_the_reports_of_all_groups_say(string by, string definition, bool isStored)
    {
        var expected = new List<(string AsOf, string Key, string Figures)>();
        foreach (var (day, knownAt) in await PairsAsync())
        {
            expected.AddRange(Groups(await AskAsync(Report($"asOf: \"{day}\", knownAt: \"{knownAt}\", groupBy: {by}, definitions: [\"{definition}\"]")))
                .Select(group => (day, group.Key, group.Figures)));
        }

        // The group that is there on all days and has a value on the last.
        var chosen = expected.GroupBy(row => row.Key, StringComparer.Ordinal).Where(rows => rows.Count() == Quarters.Length).MaxBy(rows => rows.Count(row => !row.Figures.Contains("\"value\":null", StringComparison.Ordinal)))!;

        var series = (await AskAsync(Series($"groupBy: {by}, group: \"{chosen.Key}\", definitions: [\"{definition}\"], from: \"2025-01-01\", to: \"2025-12-31\", every: QUARTER"))).GetProperty("figureSeries");

        Assert.Equal(chosen.Key, series.GetProperty("group").GetString());
        Assert.Equal(
            chosen.Select(row => (row.AsOf, row.Figures)),
            series.GetProperty("points").EnumerateArray().Select(point => (point.GetProperty("asOf").GetString()!, point.GetProperty("figures").GetRawText())));
        Assert.All(series.GetProperty("points").EnumerateArray(), point => Assert.Equal(isStored ? JsonValueKind.Object : JsonValueKind.Null, point.GetProperty("run").ValueKind));
        Assert.Contains(chosen, row => !row.Figures.Contains("\"value\":null", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stored_points_are_what_the_tables_hold()
    {
        var series = (await AskAsync(Series("definitions: [\"MOIC\"], from: \"2025-01-01\", to: \"2025-12-31\", every: NIGHT"))).GetProperty("figureSeries");
        Assert.Equal(
            await Nights.ColumnAsync("select as_of || ' ' || value from metric_value where group_by = 'TOTAL' and metric_key = 'MOIC' order by 1"),
            series.GetProperty("points").EnumerateArray().Select(point => $"{point.GetProperty("asOf").GetString()} {point.GetProperty("figures")[0].GetProperty("value").GetString()}"));
        // A year's last night stands for the year.
        Assert.Equal("2025-09-30", Assert.Single((await AskAsync(Series("definitions: [\"MOIC\"], from: \"2025-01-01\", to: \"2025-12-31\", every: YEAR")))
            .GetProperty("figureSeries").GetProperty("points").EnumerateArray()).GetProperty("asOf").GetString());
    }

    [Fact]
    public async Task A_series_leaves_as_a_file_in_the_lines_of_a_report()
    {
        var files = new FileClient(server);
        var lines = await files.LinesAsync(TestPerson.Policy, "series.csv?definitions=MOIC&from=2025-01-01&to=2025-12-31&every=quarter");
        Assert.Equal(
            await Nights.ColumnAsync("select as_of || ' ' || value from metric_value where group_by = 'TOTAL' and metric_key = 'MOIC' order by 1"),
            lines[1..].Select(line => $"{line.Split(',')[0]} {line.Split(',')[12]}"));
        Assert.Equal(("definition", "value"), (lines[0].Split(',')[8], lines[0].Split(',')[12]));
        foreach (var (address, code) in new[]
                 {
                     ("definitions=MOIC&from=2025-01-01", "REQUIRED"), ("definitions=MOIC&from=2025-01-01&to=2025-12-31&every=hour", "UNKNOWN_EVERY"),
                     ("definitions=MOIC&from=2025-01-01&to=31.12.2025", "DATE_MALFORMED"), ("definitions=MOIC&from=2025-01-01&to=2025-12-31&groupBy=manager", "GROUP_NOT_NAMED"),
                 })
        {
            Assert.Equal(code, (await files.RefusalAsync(TestPerson.Policy, $"series.csv?{address}")).Code);
        }
    }

    [Fact]
    public async Task As_known_at_one_instant_each_period_ends_on_its_last_day_and_the_series_on_the_day_asked_for()
    {
        var knownAt = (await PairsAsync())[^1].KnownAt;
        var series = (await AskAsync(Series($"definitions: [\"LV-1\"], from: \"2019-05-15\", to: \"2025-02-14\", every: YEAR, knownAt: \"{knownAt}\""))).GetProperty("figureSeries");
        var points = series.GetProperty("points").EnumerateArray().ToList();
        Assert.Equal(["2019-12-31", "2020-12-31", "2021-12-31", "2022-12-31", "2023-12-31", "2024-12-31", "2025-02-14"], points.Select(point => point.GetProperty("asOf").GetString()!));
        // Before the first commitment there is no figure, and the point says so.
        var first = (await Nights.OneAsync("select extract(year from min(effective_on)) from sub_fund_term")).Trim();
        foreach (var point in points)
        {
            var isBefore = string.CompareOrdinal(point.GetProperty("asOf").GetString()![..4], first) < 0;
            Assert.Equal(isBefore ? 0 : 1, point.GetProperty("figures").GetArrayLength());
            Assert.Equal(isBefore ? JsonValueKind.String : JsonValueKind.Null, point.GetProperty("absentWhy").ValueKind);
        }

        var last = Groups(await AskAsync(Report($"asOf: \"2025-02-14\", knownAt: \"{knownAt}\", groupBy: TOTAL, definitions: [\"LV-1\"]")))[0];
        Assert.Equal(last.Figures, points[^1].GetProperty("figures").GetRawText());
    }

    [Theory]
    [InlineData("TOTAL")]
    [InlineData("PROGRAMME")]
    [InlineData("SUB_FUND")]
    [InlineData("VINTAGE")]
    [InlineData("MANAGER")]
    [InlineData("JURISDICTION")]
    [InlineData("SECTOR")]
    [InlineData("INCUBATOR")]
    [InlineData("STARTUP")]
    [InlineData("DEAL")]
    [InlineData("INVESTOR")]
    [InlineData("INVESTOR_CLASS")]
    public async Task One_group_of_a_report_is_that_group_of_the_whole_report_read_or_reckoned(string by)
    {
        var (day, knownAt) = (await PairsAsync())[^1];
        var reckoned = InstantPattern.ExtendedIso.Format(InstantPattern.ExtendedIso.Parse(knownAt).Value + Duration.FromTicks(10));
        foreach (var at in new[] { knownAt, reckoned })
        {
            var all = Groups(await AskAsync(Report($"asOf: \"{day}\", knownAt: \"{at}\", groupBy: {by}")));
            foreach (var group in all.Take(12))
            {
                Assert.Equal([group], Groups(await AskAsync(Report($"asOf: \"{day}\", knownAt: \"{at}\", groupBy: {by}, group: \"{group.Key}\""))));
            }
        }
    }

    [Fact]
    public async Task A_manager_sees_the_series_of_own_sub_funds_and_no_others()
    {
        var (own, other) = (await Nights.OneAsync("select min(code) from sub_fund"), await Nights.OneAsync("select max(code) from sub_fund"));
        var mine = await server.QueryAsync(TestPerson.Manager, $"{{ {Series($"groupBy: SUB_FUND, group: \"{own}\", definitions: [\"LV-1\"], from: \"2025-01-01\", to: \"2025-12-31\", every: QUARTER")} }}");
        Assert.Null(RunningServer.CodeOf(mine));
        Assert.Equal(3, mine.GetProperty("data").GetProperty("figureSeries").GetProperty("points").GetArrayLength());
        Assert.Equal("GROUP_UNKNOWN", RunningServer.CodeOf(await server.QueryAsync(
            TestPerson.Manager, $"{{ {Series($"groupBy: SUB_FUND, group: \"{other}\", definitions: [\"LV-1\"], from: \"2025-01-01\", to: \"2025-12-31\", every: QUARTER")} }}")));
        Assert.Equal("FORBIDDEN", RunningServer.CodeOf(await server.QueryAsync(
            TestPerson.Incubator, $"{{ {Series("definitions: [\"LV-1\"], from: \"2025-01-01\", to: \"2025-12-31\"")} }}")));
    }

    [Theory]
    [InlineData("NET_RETURN_PERIOD", "TOTAL")]
    [InlineData("NET_IRR_PERIOD", "PROGRAMME")]
    [InlineData("GROSS_RETURN_PERIOD", "SECTOR")]
    [InlineData("GROSS_IRR_PERIOD", "STARTUP")]
    public async Task Returns_since_a_day_are_those_of_reports_from_that_day(string definition, string by)
    {
        const string first = "2024-12-31";
        var (pairs, told) = (await PairsAsync(), new List<(string AsOf, string Key, string Figures)>());
        foreach (var (day, knownAt) in pairs)
        {
            told.AddRange(Groups(await AskAsync(Report($"asOf: \"{day}\", knownAt: \"{knownAt}\", from: \"{first}\", groupBy: {by}, definitions: [\"{definition}\"]")))
                .Select(group => (day, group.Key, group.Figures)));
        }

        var chosen = told.GroupBy(row => row.Key, StringComparer.Ordinal)
            .First(rows => rows.Count() == pairs.Count && rows.All(row => !row.Figures.Contains("\"value\":null", StringComparison.Ordinal)));
        var series = (await AskAsync($"figureSeries(definitions: [\"{definition}\"], since: \"{first}\", from: \"2025-01-01\", to: \"2025-12-31\", every: QUARTER, groupBy: {by}, group: \"{chosen.Key}\") "
            + $"{{ since points {{ asOf {Figures} }} }}")).GetProperty("figureSeries");
        Assert.Equal(first, series.GetProperty("since").GetString());
        Assert.Equal(
            chosen.Select(row => (row.AsOf, row.Figures)),
            series.GetProperty("points").EnumerateArray().Select(point => (point.GetProperty("asOf").GetString()!, point.GetProperty("figures").GetRawText())));

        var rows = await new FileClient(server).RowsAsync(TestPerson.Policy, $"series.csv?definitions={definition}&since={first}&from=2025-01-01&to=2025-12-31&every=quarter&groupBy={by}&group={chosen.Key}");
        Assert.Equal(
            series.GetProperty("points").EnumerateArray().Select(point => $"{point.GetProperty("asOf").GetString()} {point.GetProperty("figures")[0].GetProperty("value").GetString()} {first}"),
            rows.Select(row => $"{row["as_of"]} {row["value"]} {row["period_from"]}"));
    }

    /// <summary>The first day of a series is called from, and a reader who is told to give it has given it.</summary>
    [Theory]
    [InlineData("definitions: [\"NET_IRR_PERIOD\"]", "PERIOD_REQUIRED", "since")]
    [InlineData("definitions: [\"NET_IRR_PERIOD\"], since: \"2025-06-30\"", "PERIOD_EMPTY", "2025-03-31")]
    [InlineData("definitions: [\"TVPI\"], since: \"2024-12-31\"", "PERIOD_NOT_READ", "since")]
    public async Task What_is_wrong_with_a_period_names_since(string arguments, string code, string named)
    {
        foreach (var language in Languages.All)
        {
            using var response = await server.SendAsync(
                TestPerson.Policy,
                new { query = $"{{ {Series($"{arguments}, from: \"2025-01-01\", to: \"2025-12-31\", every: QUARTER")} }}" },
                change: request => request.Headers.AcceptLanguage.ParseAdd(language));
            var answer = await RunningServer.JsonOf(response);
            Assert.Equal(code, RunningServer.CodeOf(answer));
            var message = answer.GetProperty("errors")[0].GetProperty("message").GetString()!;
            Assert.Contains(named, message, StringComparison.Ordinal);
            Assert.DoesNotContain("(from)", message, StringComparison.Ordinal);
            Assert.DoesNotContain(" from 指明", message, StringComparison.Ordinal);
        }

        Assert.Equal("PERIOD_REQUIRED", (await new FileClient(server).RefusalAsync(TestPerson.Policy, "series.csv?definitions=NET_IRR_PERIOD&from=2025-01-01&to=2025-12-31")).Code);
    }

    /// <summary>Figures of milestones have their series in lists: the error names the list, and the list has a point for each night.</summary>
    [Theory]
    [InlineData("SURVIVAL-1Y", "metricValues", "metricValues", "")]
    [InlineData("GRAD-FINANCING", "startupMetricValues", "startupMetricValues", "startup: { code: { eq: \"DEMO-S-01\" } }")]
    [InlineData("ON-TIME", "metricValues, startupMetricValues", "startupMetricValues", "startup: { code: { eq: \"DEMO-S-01\" } }")]
    public async Task A_series_of_milestones_is_where_the_error_says(string definition, string named, string list, string of)
    {
        foreach (var language in Languages.All)
        {
            using var response = await server.SendAsync(
                TestPerson.Policy,
                new { query = $"{{ {Series($"definitions: [\"{definition}\"], from: \"2025-01-01\", to: \"2025-12-31\"")} }}" },
                change: request => request.Headers.AcceptLanguage.ParseAdd(language));
            var answer = await RunningServer.JsonOf(response);
            Assert.Equal("NOT_OF_FUNDS", RunningServer.CodeOf(answer));
            Assert.Matches($"(Ask|請查詢|请查询) {named}[.。]$", answer.GetProperty("errors")[0].GetProperty("message").GetString());
        }

        var points = (await AskAsync($"{list}(first: 100, orderBy: [AS_OF_ASC], where: {{ metricKey: {{ eq: \"{definition}\" }} {of} }}) {{ nodes {{ asOf }} }}")).GetProperty(list).GetProperty("nodes").EnumerateArray();
        Assert.Superset(Quarters.Select(LocalDatePattern.Iso.Format).ToHashSet(), points.Select(point => point.GetProperty("asOf").GetString()!).ToHashSet());
    }

    [Theory]
    [InlineData("definitions: [\"LV-1\"], from: \"2025-06-30\", to: \"2025-01-01\"", "FROM_AFTER_TO")]
    [InlineData("definitions: [\"LV-1\"], from: \"2025-06-30\", to: \"2199-01-01\"", "AS_OF_IN_FUTURE")]
    [InlineData("definitions: [\"LV-99\"], from: \"2025-01-01\", to: \"2025-12-31\"", "UNKNOWN_DEFINITION")]
    [InlineData("definitions: [\"LV-1\"], from: \"2025-01-01\", to: \"2025-12-31\", groupBy: MANAGER", "GROUP_NOT_NAMED")]
    [InlineData("definitions: [\"LV-1\"], from: \"2025-01-01\", to: \"2025-12-31\", groupBy: VINTAGE, group: \"1899\"", "GROUP_UNKNOWN")]
    [InlineData("definitions: [\"LV-1\"], from: \"2025-01-01\", to: \"2025-12-31\", groupBy: VINTAGE, group: \"20 21\"", "GROUP_UNKNOWN")]
    [InlineData("definitions: [\"LV-1\"], from: \"2025-01-01\", to: \"2025-12-31\", groupBy: SECTOR, group: \"AI\"", "NOT_TOLD_BY")]
    [InlineData("definitions: [\"LV-1\"], from: \"2025-01-01\", to: \"2025-02-28\"", "NOTHING_PUBLISHED")]
    [InlineData("definitions: [\"LV-1\"], from: \"2020-01-01\", to: \"2025-12-31\", knownAt: \"2026-01-06T00:00:00Z\"", "TOO_MANY_POINTS")]
    public async Task What_cannot_be_answered_says_why(string arguments, string code)
    {
        var answer = await server.QueryAsync(TestPerson.Policy, $"{{ {Series(arguments)} }}");
        Assert.Equal(code, RunningServer.CodeOf(answer));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").GetProperty("figureSeries").ValueKind);
    }

    private async Task<List<(string AsOf, string KnownAt)>> PairsAsync() =>
        [.. (await Nights.ColumnAsync("""select business_date || ' ' || to_char(known_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') from metric_run order by 1"""))
            .Select(row => (row.Split(' ')[0], row.Split(' ')[1]))];

    private static string Report(string arguments) => $"leverageReport({arguments}) {{ groups {{ key title {Figures} }} }}";

    private static string Series(string arguments) => $"figureSeries({arguments}) {{ group title points {{ asOf absentWhy run {{ id }} {Figures} }} }}";

    private async Task<JsonElement> AskAsync(string field)
    {
        var answer = await server.QueryAsync(TestPerson.Policy, $"{{ {field} }}");
        Assert.True(RunningServer.CodeOf(answer) is null, answer.GetRawText());
        return answer.GetProperty("data");
    }

    private static List<(string Key, string Title, string Figures)> Groups(JsonElement data) => [.. data.GetProperty("leverageReport").GetProperty("groups").EnumerateArray()
        .Select(group => (group.GetProperty("key").GetString()!, group.GetProperty("title").GetString()!, group.GetProperty("figures").GetRawText()))];

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var superuser = await server.SuperuserAsync(Cancel);
        await using var command = new Npgsql.NpgsqlCommand(sql, superuser);
        command.Parameters.AddRange(values.Select(value => new Npgsql.NpgsqlParameter { Value = value }).ToArray());
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
