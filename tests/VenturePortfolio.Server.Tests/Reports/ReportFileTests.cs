using System.CommandLine;
using System.Globalization;
using System.Net;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server.Tests;

/// <summary>Restatements and figures of milestones as files. T-LEV-1 of domain.md 3.4, to which 100 M CNY of a private investor were entered ten days late: 0.5 of its 200 M of guidance money.</summary>
public sealed class ReportFileTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private static readonly Instant Before = PlantedFacts.Long + Duration.FromDays(1);
    private static readonly Instant After = PlantedFacts.Long + Duration.FromDays(11);

    private readonly FileClient files = new(server);

    private static string Pair => $"asOf=2024-12-31&knownAt1={InstantPattern.ExtendedIso.Format(Before)}&knownAt2={InstantPattern.ExtendedIso.Format(After)}";

    public async ValueTask InitializeAsync()
    {
        if (await Ask.ValueAsync<long>(server.Logins.Job, "select count(*) from portfolio.sub_fund") > 0)
        {
            return;
        }

        var facts = await PlantedFacts.BeginAsync(server.Logins);
        await facts.PlantLeverageVectorAsync();
        await facts.PlantLeverageRatesAsync();
        await facts.PlantStartupsAsync();
        await facts.CommitAsync("T-LEV-1", "PRIVATE", 10_000_000_000, new(2021, 12, 31), recordedAt: PlantedFacts.Long + Duration.FromDays(10));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_restatement_is_a_line_for_each_cause_and_each_row()
    {
        var lines = await files.LinesAsync(TestPerson.Policy, $"restatement.csv?definition=LV-1&subFund=T-LEV-1&{Pair}");

        Assert.StartsWith("\uFEFFdefinition,revision,as_of,known_at_1,known_at_2,currency,before,", lines[0], StringComparison.Ordinal);
        var cells = lines[1..].ConvertAll(line => line.Split(','));
        // 5.067308 of the vector, and half a unit more.
        Assert.All(cells, line => Assert.Equal(["LV-1", "5.067308", "5.567308", "1 of 1"], [line[0], Six(line[6]), Six(line[9]), line[11]]));
        var cause = Assert.Single(cells, line => line[14].Length > 0);
        Assert.Equal(("LATE_POSTING", 0.5m), (cause[13], decimal.Parse(cause[14], CultureInfo.InvariantCulture)));
        Assert.Contains(cells, line => line[15].Length > 0 && line[16] == "2021-12-31" && line[13] == "LATE_POSTING");
    }

    /// <summary>A file of its header alone told neither what the figure was nor that nothing had moved it. 5.067308: domain.md 3.4, T-LEV-1.</summary>
    [Fact]
    public async Task A_restatement_of_what_did_not_move_is_one_line_without_a_cause()
    {
        var same = Pair.Replace(InstantPattern.ExtendedIso.Format(After), InstantPattern.ExtendedIso.Format(Before + Duration.FromSeconds(1)), StringComparison.Ordinal);
        var lines = await files.LinesAsync(TestPerson.Policy, $"restatement.csv?definition=LV-1&subFund=T-LEV-1&{same}");

        var line = Assert.Single(lines[1..]).Split(',');
        Assert.Equal(lines[0].Split(',').Length, line.Length);
        Assert.Equal(["LV-1", "5.067308", "5.067308"], [line[0], Six(line[6]), Six(line[9])]);
        Assert.All(line[13..], Assert.Empty);
    }

    [Fact]
    public async Task Milestones_are_a_line_for_each_group_and_definition()
    {
        var lines = await files.LinesAsync(TestPerson.Policy, "incubation.csv?asOf=2024-12-31&definitions=SURVIVAL-1Y,ON-TIME&compareTo=2023-12-31");

        Assert.StartsWith("\uFEFFas_of,known_at,group,group_title,cohort,startups,definition,", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("2024-12-31,", StringComparison.Ordinal) && line.Contains(",IA/2022,", StringComparison.Ordinal)
            && line.Contains(",2022,2,SURVIVAL-1Y,", StringComparison.Ordinal) && line.Contains(",2023-12-31,", StringComparison.Ordinal));
        Assert.Equal(3 * 2, lines.Count - 1); // everything, the incubator, its year of admission
    }

    /// <summary>At the terminal the same lines stand as policy staff get; computing them again says the same.</summary>
    [Fact]
    public async Task The_terminal_gives_the_same_files()
    {
        var (first, last) = (InstantPattern.ExtendedIso.Format(Before), InstantPattern.ExtendedIso.Format(After));
        var restated = await AtTheTerminalAsync($"restatement --definition LV-1 --sub-fund T-LEV-1 --as-of 2024-12-31 --known-at-1 {first} --known-at-2 {last}", ExportRestatement.CsvAsync);
        var milestones = await AtTheTerminalAsync(
            $"incubation --as-of 2024-12-31 --known-at {last} --incubator IA --definitions SURVIVAL-1Y,ON-TIME --compare-to 2023-12-31 --language zh-Hant", ExportIncubation.CsvAsync);

        Assert.Equal(await files.LinesAsync(TestPerson.Policy, $"restatement.csv?definition=LV-1&subFund=T-LEV-1&{Pair}"), restated);
        Assert.Equal(2 * 2, milestones.Count - 1); // the incubator, its year of admission
        Assert.All(milestones[1..], line => Assert.StartsWith($"2024-12-31,{last},IA", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--incubator NOBODY", "incubator: ")]
    [InlineData("--cohort last", "cohort: ")]
    [InlineData("--definitions LV-1", "definitions: LV-1 ")]
    public async Task What_is_wrong_is_said_at_the_terminal(string options, string told)
    {
        var refused = await Assert.ThrowsAsync<PlainException>(() => AtTheTerminalAsync($"incubation --as-of 2024-12-31 {options}", ExportIncubation.CsvAsync));

        Assert.StartsWith(told, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TestPerson.Incubator, "restatement.csv", HttpStatusCode.Forbidden, "FORBIDDEN", true)]
    [InlineData(TestPerson.Policy, "restatement.csv?definition=GRADUATION", HttpStatusCode.BadRequest, "REQUIRED", true)]
    [InlineData(TestPerson.Policy, "restatement.csv?definition=LV-1&cohort=2022", HttpStatusCode.BadRequest, "NOT_EXPECTED", true)]
    [InlineData(TestPerson.Policy, "restatement.csv?definition=ON-TIME&cohort=last", HttpStatusCode.BadRequest, "NUMBER_MALFORMED", true)]
    [InlineData(TestPerson.Admin, "incubation.csv?asOf=2024-12-31", HttpStatusCode.Forbidden, "FORBIDDEN", false)]
    [InlineData(TestPerson.Manager, "incubation.csv?asOf=2024-12-31", HttpStatusCode.BadRequest, "REQUIRED", false)]
    [InlineData(TestPerson.Policy, "incubation.csv", HttpStatusCode.BadRequest, "REQUIRED", false)]
    [InlineData(TestPerson.Policy, "incubation.csv?asOf=June", HttpStatusCode.BadRequest, "DATE_MALFORMED", false)]
    [InlineData(TestPerson.Policy, "incubation.csv?asOf=2024-12-31&cohort=last", HttpStatusCode.BadRequest, "NUMBER_MALFORMED", false)]
    [InlineData(TestPerson.Policy, "incubation.csv?asOf=2024-12-31&as_of=2024-12-31", HttpStatusCode.BadRequest, "UNKNOWN_PARAMETER", false)]
    [InlineData(TestPerson.Policy, "incubation.csv?asOf=2024-12-31&incubatorId=';drop table incubator", HttpStatusCode.BadRequest, "NOT_FOUND", false)]
    [InlineData(TestPerson.Policy, "restatement.csv?definition=LV-1", HttpStatusCode.BadRequest, "REQUIRED", false)]
    [InlineData(TestPerson.Policy, "restatement.csv?definition=LV-1&asOf=2024-12-31&knownAt1=then&knownAt2=now", HttpStatusCode.BadRequest, "INSTANT_MALFORMED", false)]
    [InlineData(TestPerson.Policy, "restatement.csv?definition=LV-99", HttpStatusCode.BadRequest, "UNKNOWN_DEFINITION", true)]
    public async Task What_is_wrong_is_said(TestPerson person, string address, HttpStatusCode status, string code, bool withPair)
    {
        var pair = !withPair ? "" : address.Contains('?', StringComparison.Ordinal) ? $"&{Pair}" : $"?definition=LV-1&{Pair}";

        Assert.Equal((status, code), await files.RefusalAsync(person, address + pair));
    }

    private async Task<List<string>> AtTheTerminalAsync(string line, Func<ParseResult, DatabaseLogins, CancellationToken, Task<byte[]>> write)
    {
        var parsed = ExportCommand.Create().Parse(line);
        Assert.Empty(parsed.Errors);
        return FileClient.Split(await write(parsed, server.Logins, TestContext.Current.CancellationToken));
    }

    private static string Six(string cell) => Math.Round(decimal.Parse(cell, CultureInfo.InvariantCulture), 6).ToString("F6", CultureInfo.InvariantCulture);
}
