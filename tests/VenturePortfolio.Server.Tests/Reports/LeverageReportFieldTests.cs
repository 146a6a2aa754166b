using System.Text.Json;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary><c>leverageReport</c> through GraphQL over HTTP.</summary>
public sealed class LeverageReportFieldTests(UnmeteredServer server) : IClassFixture<UnmeteredServer>, IAsyncLifetime
{
    private const string Query =
        """
        query Pull($asOf: Date!, $knownAt: DateTime, $fxBasis: FxBasisChoice, $definitions: [String!]) {
          leverageReport(asOf: $asOf, knownAt: $knownAt, definitions: $definitions, groupBy: SUB_FUND, fxBasis: $fxBasis) {
            asOf knownAt groupBy computedAt whole mapping navStaleDays run { id kind publishedAt }
            groups {
              key title support { transactions newFinancing { amount currency } }
              figures {
                key revision title unit value shown count currency fxBasis status absentWhy coverage leftOut navAsOf published
                numerator { amount currency } denominator { amount currency }
              }
            }
          }
        }
        """;

    public async ValueTask InitializeAsync()
    {
        if (await Ask.ValueAsync<long>(server.Logins.Job, "select count(*) from portfolio.sub_fund") > 0)
        {
            return;
        }

        var facts = await PlantedFacts.BeginAsync(server.Logins);
        facts.Adopt("MINE", TestPeople.OrganisationOf(TestPerson.Manager));
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync(manager: "MINE");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // domain.md 3.4, T-LEV-1, to the printed digits.
    [Theory]
    [InlineData(TestPerson.Policy, "OWN", "5.067308", "commitment-date", "1013461652.73")]
    [InlineData(TestPerson.Policy, "COMMITMENT_DATE", "5.067308", "commitment-date", "1013461652.73")]
    [InlineData(TestPerson.Policy, "TRANSACTION_DATE", "5.067308", "transaction-date", "1013461652.73")] // of a commitment its close
    [InlineData(TestPerson.Policy, "AS_OF", "5.235911", "as-of", "1047182185.40")]
    [InlineData(TestPerson.Manager, null, "5.067308", "commitment-date", "1013461652.73")]
    public async Task The_vector_holds_and_every_figure_says_what_it_is(
        TestPerson person, string? fxBasis, string value, string basis, string numerator)
    {
        var answer = await server.QueryAsync(person, Query, new { asOf = "2024-12-31", fxBasis, definitions = new[] { "LV-1" } });
        Assert.Null(RunningServer.CodeOf(answer));
        var report = answer.GetProperty("data").GetProperty("leverageReport");
        Assert.Equal("2024-12-31", report.GetProperty("asOf").GetString());
        Assert.Equal(person == TestPerson.Policy, report.GetProperty("whole").GetBoolean());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("run").ValueKind);
        var group = Assert.Single(report.GetProperty("groups").EnumerateArray());
        Assert.Equal("T-LEV-1", group.GetProperty("key").GetString());
        var figure = Assert.Single(group.GetProperty("figures").EnumerateArray());
        Assert.StartsWith(value, Math.Round(decimal.Parse(figure.GetProperty("value").GetString()!, System.Globalization.CultureInfo.InvariantCulture), 6).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(basis, figure.GetProperty("fxBasis").GetString());
        Assert.Equal(numerator, figure.GetProperty("numerator").GetProperty("amount").GetString());
        Assert.Equal("CNY", figure.GetProperty("numerator").GetProperty("currency").GetString());
        Assert.Equal("1 of 1", figure.GetProperty("coverage").GetString());
        Assert.Equal("OK", figure.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(TestPerson.Incubator, "2024-12-31", "LV-1", "FORBIDDEN")]
    [InlineData(TestPerson.Admin, "2024-12-31", "LV-1", "FORBIDDEN")]
    [InlineData(TestPerson.Policy, "2199-12-31", "LV-1", "AS_OF_IN_FUTURE")]
    [InlineData(TestPerson.Policy, "2024-12-31", "LV-99", "UNKNOWN_DEFINITION")]
    [InlineData(TestPerson.OtherManager, "2024-12-31", "LV-1", "NOTHING_RECORDED")]
    public async Task What_may_not_or_cannot_be_answered_is_null_with_a_code_beside_it(
        TestPerson person, string asOf, string definition, string code)
    {
        var answer = await server.QueryAsync(person, Query, new { asOf, definitions = new[] { definition } });
        Assert.Equal(code, RunningServer.CodeOf(answer));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").GetProperty("leverageReport").ValueKind);
    }

    [Fact]
    public async Task A_known_at_that_is_not_closed_is_refused()
    {
        var later = (SystemClock.Instance.GetCurrentInstant() + Duration.FromHours(1)).ToString();
        var answer = await server.QueryAsync(TestPerson.Policy, Query, new { asOf = "2024-12-31", knownAt = later });
        Assert.Equal("KNOWN_AT_NOT_CLOSED", RunningServer.CodeOf(answer));
    }

    [Fact]
    public async Task A_period_is_asked_for_by_its_first_day()
    {
        var answer = await server.QueryAsync(
            TestPerson.Policy,
            """{ leverageReport(asOf: "2024-12-31", from: "2023-12-31", groupBy: SUB_FUND) { asOf from groups { figures { key status absentWhy } } } metricDefinitions(keys: ["NET_IRR", "NET_IRR_PERIOD"]) { kept } }""");

        Assert.Null(RunningServer.CodeOf(answer));
        var report = answer.GetProperty("data").GetProperty("leverageReport");
        Assert.Equal("2023-12-31", report.GetProperty("from").GetString());
        var keys = report.GetProperty("groups")[0].GetProperty("figures").EnumerateArray().Select(figure => figure.GetProperty("key").GetString()).ToList();
        Assert.Equal(["NET_IRR_PERIOD", "NET_RETURN_PERIOD", "GROSS_IRR_PERIOD", "GROSS_RETURN_PERIOD"], keys.Where(key => key!.EndsWith("_PERIOD", StringComparison.Ordinal)));
        Assert.Contains("LV-1", keys);
        Assert.Equal([true, false], answer.GetProperty("data").GetProperty("metricDefinitions").EnumerateArray().Select(of => of.GetProperty("kept").GetBoolean()));
    }

    [Fact]
    public async Task A_figure_is_explained_down_to_rows_that_can_be_opened()
    {
        var answer = await server.QueryAsync(
            TestPerson.Policy,
            """
            { leverageReport(asOf: "2024-12-31", definitions: ["LV-1", "LV-4-OECD"], groupBy: SUB_FUND, compareTo: "2022-06-30", inputsFirst: 2) { groups { figures {
                value earlier { asOf value difference } otherReadings { mapping value status absentWhy }
                explain { inputCount steps { part numerator { amount } denominator { amount } } inputs { row part effectiveOn recordedAt original { amount currency } numerator { amount } } } } } } }
            """);

        Assert.Null(RunningServer.CodeOf(answer));
        var figures = answer.GetProperty("data").GetProperty("leverageReport").GetProperty("groups")[0].GetProperty("figures");
        // domain.md 3.4: LV-1 was 4.530018 (4.53001795…) before the second close.
        Assert.StartsWith("4.53001795", figures[0].GetProperty("earlier").GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, figures[0].GetProperty("otherReadings").GetArrayLength());
        var readings = figures[1].GetProperty("otherReadings").EnumerateArray().ToList();
        Assert.NotEmpty(readings);
        Assert.All(readings, reading => Assert.NotEqual(reading.GetProperty("value").ValueKind, reading.GetProperty("absentWhy").ValueKind)); // One of the two is told.
        var inputs = figures[0].GetProperty("explain").GetProperty("inputs");
        Assert.Equal(2, inputs.GetArrayLength());
        var row = await server.QueryAsync(TestPerson.Policy, "query($id: ID!) { node(id: $id) { __typename ... on Commitment { amount { amount } } } }", new { id = inputs[0].GetProperty("row").GetString() });
        Assert.Equal(
            inputs[0].GetProperty("original").GetProperty("amount").GetString(),
            row.GetProperty("data").GetProperty("node").GetProperty("amount").GetProperty("amount").GetString());
    }

    // The rates of domain.md 3.4 are monthly averages; a figure converted with them must say so, with each of them.
    [Fact]
    public async Task A_figure_tells_its_warnings_in_the_readers_language_and_its_rates()
    {
        var answer = await server.QueryAsync(
            TestPerson.Policy,
            """{ leverageReport(asOf: "2024-12-31", definitions: ["LV-1"], groupBy: SUB_FUND) { groups { figures { flags { code text } roots rates { currency perUsd effectiveOn recordedAt series source } } } } }""");

        Assert.Null(RunningServer.CodeOf(answer));
        var figure = answer.GetProperty("data").GetProperty("leverageReport").GetProperty("groups")[0].GetProperty("figures")[0];
        var flags = figure.GetProperty("flags").EnumerateArray().ToList();
        Assert.Equal(["FX_MONTHLY_AVERAGE", "INVENTED_ONLY"], flags.Select(flag => flag.GetProperty("code").GetString()));
        Assert.All(flags, flag => Assert.NotEmpty(flag.GetProperty("text").GetString()!));
        Assert.Equal(0, figure.GetProperty("roots").GetArrayLength());
        var rates = figure.GetProperty("rates").EnumerateArray().ToList();
        Assert.NotEmpty(rates);
        Assert.All(rates, rate => Assert.Equal("MONTHLY_AVERAGE", rate.GetProperty("series").GetString()));
    }

    [Fact]
    public async Task A_figure_stands_beside_its_target()
    {
        var funds = await server.QueryAsync(TestPerson.Policy, """{ subFunds(first: 1, where: { code: { eq: "T-LEV-1" } }) { nodes { id } } }""");
        var fund = funds.GetProperty("data").GetProperty("subFunds").GetProperty("nodes")[0].GetProperty("id").GetString();
        // The plans of days that are past are loaded, not set.
        var facts = new PlantedFacts(server.Logins);
        await facts.RunAsync("insert into metric_target (sub_fund_id, metric_key, due_on, value, source, recorded_at) select id, 'LV-1', '2023-12-31', 3, 'Invented plan', clock_timestamp() from sub_fund where code = 'T-LEV-1'");
        foreach (var (dueOn, value) in new[] { ("2029-12-31", "7"), ("2029-12-31", "6"), ("2030-12-31", "9") })
        {
            await SetAsync(new { subFundId = fund, metricKey = "LV-1", dueOn, value, source = "Invented plan", idempotencyKey = Guid.NewGuid().ToString() });
        }

        // 5.067308 is domain.md's; of the targets the one due next counts, as told last: 6.
        await Eventually.HoldsAsync(async () => await TargetAsync("2024-12-31") is ("2029-12-31", "6.0000000000", { } gap) && gap.StartsWith("-0.93269", StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        Assert.Equal("2023-12-31", (await TargetAsync("2023-12-31")).DueOn);
    }

    /// <summary>Of everything, of a year, of a manager; not where the group is a part of that, or a reader's own funds alone.</summary>
    [Fact]
    public async Task A_group_stands_beside_its_target_where_it_is_the_whole_of_it()
    {
        var key = await Ask.ValueAsync<string>(server.Logins.Job, "select vintage || ' ' || coalesce(manager_id::text, '') from portfolio.sub_fund where code = 'T-LEV-1'");
        var (vintage, manager) = (key.Split(' ')[0], key.Split(' ')[1]);
        foreach (var (groupBy, groupKey, value) in new[] { ("TOTAL", null, "4"), ("VINTAGE", vintage, "5"), ("MANAGER", manager, "6") })
        {
            await SetAsync(new { groupBy, groupKey, metricKey = "LV-1", dueOn = "2030-12-31", value, source = "Invented plan", idempotencyKey = Guid.NewGuid().ToString() });
        }

        await Eventually.HoldsAsync(async () => await OfGroupsAsync(TestPerson.Policy, "groupBy: MANAGER") is { } told && told.Contains($"{manager} 6", StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        Assert.Contains("TOTAL 4", await OfGroupsAsync(TestPerson.Policy, "groupBy: TOTAL"), StringComparison.Ordinal);
        Assert.Contains($"{vintage} 5", await OfGroupsAsync(TestPerson.Policy, "groupBy: VINTAGE"), StringComparison.Ordinal);
        Assert.Contains($"{manager} 6", await OfGroupsAsync(TestPerson.Manager, "groupBy: MANAGER"), StringComparison.Ordinal);
        foreach (var part in new[] { "groupBy: VINTAGE, programme: \"T-LEV\"", "groupBy: MANAGER, programme: \"T-LEV\"", "groupBy: VINTAGE, subFund: \"T-LEV-1\"" })
        {
            Assert.DoesNotContain(".0", await OfGroupsAsync(TestPerson.Policy, part), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(".0", await OfGroupsAsync(TestPerson.Manager, "groupBy: TOTAL"), StringComparison.Ordinal);
        Assert.DoesNotContain(".0", await OfGroupsAsync(TestPerson.Manager, "groupBy: VINTAGE"), StringComparison.Ordinal);
    }

    private async Task<string> OfGroupsAsync(TestPerson person, string arguments)
    {
        var answer = await server.QueryAsync(
            person, $"{{ leverageReport(asOf: \"2024-12-31\", definitions: [\"LV-1\"], {arguments}) {{ groups {{ key figures {{ target {{ value }} }} }} }} }}");
        return string.Join("; ", answer.GetProperty("data").GetProperty("leverageReport").GetProperty("groups").EnumerateArray().Select(group =>
            $"{group.GetProperty("key").GetString()} {(group.GetProperty("figures")[0].GetProperty("target") is { ValueKind: JsonValueKind.Object } target ? target.GetProperty("value").GetString() : "none")}"));
    }

    private async Task SetAsync(object input)
    {
        var set = await server.QueryAsync(TestPerson.Policy, "mutation($input: SetMetricTargetInput!) { setMetricTarget(input: $input) { userErrors { code message } } }", new { input });
        Assert.Equal("[]", set.GetProperty("data").GetProperty("setMetricTarget").GetProperty("userErrors").GetRawText());
    }

    private async Task<(string? DueOn, string? Value, string? Gap)> TargetAsync(string asOf)
    {
        var answer = await server.QueryAsync(
            TestPerson.Manager,
            "query($a: Date!) { leverageReport(asOf: $a, definitions: [\"LV-1\"], groupBy: SUB_FUND) { groups { figures { target { dueOn value gap source } } } } }",
            new { a = asOf });
        var target = answer.GetProperty("data").GetProperty("leverageReport").GetProperty("groups")[0].GetProperty("figures")[0].GetProperty("target");
        return target.ValueKind == JsonValueKind.Null ? default : (target.GetProperty("dueOn").GetString(), target.GetProperty("value").GetString(), target.GetProperty("gap").GetString());
    }

    [Theory]
    [InlineData("LV-99", "2024-12-31", "2026-01-06T00:00:00Z", "2026-02-01T00:00:00Z", "UNKNOWN_DEFINITION")]
    [InlineData("LV-1", "2999-12-31", "2026-01-06T00:00:00Z", "2026-02-01T00:00:00Z", "AS_OF_IN_FUTURE")]
    [InlineData("LV-1", "2024-12-31", "2026-02-01T00:00:00Z", "2026-01-06T00:00:00Z", "INSTANTS_REVERSED")]
    [InlineData("LV-1", "2024-12-31", "2026-01-06T00:00:00Z", "2999-01-01T00:00:00Z", "KNOWN_AT_NOT_CLOSED")]
    [InlineData("LV-1", "2024-12-31", "1999-01-06T00:00:00Z", "2026-02-01T00:00:00Z", "NOTHING_RECORDED")]
    [InlineData("LV-1", "1970-01-02", "2026-01-06T00:00:00Z", "2026-02-01T00:00:00Z", "NOTHING_RECORDED")]
    public async Task A_restatement_of_what_cannot_be_is_refused_with_its_reason(string definition, string asOf, string first, string second, string code) =>
        Assert.Equal(code, RunningServer.CodeOf(await RestatementAsync(TestPerson.Policy, definition, asOf, first, second)));

    [Theory]
    [InlineData(TestPerson.Incubator)]
    [InlineData(TestPerson.Admin)]
    public async Task A_restatement_is_for_policy_staff_and_fund_managers(TestPerson person) => Assert.Equal(
        "FORBIDDEN", RunningServer.CodeOf(await RestatementAsync(person, "LV-1", "2024-12-31", "2026-01-06T00:00:00Z", "2026-02-01T00:00:00Z")));

    private Task<JsonElement> RestatementAsync(TestPerson person, string definition, string asOf, string first, string second) => server.QueryAsync(
        person,
        "query($d: String!, $a: Date!, $k1: DateTime!, $k2: DateTime!) { restatement(definition: $d, asOf: $a, knownAt1: $k1, knownAt2: $k2) { before after } }",
        new { d = definition, a = asOf, k1 = first, k2 = second });
}
