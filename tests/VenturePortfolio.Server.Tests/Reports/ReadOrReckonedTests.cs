using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// A report of a published pair is read, one of a microsecond later is reckoned from the rows; nothing was recorded between the two, so
/// every byte but "published" must be the same. Over the public facts, the Treasury's supported transactions and the invented programme, one published pair.
/// </summary>
public sealed class ReadOrReckonedTests(TestCluster cluster) : IAsyncLifetime
{
    private static readonly LocalDate AsOf = new(2025, 6, 30);

    private const string Ask = """
        query($asOf: Date!, $knownAt: DateTime!, $by: LeverageGroupBy!, $keys: [String!], $programme: String, $fund: String) {
          leverageReport(asOf: $asOf, knownAt: $knownAt, groupBy: $by, definitions: $keys, programme: $programme, subFund: $fund) {
            asOf groupBy whole mapping navStaleDays
            groups { key title support { transactions publicFunds { amount } newFinancing { amount } jobs }
              figures { key revision title unit source verified value shown numerator { amount currency } denominator { amount currency } count
                currency fxBasis mapping status absentWhy coverage leftOut rounds { covered rounds leftOut { row code text } } navAsOf navStaleDays target { value gap } flags { code text } roots published } } } }
        """;

    /// <summary>Of what stands beside published values nothing: read in one round trip.</summary>
    private static readonly string AskForValues = Ask
        .Replace("support { transactions publicFunds { amount } newFinancing { amount } jobs }", "", StringComparison.Ordinal)
        .Replace("target { value gap }", "", StringComparison.Ordinal);

    private readonly UnmeteredServer server = new(cluster);

    private Instant published;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.InitializeAsync();
        await SeedReference.RunAsync(server.Logins.Job, Cancel);
        await SeedPublic.RunAsync(server.Logins.Job, Cancel);
        await SeedDemo.RunAsync(server.Logins.Job, Cancel);
        var support = await ImportSsbci.RunAsync(
            server.Logins.Job, SharedData.PathOf("ssbci/ssbci_transactions.csv"), new LocalDate(2026, 11, 24), besideOthers: false, Silent.Progress, Cancel);
        Assert.True(support.IsOk);
        await ExecuteAsync("update sub_fund set manager_id = $1 where code in (select code from sub_fund order by code limit 3)", TestPeople.OrganisationOf(TestPerson.Manager));
        var outcome = await new Nights(server.Logins).ByHandAsync(AsOf);
        Assert.Equal((NightState.Published, (string?)null), (outcome.State, outcome.Why));
        published = outcome.Night.KnownAt;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    public static TheoryData<string, TestPerson> Kept => new()
    {
        { "TOTAL", TestPerson.Policy }, { "PROGRAMME", TestPerson.Policy }, { "SUB_FUND", TestPerson.Policy }, { "VINTAGE", TestPerson.Policy },
        { "MANAGER", TestPerson.Policy }, { "JURISDICTION", TestPerson.Policy }, { "SECTOR", TestPerson.Policy }, { "INCUBATOR", TestPerson.Policy },
        { "INVESTOR_CLASS", TestPerson.Policy },
        { "INVESTOR", TestPerson.Policy }, { "SUB_FUND", TestPerson.Manager }, { "INVESTOR", TestPerson.Manager },
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task Read_and_reckoned_are_the_same_byte_for_byte(string by, TestPerson person)
    {
        var groupBy = LeverageGroupByText.Parse(by)!.Value;
        foreach (var ask in new[] { Ask, AskForValues })
        foreach (var keys in new[] { null, MetricCatalog.All.Where(metric => metric.Subject is MetricSubject.SubFund or MetricSubject.SupportProgramme && metric.IsKeptByNights && groupBy.Tells(metric)).Select(metric => metric.Key).ToList() })
        {
            var read = await ReportAsync(person, published, by, keys, ask: ask);
            var reckoned = await ReportAsync(person, published + Duration.FromTicks(10), by, keys, ask: ask);

            Assert.Contains("\"published\":true", read, StringComparison.Ordinal);
            Assert.DoesNotContain("\"published\":true", reckoned, StringComparison.Ordinal);
            Assert.Equal(reckoned, read.Replace("\"published\":true", "\"published\":false", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task So_they_are_within_one_programme_and_of_one_fund()
    {
        await using var reader = await server.Logins.Job.CreateCommand(
            "select p.code, f.code from portfolio.programme p join portfolio.sub_fund f on f.programme_id = p.id join portfolio.sub_fund_term t on t.sub_fund_id = f.id order by 1, 2 limit 1").ExecuteReaderAsync(Cancel);
        Assert.True(await reader.ReadAsync(Cancel));
        var (programme, fund) = (reader.GetString(0), reader.GetString(1));
        foreach (var (by, within, one) in new[] { ("TOTAL", programme, null), ("PROGRAMME", programme, null), ("SUB_FUND", programme, (string?)null), ("SUB_FUND", (string?)null, fund) })
        {
            var read = await ReportAsync(TestPerson.Policy, published, by, null, within, one);
            Assert.Contains("\"published\":true", read, StringComparison.Ordinal);
            Assert.Equal(
                await ReportAsync(TestPerson.Policy, published + Duration.FromTicks(10), by, null, within, one),
                read.Replace("\"published\":true", "\"published\":false", StringComparison.Ordinal));
        }
    }

    /// <summary>Counts of transactions by the Treasury's own types, as its README sums them: see <see cref="ImportSsbciTests"/>.</summary>
    [Theory]
    [InlineData("SSBCI", 21_962)]
    [InlineData("SSBCI-CAP", 13_965)]
    [InlineData("SSBCI-VENTURE-CAPITAL", 1_623)]
    public async Task So_they_are_of_programmes_known_by_transactions_alone(string programme, int transactions)
    {
        foreach (var by in new[] { "TOTAL", "PROGRAMME" })
        {
            var read = await ReportAsync(TestPerson.Policy, published, by, null, programme);
            Assert.Contains("\"published\":true", read, StringComparison.Ordinal);
            Assert.Contains($"\"transactions\":\"{transactions}\"", read, StringComparison.Ordinal);
            Assert.Contains($"\"coverage\":\"{transactions} of {transactions}\"", read, StringComparison.Ordinal);
            Assert.Equal(
                await ReportAsync(TestPerson.Policy, published + Duration.FromTicks(10), by, null, programme),
                read.Replace("\"published\":true", "\"published\":false", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Deals_of_a_night_are_those_of_a_report_by_startup_within_the_fund()
    {
        var compared = 0;
        foreach (var fund in await new Nights(server.Logins).ColumnAsync("select distinct f.code from metric_part v join sub_fund f on f.id = v.sub_fund_id where v.startup_id is not null order by 1"))
        {
            using var report = JsonDocument.Parse(await ReportAsync(TestPerson.Policy, published, "STARTUP", ["MOIC", "GROSS_IRR"], fund: fund));
            var reckoned = report.RootElement.GetProperty("leverageReport").GetProperty("groups").EnumerateArray().SelectMany(group =>
                group.GetProperty("figures").EnumerateArray().Select(figure =>
                    $"{group.GetProperty("key").GetString()} {figure.GetProperty("key").GetString()} {figure.GetProperty("value")} {figure.GetProperty("status").GetString()}"));
            var stored = await new Nights(server.Logins).ColumnAsync($"""
                select concat(s.code, ' ', v.metric_key, ' ', v.value, ' ', v.status)
                from metric_part v join sub_fund f on f.id = v.sub_fund_id join startup s on s.id = v.startup_id where f.code = '{fund}'
                """);
            Assert.Equal(reckoned.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
            compared += stored.Count;
        }

        Assert.True(compared > 10);
    }

    [Fact]
    public async Task What_a_night_stored_less_of_is_reckoned()
    {
        await using (var superuser = await server.SuperuserAsync(Cancel))
        await using (var lose = new NpgsqlCommand(
            "set session_replication_role = replica; delete from portfolio.metric_value where group_by = 'VINTAGE' and metric_key = 'LV-2' and group_key = (select min(group_key) from portfolio.metric_value where group_by = 'VINTAGE')", superuser))
        {
            Assert.Equal(1, await lose.ExecuteNonQueryAsync(Cancel));
        }

        var partly = await ReportAsync(TestPerson.Policy, published, "VINTAGE", null);
        Assert.Equal(
            await ReportAsync(TestPerson.Policy, published + Duration.FromTicks(10), "VINTAGE", null),
            partly.Replace("\"published\":true", "\"published\":false", StringComparison.Ordinal));
    }

    /// <summary>Incubators see their own; all startups together are told to policy staff alone.</summary>
    [Theory]
    [InlineData(TestPerson.Policy)]
    [InlineData(TestPerson.Incubator)]
    public async Task So_are_milestones_of_incubators_and_their_years(TestPerson person)
    {
        await using (var superuser = await server.SuperuserAsync(Cancel))
        await using (var own = new NpgsqlCommand(
            $"update portfolio.incubator set organisation_id = '{TestPeople.OrganisationOf(TestPerson.Incubator)}' where code in (select n.code from portfolio.incubator n where exists (select from portfolio.incubation s where s.incubator_id = n.id) order by code limit 2)", superuser))
        {
            Assert.Equal(2, await own.ExecuteNonQueryAsync(Cancel));
        }

        var incubator = (await new Nights(server.Logins).ColumnAsync("select n.id::text from incubator n where exists (select from incubation s where s.incubator_id = n.id) order by n.code limit 1")).Select(id => GlobalId.Of("Incubator", Guid.Parse(id))).Single();
        var told = 0;
        foreach (var (incubatorId, cohort, definitions) in new (string?, int?, string[]?)[]
                 {
                     (null, null, null), (incubator, null, null), (null, 2024, null), (incubator, 2024, ["ON-TIME", "SURVIVAL-1Y"]), (null, null, ["GRADUATION-RATE", "FIRST-ROUND-DAYS"]),
                 })
        {
            var read = await MilestonesAsync(person, published, incubatorId, cohort, definitions);
            var reckoned = await MilestonesAsync(person, published + Duration.FromTicks(10), incubatorId, cohort, definitions);

            Assert.Contains("\"run\":{\"kind\":\"BY_HAND\"}", read, StringComparison.Ordinal);
            Assert.Equal(reckoned, read.Replace("{\"kind\":\"BY_HAND\"}", "null", StringComparison.Ordinal));
            Assert.Equal(incubatorId is null && cohort is null && person == TestPerson.Policy, read.Contains("\"TOTAL\"", StringComparison.Ordinal));
            told += read.Split("\"key\":\"SURVIVAL-1Y\"").Length - 1;
        }

        Assert.InRange(told, 6, 200);
        Assert.Equal(await FileAsync(published + Duration.FromTicks(10)), await FileAsync(published));

        async Task<IEnumerable<string>> FileAsync(Instant knownAt) =>
            (await new FileClient(server).RowsAsync(person, $"incubation.csv?asOf=2025-06-30&knownAt={InstantPattern.ExtendedIso.Format(knownAt)}"))
            .Select(row => string.Join('|', row.Where(cell => cell.Key != "known_at").Select(cell => $"{cell.Key}={cell.Value}")));
    }

    /// <summary>Rows and rates are not stored beside a figure: whoever asks for them has it reckoned, and gets the same value.</summary>
    [Theory]
    [InlineData("explain { inputCount }")]
    [InlineData("rates { perUsd }")]
    [InlineData("earlier { value }", ", compareTo: \"2024-12-31\"")]
    public async Task What_stands_beside_a_figure_of_milestones_has_it_reckoned(string beside, string arguments = "")
    {
        var reckoned = await RunAsync(beside, arguments);
        var read = await RunAsync("", "");

        Assert.Equal((JsonValueKind.Null, JsonValueKind.Object), (reckoned.GetProperty("run").ValueKind, read.GetProperty("run").ValueKind));
        Assert.Equal(Values(reckoned), Values(read));

        async Task<JsonElement> RunAsync(string fields, string more) => (await server.QueryAsync(
            TestPerson.Policy,
            $"{{ incubationReport(asOf: \"2025-06-30\", knownAt: \"{InstantPattern.ExtendedIso.Format(published)}\"{more}) {{ run {{ id }} groups {{ key figures {{ key value {fields} }} }} }} }}"))
            .GetProperty("data").GetProperty("incubationReport");

        static List<string> Values(JsonElement report) => [.. report.GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("figures").EnumerateArray()
            .Select(figure => $"{group.GetProperty("key")} {figure.GetProperty("key")} {figure.GetProperty("value")}"))];
    }

    [Fact]
    public async Task A_measure_over_time_is_one_query()
    {
        var later = await new Nights(server.Logins).ByHandAsync(AsOf.PlusDays(31));
        Assert.Equal(NightState.Published, later.State);

        var answer = await server.QueryAsync(TestPerson.Policy, """
            { metricValues(first: 50, where: { metricKey: { eq: "LV-1" }, groupBy: { eq: TOTAL } }, orderBy: [AS_OF_ASC]) { nodes { asOf groupKey value covered funds } } }
            """);

        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        Assert.Equal(
            ["2025-06-30 TOTAL", "2025-07-31 TOTAL"],
            answer.GetProperty("data").GetProperty("metricValues").GetProperty("nodes").EnumerateArray()
                .Select(node => $"{node.GetProperty("asOf").GetString()} {node.GetProperty("groupKey").GetString()}"));
    }

    private async Task<string> MilestonesAsync(TestPerson person, Instant knownAt, string? incubatorId, int? cohort, string[]? definitions)
    {
        var answer = await server.QueryAsync(
            person,
            """
            query($knownAt: DateTime!, $incubatorId: ID, $cohort: Int, $definitions: [String!]) {
              incubationReport(asOf: "2025-06-30", knownAt: $knownAt, incubatorId: $incubatorId, cohort: $cohort, definitions: $definitions) { asOf run { kind }
                groups { key title cohort startups incubator { id } startup { id } figures { key revision title unit source verified value shown numerator denominator currency
                  fxBasis fxBasisText status detail metOn absentWhy flags { code text } target { value gap } earlier { value } } } } }
            """,
            new { knownAt = InstantPattern.ExtendedIso.Format(knownAt), incubatorId, cohort, definitions });
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetRawText();
    }

    private async Task<string> ReportAsync(
        TestPerson person, Instant knownAt, string by, IReadOnlyList<string>? keys, string? programme = null, string? fund = null, string ask = Ask)
    {
        var answer = await server.QueryAsync(
            person, ask, new { asOf = "2025-06-30", knownAt = InstantPattern.ExtendedIso.Format(knownAt), by, keys, programme, fund });
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetRawText();
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = server.Logins.Job.CreateCommand(sql);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
