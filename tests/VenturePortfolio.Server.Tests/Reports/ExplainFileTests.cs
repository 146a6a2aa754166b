using System.Globalization;
using System.Net;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Figures down to their rows as files. T-LEV-1 of domain.md 3.4: 1,013.461653 M CNY over 200 M of guidance money.</summary>
public sealed class ExplainFileTests(UnmeteredServer server) : IClassFixture<UnmeteredServer>, IAsyncLifetime
{
    private readonly FileClient files = new(server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (await Ask.ValueAsync<long>(server.Logins.Job, "select count(*) from portfolio.sub_fund") > 0)
        {
            return;
        }

        var facts = await PlantedFacts.BeginAsync(server.Logins);
        facts.Adopt("MINE", TestPeople.OrganisationOf(TestPerson.Manager));
        facts.Adopt("THEIRS", TestPeople.OrganisationOf(TestPerson.OtherManager));
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync(manager: "MINE");
        await facts.FundAsync("OTHER-1", "T-LEV", manager: "THEIRS");
        await facts.RunAsync("update sub_fund set name_en = '=cmd|'' /C calc''!A0' where code = 'OTHER-1'");
        await facts.CommitAsync("OTHER-1", "GUIDANCE", 100_00, new LocalDate(2020, 3, 1));
        await facts.PlantStartupsAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Each_row_has_its_line_and_they_sum_to_the_figure()
    {
        var rows = await RowsAsync(TestPerson.Policy, "definition=LV-1&asOf=2024-12-31&subFund=T-LEV-1");

        var commitments = await Ask.ValueAsync<string[]>(server.Logins.Job, """
            select array_agg(c.id::text) from portfolio.commitment c join portfolio.sub_fund f on f.id = c.sub_fund_id where f.code = 'T-LEV-1' and c.effective_on <= '2024-12-31'
            """);
        Assert.Equal([.. commitments.Select(id => GlobalId.Of("Commitment", Guid.Parse(id))).Order(StringComparer.Ordinal)], rows.Select(row => row["row"]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal((101_346_165_273, 20_000_000_000), (Sum(rows, "contribution"), Sum(rows, "contribution_below")));
        Assert.All(rows, row => Assert.Equal(("TOTAL", "5.067308", "CNY"), (row["group_by"], decimal.Parse(row["value"], CultureInfo.InvariantCulture).ToString("F6", CultureInfo.InvariantCulture), row["currency"])));
        Assert.Contains(rows, row => row["original_currency"] == "HKD");
    }

    /// <summary>Every definition that is told of groups of sub-funds or of their deals, in every grouping that tells it.</summary>
    [Fact]
    public async Task Every_definition_sums_in_every_grouping()
    {
        var told = 0;
        foreach (var metric in MetricCatalog.All.Where(metric => QueryErrors.NotOfFunds("definition", metric.Key) is null))
        {
            foreach (var groupBy in Enum.GetValues<LeverageGroupBy>().Where(groupBy => groupBy.Tells(metric)))
            {
                foreach (var rows in (await RowsAsync(TestPerson.Policy, $"definition={metric.Key}&asOf=2024-12-31&groupBy={groupBy.Print()}{(metric.IsOfPeriod ? "&from=2023-12-31" : "")}")).GroupBy(row => row["group"]))
                {
                    told += AssertSums($"{metric.Key} by {groupBy} {rows.Key}", [.. rows]);
                }
            }
        }

        Assert.InRange(told, 60, int.MaxValue);
    }

    [Fact]
    public async Task Figures_of_startups_are_told_by_the_same_door()
    {
        foreach (var key in new[] { "ON-TIME", "SURVIVAL-1Y" })
        {
            var rows = await RowsAsync(TestPerson.Policy, $"definition={key}&asOf=2024-12-31&group=IA/2022");
            Assert.All(rows, row => Assert.Equal(("", "IA/2022", key), (row["group_by"], row["group"], row["definition"])));
            Assert.Equal(1, AssertSums(key, rows));
        }
    }

    [Fact]
    public async Task A_manager_gets_the_own_fund_and_formulas_are_set_off()
    {
        Assert.All(await RowsAsync(TestPerson.Manager, "definition=LV-1&asOf=2024-12-31&groupBy=SUB_FUND"), row => Assert.Equal("T-LEV-1", row["group"]));
        var theirs = Assert.Single(await RowsAsync(TestPerson.OtherManager, "definition=LV-1&asOf=2024-12-31&groupBy=SUB_FUND"));
        Assert.Equal("'=cmd|' /C calc'!A0", theirs["group_title"]);
        Assert.Equal((HttpStatusCode.Forbidden, "FORBIDDEN"), await files.RefusalAsync(TestPerson.Incubator, "explain.csv?definition=LV-1&asOf=2024-12-31"));
        Assert.Equal((HttpStatusCode.Forbidden, "FORBIDDEN"), await files.RefusalAsync(TestPerson.Admin, "explain.csv?definition=ON-TIME&asOf=2024-12-31"));
        Assert.Equal((HttpStatusCode.BadRequest, "REQUIRED"), await files.RefusalAsync(TestPerson.Manager, "explain.csv?definition=ON-TIME&asOf=2024-12-31"));
    }

    [Theory]
    [InlineData("asOf=2024-12-31", "REQUIRED")]
    [InlineData("definition=LV-99&asOf=2024-12-31", "UNKNOWN_DEFINITION")]
    [InlineData("definition=LV-1&asOf=2199-12-31", "AS_OF_IN_FUTURE")]
    [InlineData("definition=LV-1&asOf=June", "DATE_MALFORMED")]
    [InlineData("definition=LV-1&asOf=2024-12-31&groupBy=VINTAGE&group=1999", "GROUP_UNKNOWN")]
    [InlineData("definition=ON-TIME&asOf=2024-12-31&group=%00", "GROUP_UNKNOWN")]
    [InlineData("definition=LV-1&asOf=2024-12-31&groupBy=SECTOR", "NOT_TOLD_BY")]
    [InlineData("definition=LV-1&asOf=2024-12-31&cohort=2024", "NOT_EXPECTED")]
    [InlineData("definition=ON-TIME&asOf=2024-12-31&subFund=T-LEV-1", "NOT_EXPECTED")]
    [InlineData("definition=LV-1&asOf=2024-12-31&compareTo=2023-12-31", "UNKNOWN_PARAMETER")]
    public async Task Bad_questions_are_refused(string parameters, string code) =>
        Assert.Equal((HttpStatusCode.BadRequest, code), await files.RefusalAsync(TestPerson.Policy, $"explain.csv?{parameters}"));

    [Fact]
    public async Task The_terminal_gives_the_same_lines()
    {
        var parsed = ExportCommand.Create().Parse("explain --definition LV-1 --as-of 2024-12-31 --known-at 2026-03-01T00:00:00Z --group-by sub-fund --group T-LEV-1");
        Assert.Empty(parsed.Errors);

        var terminal = FileClient.Split(await ExportExplanation.CsvAsync(parsed, server.Logins, Cancel));

        Assert.Equal(await files.LinesAsync(TestPerson.Policy, "explain.csv?definition=LV-1&asOf=2024-12-31&knownAt=2026-03-01T00:00:00Z&groupBy=SUB_FUND&group=T-LEV-1"), terminal);
        Assert.InRange(terminal.Count, 6, 100);
    }

    /// <summary>1 where there was something to add up. A rate of return has no terms: its rows are flows.</summary>
    private static int AssertSums(string what, List<Dictionary<string, string>> rows)
    {
        if (rows is [{ } only] && only["row"].Length == 0)
        {
            Assert.True(only["absent_why"].Length > 0, $"{what}: {only["status"]}");
            return 0;
        }

        if (rows[0]["value"].Length == 0 || rows[0]["numerator"].Length == 0)
        {
            return 0;
        }

        var (above, below) = (Whole(rows[0]["numerator"]), rows[0]["denominator"].Length == 0 ? (Int128?)null : Whole(rows[0]["denominator"]));
        Assert.True(Sum(rows, "contribution") == above, $"{what}: {Sum(rows, "contribution")} is not {above}");
        Assert.True(below is null || Sum(rows, "contribution_below") == below, $"{what}: {Sum(rows, "contribution_below")} is not {below}");
        return 1;
    }

    private Task<List<Dictionary<string, string>>> RowsAsync(TestPerson person, string parameters) => files.RowsAsync(person, $"explain.csv?{parameters}");

    private static Int128 Sum(IEnumerable<Dictionary<string, string>> rows, string column) => rows.Aggregate((Int128)0, (sum, row) => sum + Whole(row[column]));

    private static Int128 Whole(string cell) => Int128.Parse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
