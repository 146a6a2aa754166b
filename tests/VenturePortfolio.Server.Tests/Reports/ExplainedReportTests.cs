using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Figures down to the rows, by every grouping, beside themselves at another day and under other readings; over the invented programme.</summary>
public sealed class ExplainedReportTests(ExplainedReportTests.Demo demo) : IClassFixture<ExplainedReportTests.Demo>
{
    private static readonly LocalDate AsOf = new(2025, 6, 30);

    private static LeverageQuery Query(LeverageGroupBy groupBy) => new() { AsOf = AsOf, GroupBy = groupBy, Currency = "CNY", InputsFirst = PullLeverageReport.MostInputs, Explains = true };

    /// <summary>Own, and each of domain.md 3.3 by choice.</summary>
    public static TheoryData<LeverageGroupBy, FxBasis?> GroupingsAndBases =>
    [
        .. Enum.GetValues<LeverageGroupBy>().Select(groupBy => (groupBy, (FxBasis?)null)), (LeverageGroupBy.Total, FxBasis.TransactionDate),
        (LeverageGroupBy.SubFund, FxBasis.CommitmentDate), (LeverageGroupBy.Total, FxBasis.CommitmentDate), (LeverageGroupBy.Total, FxBasis.AsOf),
    ];

    [Theory]
    [MemberData(nameof(GroupingsAndBases))]
    public async Task Inputs_and_steps_sum_to_every_figure_exactly(LeverageGroupBy groupBy, FxBasis? basis)
    {
        var report = await demo.Reports.PullAsync(Query(groupBy) with { FxBasis = basis });

        var explained = new HashSet<string>(StringComparer.Ordinal);
        foreach (var figure in report.Groups.SelectMany(group => group.Figures).Where(figure => figure.Value is not null))
        {
            var exact = figure.Context!.Figure.Measure;
            var explanation = figure.Context!.Explain()!;
            var inputs = InputsOf(figure);
            explained.Add(figure.Key);
            // Of a rate of return, which has no terms, the steps are its flows.
            Assert.Equal(exact.Numerator ?? Sum(explanation.Steps.Select(step => step.NumeratorMinor)), Sum(inputs.Select(row => row.NumeratorMinor)));
            Assert.Equal(exact.Denominator ?? Sum(explanation.Steps.Select(step => step.DenominatorMinor)), Sum(inputs.Select(row => row.DenominatorMinor)));
            Assert.Equal(Sum(inputs.Select(row => row.NumeratorMinor)), Sum(explanation.Steps.Select(step => step.NumeratorMinor)));
            Assert.Equal(Sum(inputs.Select(row => row.DenominatorMinor)), Sum(explanation.Steps.Select(step => step.DenominatorMinor)));
        }

        if (groupBy is LeverageGroupBy.Total or LeverageGroupBy.Programme or LeverageGroupBy.SubFund)
        {
            Assert.Contains("LV-6-PARITY", explained);
        }

        Assert.NotEmpty(explained);
    }

    [Fact]
    public async Task A_figure_its_terms_its_definition_and_its_rows_come_in_one_query()
    {
        using var engine = new ReadEngine(demo.Logins);
        var figure = (await engine.DataAsync(Reports.As(TestPerson.Policy), """
            { leverageReport(asOf: "2025-06-30", groupBy: TOTAL, definitions: ["LV-1"], currency: "CNY") { groups { figures {
                value numerator { amount currency } denominator { amount currency } definition { key revision title source verified }
                explain { steps { part } inputs(first: 2, after: 1) { row effectiveOn recordedAt contribution } inputCount } } } } }
            """)).GetProperty("leverageReport").GetProperty("groups")[0].GetProperty("figures")[0];
        Assert.Equal("LV-1", figure.GetProperty("definition").GetProperty("key").GetString());
        Assert.Equal(2, figure.GetProperty("explain").GetProperty("inputs").GetArrayLength());
        Assert.Equal("CNY", figure.GetProperty("numerator").GetProperty("currency").GetString());

        var ofStartups = (await engine.DataAsync(Reports.As(TestPerson.Policy), """
            { incubationReport(asOf: "2025-06-30", definitions: ["ON-TIME"]) { groups { figures { key definition { key subject } } } } }
            """)).GetProperty("incubationReport").GetProperty("groups")[0].GetProperty("figures")[0];
        Assert.Equal("ON-TIME", ofStartups.GetProperty("definition").GetProperty("key").GetString());
    }

    [Theory]
    [InlineData(LeverageGroupBy.SubFund, "LV-1")]
    [InlineData(LeverageGroupBy.Vintage, "LV-1")]
    [InlineData(LeverageGroupBy.Manager, "LV-1")]
    [InlineData(LeverageGroupBy.Jurisdiction, "LV-1")]
    [InlineData(LeverageGroupBy.SubFund, "LV-8")]
    [InlineData(LeverageGroupBy.Vintage, "LV-8")]
    [InlineData(LeverageGroupBy.Manager, "LV-8")]
    [InlineData(LeverageGroupBy.Jurisdiction, "LV-8")]
    [InlineData(LeverageGroupBy.Sector, "LV-8")]
    [InlineData(LeverageGroupBy.Incubator, "LV-8")]
    [InlineData(LeverageGroupBy.Startup, "LV-8")]
    [InlineData(LeverageGroupBy.SubFund, "LV-9")]
    [InlineData(LeverageGroupBy.Vintage, "LV-9")]
    [InlineData(LeverageGroupBy.Manager, "LV-9")]
    [InlineData(LeverageGroupBy.Jurisdiction, "LV-9")]
    [InlineData(LeverageGroupBy.Sector, "LV-9")]
    [InlineData(LeverageGroupBy.Incubator, "LV-9")]
    [InlineData(LeverageGroupBy.Startup, "LV-9")]
    [InlineData(LeverageGroupBy.Sector, "LV-10")]
    [InlineData(LeverageGroupBy.Incubator, "LV-10")]
    [InlineData(LeverageGroupBy.Startup, "LV-10")]
    [InlineData(LeverageGroupBy.Startup, "MOIC")]
    [InlineData(LeverageGroupBy.Deal, "LV-8")]
    [InlineData(LeverageGroupBy.Deal, "LV-9")]
    [InlineData(LeverageGroupBy.Deal, "MOIC")]
    [InlineData(LeverageGroupBy.InvestorClass, "PIC")]
    [InlineData(LeverageGroupBy.InvestorClass, "DPI")]
    [InlineData(LeverageGroupBy.Investor, "PIC")]
    public async Task Parts_sum_to_the_whole(LeverageGroupBy groupBy, string key)
    {
        var whole = Reports.Of(await demo.Reports.PullAsync(Query(LeverageGroupBy.Total) with { Definitions = [key] }), "TOTAL", key);

        var report = await demo.Reports.PullAsync(Query(groupBy) with { Definitions = [key] });

        var parts = report.Groups.SelectMany(group => group.Figures).ToList();
        // Whole sub-funds whose contributors are not told are in neither; a missing rate would leave out a fund here and some deals there.
        Assert.DoesNotContain(parts.Append(whole), part => part.LeftOut.Any(left => left.Contains("FX_MISSING", StringComparison.Ordinal)) || part.Status == "FX_MISSING");
        Assert.Equal(whole.NumeratorMinor, Sum(parts.Select(part => part.NumeratorMinor ?? 0)));
        Assert.Equal(whole.DenominatorMinor, Sum(parts.Select(part => part.DenominatorMinor ?? 0)));
        Assert.True(report.Groups.Count > 1);
    }

    [Theory]
    [InlineData("LV-8")]
    [InlineData("LV-9")]
    [InlineData("LV-10")]
    public async Task Whoever_manages_a_fund_reads_of_its_shared_rounds_what_policy_staff_read(string key)
    {
        Assert.True(await Ask.ValueAsync<long>(demo.Logins.Job, $"""
            select count(*) from portfolio.investment a join portfolio.investment b on b.financing_round_id = a.financing_round_id and b.sub_fund_id <> a.sub_fund_id
            join portfolio.sub_fund f on f.id = a.sub_fund_id where f.code = '{Demo.Managed}' and a.effective_on <= '2025-06-30'
            """) > 0);

        var own = Reports.Of(await demo.Reports.PullAsync(Query(LeverageGroupBy.SubFund) with { Definitions = [key] }, TestPerson.Manager), Demo.Managed, key);
        var all = Reports.Of(await demo.Reports.PullAsync(Query(LeverageGroupBy.SubFund) with { Definitions = [key] }), Demo.Managed, key);
        var alone = Reports.Of(await demo.Reports.PullAsync(Query(LeverageGroupBy.SubFund) with { Definitions = [key], SubFund = Demo.Managed }), Demo.Managed, key);

        Assert.NotNull(all.Value);
        Assert.Equal((all.Value, all.NumeratorMinor, all.DenominatorMinor), (own.Value, own.NumeratorMinor, own.DenominatorMinor));
        Assert.Equal((all.Value, all.NumeratorMinor, all.DenominatorMinor), (alone.Value, alone.NumeratorMinor, alone.DenominatorMinor));
    }

    [Theory]
    [InlineData("LV-1")]
    [InlineData("LV-4-OECD")]
    [InlineData("LV-6")]
    public async Task Classes_of_investors_divide_the_numerator_of_leverage_among_them(string key)
    {
        var whole = Reports.Of(await demo.Reports.PullAsync(Query(LeverageGroupBy.Total) with { Definitions = [key] }), "TOTAL", key);

        var report = await demo.Reports.PullAsync(Query(LeverageGroupBy.InvestorClass) with { Definitions = [key] });

        var parts = report.Groups.Select(group => group.Figures[0]).ToList();
        Assert.Equal(whole.NumeratorMinor, Sum(parts.Select(part => part.NumeratorMinor ?? 0)));
        Assert.All(parts, part => Assert.Equal(whole.DenominatorMinor, part.DenominatorMinor));
        Assert.Contains(report.Groups, group => group is { Key: "HK_PUBLIC", Title: "Hong Kong public body" });
        Assert.Equal("NOT_TOLD_BY", await demo.Reports.RefusalAsync(Query(LeverageGroupBy.InvestorClass) with { Definitions = ["LV-8"] }));
    }

    [Fact]
    public async Task Money_that_follows_moves_LV_10_and_leaves_LV_8_where_it_was()
    {
        // Its investment period ended in 2022: later rounds come in, new deals do not. domain.md 3.4, the lesson of the ITVF's two press releases.
        var query = new LeverageQuery { AsOf = new(2023, 1, 31), GroupBy = LeverageGroupBy.SubFund, SubFund = Demo.Managed, Definitions = ["LV-8", "LV-10"] };
        var (before, after) = (await demo.Reports.PullAsync(query), await demo.Reports.PullAsync(query with { AsOf = AsOf }));

        Assert.Equal(Reports.Of(before, Demo.Managed, "LV-8").Value, Reports.Of(after, Demo.Managed, "LV-8").Value);
        Assert.True(Reports.Of(after, Demo.Managed, "LV-10").Value > Reports.Of(before, Demo.Managed, "LV-10").Value + 1);
        Assert.Equal(["LATER_ROUND"], Reports.Of(after, Demo.Managed, "LV-10").Context!.Explain()!.Steps.Where(step => step.NumeratorMinor != 0).Select(step => step.Key));
        // Announced, drawn and deployed stand together in every report (counting rule 7).
        var shown = (await demo.Reports.PullAsync(query with { Definitions = null })).Groups[0].Figures.Select(figure => figure.Key).ToList();
        Assert.All(["LV-1", "LV-6", "LV-7"], key => Assert.Contains(key, shown));
    }

    // Sister funds' stakes were others' money to each fund and the programme: decision 93.
    [Fact]
    public async Task No_money_of_any_of_our_funds_is_others_money_that_followed()
    {
        // In SQL, of later rounds that are told in the currency of our stakes in them: the total less all that is ours.
        var external = new Dictionary<(string Currency, Guid Round), (long Minor, bool HasOurs)>();
        await using (var ask = demo.Logins.Job.CreateCommand(
            $"""
            select r.currency, r.id, greatest(0, r.total_minor - coalesce(sum(i.amount_minor), 0))::bigint, count(i.id) > 0
            from portfolio.financing_round r
            left join portfolio.investment i on i.financing_round_id = r.id and i.effective_on <= '{AsOf:yyyy-MM-dd}' and i.reverses_id is null
              and not exists (select from portfolio.investment b where b.reverses_id = i.id)
            group by r.id, r.total_minor, r.currency
            having coalesce(bool_and(i.currency = r.currency), true)
            """))
        await using (var rows = await ask.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            {
                external[(rows.GetString(0), rows.GetGuid(1))] = (rows.GetInt64(2), rows.GetBoolean(3));
            }
        }

        // Of each round what is credited to the groups of a level sums to others' money, whatever the level: no more where a fund is left out.
        var (told, sisters) = (0, 0);
        LeverageGroupBy[] levels = [LeverageGroupBy.Total, LeverageGroupBy.SubFund, LeverageGroupBy.Vintage, LeverageGroupBy.Manager, LeverageGroupBy.Deal];
        foreach (var currency in new[] { "CNY", "HKD", "USD" })
        {
            Dictionary<Guid, Int128>? whole = null;
            foreach (var groupBy in levels)
            {
                var report = await demo.Reports.PullAsync(Query(groupBy) with { Definitions = ["LV-10"], Currency = currency });
                var credited = report.Groups.Select(group => group.Figures[0]).Where(figure => figure.Value is not null).SelectMany(InputsOf)
                    .Where(row => row.Part == "LATER_ROUND" && external.ContainsKey((currency, row.RowId)))
                    .GroupBy(row => row.RowId)
                    .ToDictionary(round => round.Key, round => Sum(round.Select(row => row.NumeratorMinor)));
                whole ??= credited;
                Assert.Equal(whole.Where(round => round.Value != 0).OrderBy(round => round.Key), credited.Where(round => round.Value != 0).OrderBy(round => round.Key));
                foreach (var (round, minor) in credited)
                {
                    Assert.True(minor <= external[(currency, round)].Minor, $"{round}: {minor}");
                    told += minor == external[(currency, round)].Minor ? 1 : 0;
                    sisters += external[(currency, round)].HasOurs ? 1 : 0;
                }
            }
        }

        Assert.True(told > 50 && sisters > 10, $"{told} later rounds, {sisters} with money of ours");
    }

    [Fact]
    public async Task Returns_are_compared_with_the_index_asked_for() =>
        Assert.Equal("UNKNOWN_INDEX", await demo.Reports.RefusalAsync(Query(LeverageGroupBy.Total) with { Definitions = ["KS_PME"], Index = "NOT-AN-INDEX" }));

    [Theory]
    [InlineData("DPI")]
    [InlineData("TVPI")]
    public async Task Investors_parts_sum_to_their_fund_to_the_minor_unit(string key)
    {
        var query = new LeverageQuery { AsOf = AsOf, Definitions = [key] };
        var funds = await demo.Reports.PullAsync(query with { GroupBy = LeverageGroupBy.SubFund });
        var investors = await demo.Reports.PullAsync(query with { GroupBy = LeverageGroupBy.Investor });

        var told = 0;
        foreach (var fund in funds.Groups.Where(group => group.Figures[0].Value is not null))
        {
            var parts = investors.Groups.Where(group => group.Key.StartsWith(fund.Key + "/", StringComparison.Ordinal)).Select(group => group.Figures[0]).ToList();
            Assert.Equal(fund.Figures[0].NumeratorMinor, Sum(parts.Select(part => part.NumeratorMinor ?? 0)));
            Assert.Equal(fund.Figures[0].DenominatorMinor, Sum(parts.Select(part => part.DenominatorMinor ?? 0)));
            told += parts.Count;
        }

        Assert.True(told > 10);
        Assert.Equal("NOT_TOLD_BY", await demo.Reports.RefusalAsync(query with { GroupBy = LeverageGroupBy.Investor, Definitions = ["LV-1"] }));
    }

    [Fact]
    public async Task Pages_of_inputs_follow_each_other()
    {
        var whole = Reports.Of(await demo.Reports.PullAsync(Query(LeverageGroupBy.Total)), "TOTAL", "LV-1").Context!.Explain()!;

        var rows = new List<Guid>();
        for (var after = 0; after < whole.Count; after += 7)
        {
            var page = Reports.Of(
                await demo.Reports.PullAsync(Query(LeverageGroupBy.Total) with { InputsFirst = 7, InputsAfter = after, Definitions = ["LV-1"] }), "TOTAL", "LV-1");
            rows.AddRange(page.Context!.Explain()!.Inputs.Select(row => row.RowId));
        }

        Assert.Equal(whole.Inputs.Select(row => row.RowId), rows);
        Assert.Equal("PAGE_OUT_OF_RANGE", await demo.Reports.RefusalAsync(Query(LeverageGroupBy.Total) with { InputsFirst = 0 }));
    }

    [Fact]
    public async Task A_figure_stands_beside_itself_at_an_earlier_day_and_under_other_readings()
    {
        var before = Reports.Of(await demo.Reports.PullAsync(Query(LeverageGroupBy.Total) with { AsOf = new(2024, 6, 30) }), "TOTAL", "LV-4-OECD");
        var report = await demo.Reports.PullAsync(Query(LeverageGroupBy.Total) with { CompareTo = new(2024, 6, 30) });

        var figure = Reports.Of(report, "TOTAL", "LV-4-OECD");
        Assert.Equal(before.Value, figure.Context!.Earlier!.Figure.Measure.Value);
        var readings = figure.Context!.OtherReadings();
        Assert.Equal(["CN@1", "HK@1", "MDB@1", "OECD@1"], readings.Select(reading => reading.Mapping));
        Assert.Equal(figure.Value, readings[^1].Value);
        // State-owned enterprises are private to the development banks: domain.md 3.2.
        Assert.True(readings[2].Value > readings[3].Value);
        Assert.Equal("NOT_EARLIER", await demo.Reports.RefusalAsync(Query(LeverageGroupBy.Total) with { CompareTo = AsOf }));
    }

    [Fact]
    public async Task What_is_of_whole_funds_is_not_told_by_deals() =>
        Assert.Equal("NOT_TOLD_BY", await demo.Reports.RefusalAsync(Query(LeverageGroupBy.Sector) with { Definitions = ["LV-8", "LV-1"] }));

    /// <summary>All pages of them.</summary>
    private static List<TrailRow> InputsOf(LeverageFigure figure)
    {
        var explanation = figure.Context!.Explain()!;
        var inputs = new List<TrailRow>(explanation.Inputs);
        while (inputs.Count < explanation.Count)
        {
            var next = figure.Context! with { Query = figure.Context!.Query with { InputsAfter = inputs.Count } };
            inputs.AddRange(next.Explain()!.Inputs);
        }

        return inputs;
    }

    private static Int128 Sum(IEnumerable<Int128> values) => values.Aggregate(Int128.Zero, (sum, value) => sum + value);

    /// <summary>The invented programme, seeded.</summary>
    public sealed class Demo(TestCluster cluster) : IAsyncLifetime
    {
        /// <summary>A sub-fund whose rounds are shared, run by the manager who signs in.</summary>
        internal const string Managed = "DEMO-HARBOUR-I";

        private DatabaseLogins? logins;

        public Reports Reports => new(Logins);

        public DatabaseLogins Logins => logins ?? throw new InvalidOperationException("xunit has not initialized the fixture yet.");

        public async ValueTask InitializeAsync()
        {
            var cancel = TestContext.Current.CancellationToken;
            logins = await cluster.CloneAsync(cancel);
            await SeedReference.RunAsync(logins.Job, cancel);
            await SeedPublic.RunAsync(logins.Job, cancel);
            await SeedDemo.RunAsync(logins.Job, cancel);
            await TestPeople.AddAsync(logins.Job, cancel);
            await using var adopt = logins.Job.CreateCommand("update portfolio.sub_fund set manager_id = $1 where code = $2");
            adopt.Parameters.Add(new() { Value = TestPeople.OrganisationOf(TestPerson.Manager) });
            adopt.Parameters.Add(new() { Value = Managed });
            Assert.Equal(1, await adopt.ExecuteNonQueryAsync(cancel));
        }

        public async ValueTask DisposeAsync()
        {
            if (logins is not null)
            {
                await logins.DisposeAsync();
            }
        }
    }
}
