using System.Text.Json;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Figures of milestones and verdicts of rules on demand: as a night stores them, for whoever may be told.</summary>
public sealed class IncubationReportTests(TestCluster cluster) : IAsyncLifetime
{
    private static readonly LocalDate AsOf = new(2026, 6, 30);
    private static readonly string StartupA = GlobalId.Of("Startup", SmallWorld.StartupA);

    private DatabaseLogins? logins;
    private ReadEngine? engine;
    private PlantedFacts? facts;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DatabaseLogins Logins => logins ?? throw new InvalidOperationException("xunit has not initialized the test yet.");

    private ReadEngine Engine => engine ??= new ReadEngine(Logins);

    public async ValueTask InitializeAsync()
    {
        logins = await cluster.CloneAsync(Cancel);
        facts = await PlantedFacts.BeginAsync(Logins);
        await TestPeople.AddAsync(Logins.Job, Cancel);
        await facts.RunAsync(SmallWorld.Sql);
        await facts.RunAsync(StartupNightTests.Facts);
    }

    public async ValueTask DisposeAsync()
    {
        engine?.Dispose();
        if (logins is not null)
        {
            await logins.DisposeAsync();
        }
    }

    // The values of StartupNightTests, reckoned there by hand from the planted facts.
    [Fact]
    public async Task One_startups_figures_are_told_to_its_incubator_down_to_the_rows()
    {
        var data = await Engine.DataAsync(
            SmallWorld.IncubatorA,
            """
            query($s: ID!) { incubationReport(asOf: "2026-06-30", startupId: $s, compareTo: "2026-02-28", definitions: ["CONVERSIONS", "ENTRY-AGE", "FIRST-ROUND-DAYS", "GRAD-FINANCING", "ON-TIME", "SLIPPAGE-DAYS"]) {
              asOf groups { key startup { id } figures { key value status metOn numerator denominator currency verified source flags { code } rates { currency }
                earlier { asOf value status difference } target { value } explain { inputs(first: 50) { row contribution contributionBelow } } } } } }
            """,
            Given("s", StartupA));

        var group = Assert.Single(data.GetProperty("incubationReport").GetProperty("groups").EnumerateArray());
        Assert.Equal(StartupA, group.GetProperty("startup").GetProperty("id").GetString());
        var figures = group.GetProperty("figures").EnumerateArray().ToDictionary(figure => figure.GetProperty("key").GetString()!, StringComparer.Ordinal);
        Assert.Equal(
            ["CONVERSIONS 1 OK", "ENTRY-AGE 1 WITHIN_LIMIT", "FIRST-ROUND-DAYS 100 OK", "GRAD-FINANCING 1.2 MET", "ON-TIME 0.5 OK", "SLIPPAGE-DAYS 0.5 OK"],
            figures.OrderBy(of => of.Key, StringComparer.Ordinal).Select(of =>
                $"{of.Key} {Trimmed(of.Value.GetProperty("value"))} {of.Value.GetProperty("status").GetString()}"));
        Assert.All(figures.Values, figure =>
        {
            var inputs = figure.GetProperty("explain").GetProperty("inputs").EnumerateArray().ToList();
            Assert.Equal(figure.GetProperty("numerator").GetString(), $"{inputs.Sum(input => long.Parse(input.GetProperty("contribution").GetString()!, System.Globalization.CultureInfo.InvariantCulture))}");
            Assert.Equal(figure.GetProperty("denominator").GetString(), $"{inputs.Sum(input => long.Parse(input.GetProperty("contributionBelow").GetString()!, System.Globalization.CultureInfo.InvariantCulture))}");
        });
        // On 28 February neither milestone was due: 2026-03-01 and 2026-06-20.
        Assert.Equal("NO_MILESTONE_DUE", figures["ON-TIME"].GetProperty("earlier").GetProperty("status").GetString());
        Assert.Equal("0.0000000000", figures["CONVERSIONS"].GetProperty("earlier").GetProperty("difference").GetString() is { } none && decimal.Parse(none, System.Globalization.CultureInfo.InvariantCulture) == 0 ? "0.0000000000" : "another");
    }

    [Fact]
    public async Task Groups_are_those_a_night_stores_with_the_same_values()
    {
        await facts!.RunAsync("""
            insert into metric_target (incubator_id, metric_key, due_on, value, source)
            select i.id, 'CONVERSION-SHARE', '2026-12-31', 0.75, 'Invented plan' from incubator i where exists (select from incubation s where s.incubator_id = i.id);
            insert into metric_target (group_by, group_key, metric_key, due_on, value, source) values ('TOTAL', 'TOTAL', 'ON-TIME', '2026-12-31', 0.75, 'Invented plan');
            """);
        await facts.RunAsync("insert into metric_target (startup_id, metric_key, due_on, value, source) values ($1, 'CONVERSIONS', '2026-12-31', 2, 'Invented plan')", SmallWorld.StartupA);
        var nights = new Nights(Logins);
        var night = await nights.ByHandAsync(AsOf);
        var knownAt = NodaTime.Text.InstantPattern.ExtendedIso.Format(night.Night.KnownAt);

        var data = await Engine.DataAsync(
            SmallWorld.Policy,
            "query($k: DateTime!) { incubationReport(asOf: \"2026-06-30\", knownAt: $k) { groups { key cohort incubator { id } figures { key value status target { dueOn value gap source } } } } }",
            Given("k", knownAt));

        var alone = await Engine.DataAsync(
            SmallWorld.IncubatorA,
            "query($s: ID!) { incubationReport(asOf: \"2026-06-30\", startupId: $s, definitions: [\"CONVERSIONS\"]) { groups { figures { target { value } } } } }",
            Given("s", StartupA));
        Assert.Contains("\"target\":{\"value\":\"2.0000000000\"}", alone.GetRawText(), StringComparison.Ordinal);

        // Of a whole incubator and not of a year of it; of all together their own.
        Assert.All(data.GetProperty("incubationReport").GetProperty("groups").EnumerateArray(), group => Assert.All(group.GetProperty("figures").EnumerateArray(), figure => Assert.Equal(
            figure.GetProperty("key").GetString() == (Key(group) == "TOTAL" ? "ON-TIME" : "CONVERSION-SHARE") && group.GetProperty("cohort").ValueKind == JsonValueKind.Null,
            figure.GetProperty("target") is { ValueKind: JsonValueKind.Object } target && target.GetProperty("value").GetString() == "0.7500000000")));

        var told = data.GetProperty("incubationReport").GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("figures").EnumerateArray().Select(figure =>
            string.Join('|', Key(group), group.GetProperty("cohort"), figure.GetProperty("key").GetString(), Trimmed(figure.GetProperty("value")), figure.GetProperty("status").GetString()))).Order(StringComparer.Ordinal);
        var stored = await nights.ColumnAsync("""
            select concat_ws('|', coalesce(incubator_id::text, 'TOTAL'), coalesce(cohort_year::text, ''), metric_key, coalesce(trim_scale(value)::text, '-'), status)
            from metric_value where sub_fund_id is null and programme_id is null and group_by is null
            """);
        Assert.Equal(stored.Order(StringComparer.Ordinal), told);
        Assert.True(stored.Count > 20);

        static string Key(JsonElement group) => group.GetProperty("incubator") is { ValueKind: JsonValueKind.Object } incubator
            ? GlobalId.KeyOf(incubator.GetProperty("id").GetString(), "Incubator")!.Value.ToString("D")
            : "TOTAL";
    }

    [Fact]
    public async Task Others_startups_are_not_there_and_stays_are_not_told_to_fund_managers()
    {
        const string Query = "query($s: ID!) { incubationReport(asOf: \"2026-06-30\", startupId: $s, definitions: [\"ENTRY-AGE\", \"GRAD-FINANCING\"]) { groups { figures { key value status absentWhy explain { inputCount } } } } }";
        Assert.Equal("NOT_FOUND", await Engine.CodeAsync(SmallWorld.IncubatorB, Query, Given("s", StartupA)));
        Assert.Equal("NOT_FOUND", await Engine.CodeAsync(SmallWorld.ManagerB, Query, Given("s", StartupA)));
        Assert.Equal("FORBIDDEN", await Engine.CodeAsync(SmallWorld.Admin, Query, Given("s", StartupA)));
        Assert.Equal("NOT_FOUND", await Engine.CodeAsync(SmallWorld.Policy, Query, Given("s", "U3RhcnR1cDpub25l")));
        Assert.Equal("REQUIRED", await Engine.CodeAsync(SmallWorld.ManagerA, """{ incubationReport(asOf: "2026-06-30") { asOf } }"""));
        Assert.Contains("startupId: This is required.", await Engine.AnswerAsync(SmallWorld.ManagerA, """{ incubationReport(asOf: "2026-06-30") { asOf } }"""), StringComparison.Ordinal);
        Assert.Contains(
            "cohort: This must be left empty here.",
            await Engine.AnswerAsync(SmallWorld.ManagerA, """query($s: ID!) { incubationReport(asOf: "2026-06-30", startupId: $s, cohort: 2024) { asOf } }""", Given("s", StartupA)),
            StringComparison.Ordinal);

        var data = await Engine.DataAsync(SmallWorld.ManagerA, Query, Given("s", StartupA));
        var figures = data.GetProperty("incubationReport").GetProperty("groups")[0].GetProperty("figures").EnumerateArray()
            .ToDictionary(figure => figure.GetProperty("key").GetString()!, StringComparer.Ordinal);
        Assert.Equal("NOT_VISIBLE", figures["ENTRY-AGE"].GetProperty("status").GetString());
        Assert.Equal("1.2", Trimmed(figures["GRAD-FINANCING"].GetProperty("value")));
    }

    [Fact]
    public async Task Stored_figures_are_explained_to_those_who_see_all_they_are_made_of()
    {
        await new Nights(Logins).ByHandAsync(AsOf);
        const string Told = "nodes { metricKey numerator explain { inputs(first: 50) { contribution } } }";

        var own = await Engine.DataAsync(SmallWorld.IncubatorA, "{ metricValues(first: 100, where: { value: { isNull: false } }) { " + Told + " } startupMetricValues(first: 100, where: { value: { isNull: false } }) { " + Told + " } }");
        foreach (var list in new[] { "metricValues", "startupMetricValues" })
        {
            var figures = own.GetProperty(list).GetProperty("nodes").EnumerateArray().ToList();
            Assert.NotEmpty(figures);
            Assert.All(figures, figure => Assert.Equal(
                long.Parse(figure.GetProperty("numerator").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
                figure.GetProperty("explain").GetProperty("inputs").EnumerateArray().Sum(input => long.Parse(input.GetProperty("contribution").GetString()!, System.Globalization.CultureInfo.InvariantCulture))));
        }

        // A fund manager sees the figures of a startup its fund holds, and not the stays that some of them stand on.
        var linked = (await Engine.DataAsync(SmallWorld.ManagerA, "{ startupMetricValues(first: 100, where: { value: { isNull: false } }) { " + Told + " } }"))
            .GetProperty("startupMetricValues").GetProperty("nodes").EnumerateArray().ToDictionary(figure => figure.GetProperty("metricKey").GetString()!, StringComparer.Ordinal);
        Assert.Equal(JsonValueKind.Null, linked["ENTRY-AGE"].GetProperty("explain").ValueKind);
        Assert.Equal(JsonValueKind.Object, linked["GRAD-FINANCING"].GetProperty("explain").ValueKind);
    }

    [Theory]
    [InlineData("""{ leverageReport(asOf: "2026-06-30", definitions: ["ON-TIME"]) { asOf } }""", "NOT_OF_FUNDS")]
    [InlineData("""{ incubationReport(asOf: "2026-06-30", definitions: ["LV-1"]) { asOf } }""", "NOT_OF_STARTUPS")]
    [InlineData("""{ incubationReport(asOf: "2026-06-30", definitions: ["LV-99"]) { asOf } }""", "UNKNOWN_DEFINITION")]
    [InlineData("""{ incubationReport(asOf: "2199-06-30") { asOf } }""", "AS_OF_IN_FUTURE")]
    [InlineData("""{ incubationReport(asOf: "2026-06-30", compareTo: "2026-06-30") { asOf } }""", "NOT_EARLIER")]
    [InlineData("""{ incubationReport(asOf: "1970-01-02") { asOf } }""", "NOTHING_RECORDED")]
    [InlineData("""{ ruleReport(subFundId: "U3ViRnVuZDpub25l", asOf: "2026-06-30") { asOf } }""", "NOT_FOUND")]
    public async Task What_cannot_be_told_here_is_refused_and_says_where(string query, string code) =>
        Assert.Equal(code, await Engine.CodeAsync(SmallWorld.Policy, query));

    [Fact]
    public async Task Rules_are_judged_on_demand_as_a_night_judges_them()
    {
        facts!.Adopt("MINE", TestPeople.OrganisationOf(TestPerson.Manager));
        await facts.PlantLeverageRatesAsync();
        await facts.PlantLeverageVectorAsync(manager: "MINE");
        var nights = new Nights(Logins);
        var night = await nights.ByHandAsync(AsOf);
        var vector = Guid.Parse(await nights.OneAsync("select id::text from sub_fund where code = 'T-LEV-1'"));
        foreach (var (fund, manager, other) in new[] { (SmallWorld.FundB, SmallWorld.ManagerB, SmallWorld.ManagerA), (vector, SmallWorld.ManagerA, SmallWorld.ManagerB) })
        {
            var stored = await nights.ColumnAsync($"""
                select concat_ws('|', r.code, v.status, v.reason, v.progress_numerator, v.progress_denominator, v.forecast_on)
                from rule_verdict v join rule r on r.id = v.rule_id where v.sub_fund_id = '{fund}'
                """);
            const string Query = "query($f: ID!, $k: DateTime!) { ruleReport(subFundId: $f, asOf: \"2026-06-30\", knownAt: $k) { subFund { id } verdicts { code rule { id } status reason progressNumerator progressDenominator forecastOn evidence { source rowId } } } }";
            var variables = Given("f", GlobalId.Of("SubFund", fund));
            variables["k"] = NodaTime.Text.InstantPattern.ExtendedIso.Format(night.Night.KnownAt);
            if (stored.Count == 0)
            {
                // Its terms were never told: it is no subject of a night, nor of this.
                Assert.Equal("NOTHING_RECORDED", await Engine.CodeAsync(SmallWorld.Policy, Query, variables));
                continue;
            }

            foreach (var actor in new[] { SmallWorld.Policy, manager })
            {
                var data = await Engine.DataAsync(actor, Query, variables);
                var told = data.GetProperty("ruleReport").GetProperty("verdicts").EnumerateArray().Select(of => string.Join('|', new[] { "code", "status", "reason", "progressNumerator", "progressDenominator", "forecastOn" }
                    .Select(name => of.GetProperty(name).GetString()).Where(text => text is not null)));
                Assert.Equal(stored.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
            }

            Assert.Equal("NOT_FOUND", await Engine.CodeAsync(other, Query, variables));
            Assert.Equal("FORBIDDEN", await Engine.CodeAsync(SmallWorld.IncubatorA, Query, variables));
        }

        Assert.NotEqual("0", await nights.OneAsync("select count(*)::text from rule_verdict"));
    }

    private static string Trimmed(JsonElement value) => value.GetString() is { } text
        ? (decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture) / 1.0000000000000000000000000000m).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : "-";

    private static Dictionary<string, object?> Given(string name, object value) => new(StringComparer.Ordinal) { [name] = value };
}
