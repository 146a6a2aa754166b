using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Returns of the invented programme between two days, by report: what they are made of against SQL of this test, and of whom they are told.</summary>
public sealed class ReturnReportTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly LocalDate AsOf = new(2025, 6, 30);

    private static readonly string[] Horizons = ["GROSS_IRR_1Y", "GROSS_IRR_3Y", "GROSS_IRR_5Y"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gross_returns_are_told_of_funds_and_deals_and_begin_with_the_values_of_their_first_day()
    {
        var reports = await SeededAsync();

        var funds = await reports.PullAsync(new() { AsOf = AsOf, GroupBy = LeverageGroupBy.SubFund, Definitions = Horizons });
        var opened = new Nights(database.Logins);
        foreach (var group in funds.Groups)
        {
            foreach (var (years, figure) in new[] { 1, 3, 5 }.Zip(group.Figures))
            {
                var steps = figure.Context!.Explain()?.Steps.Where(step => step.Key.StartsWith("OPENING_", StringComparison.Ordinal)).ToList() ?? [];
                Assert.Equal(
                    await opened.OneAsync(Opening(group.Key, AsOf.PlusYears(-years))),
                    steps.Aggregate(Int128.Zero, (sum, step) => sum - step.NumeratorMinor).ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        Assert.True(funds.Groups.Sum(group => group.Figures.Count(figure => figure.Value is not null)) > 6);
        Assert.Contains(funds.Groups, group => group.Figures.Any(figure => figure.Status == "NO_OPENING"));

        string[] returns = [.. Horizons, "GROSS_KS_PME", "GROSS_DIRECT_ALPHA", "LV-7-DEALS", "CN_CONVERSION_DEALS"];
        foreach (var by in new[]
            {
                LeverageGroupBy.Deal, LeverageGroupBy.Startup, LeverageGroupBy.Sector, LeverageGroupBy.Incubator, LeverageGroupBy.Manager, LeverageGroupBy.Vintage,
                LeverageGroupBy.Programme, LeverageGroupBy.Total,
            })
        {
            var told = await reports.PullAsync(new() { AsOf = AsOf, GroupBy = by, Definitions = returns });
            Assert.All(returns, key => Assert.Contains(told.Groups, group => group.Figures.Any(figure => figure.Key == key && figure.Value is not null)));
            Assert.DoesNotContain(told.Groups, group => group.Figures.Any(figure => figure.Status == Figure.Failed));
        }

        // Unasked they are not reckoned: nights keep none, and a report of what nights keep is read at once.
        var shown = await reports.PullAsync(new() { AsOf = AsOf, GroupBy = LeverageGroupBy.Sector });
        Assert.DoesNotContain(shown.Groups, group => group.Figures.Any(figure => Horizons.Contains(figure.Key)));

        // Known otherwise later: the two figures are those of two reports.
        var (then, now) = (Instant.FromUtc(2024, 8, 1, 0, 0), Instant.FromUtc(2025, 6, 1, 0, 0));
        var day = new LocalDate(2024, 6, 30);
        var restated = (await new PullRestatement(database.Logins, SystemClock.Instance).RunAsync(
            Reports.As(TestPerson.Policy), new("GROSS_IRR_1Y", then, now, new() { AsOf = day, GroupBy = LeverageGroupBy.Total }), "test", Cancel)).Value;
        Assert.Equal((await ValueAsync(then), await ValueAsync(now)), (restated.Of.Before.Value, restated.Of.After.Value));
        Assert.NotNull(restated.Of.Before.Value);

        async Task<decimal?> ValueAsync(Instant knownAt) =>
            (await reports.PullAsync(new() { AsOf = day, KnownAt = knownAt, GroupBy = LeverageGroupBy.Total, Definitions = ["GROSS_IRR_1Y"] })).Groups.Single().Figures.Single().Value;
    }

    [Fact]
    public async Task A_year_to_date_is_what_was_gained_since_31_December()
    {
        var reports = await SeededAsync();
        var from = new LocalDate(2024, 12, 31);
        string[] amounts = ["RESIDUAL_VALUE", "DISTRIBUTED", "PAID_IN"];
        string[] asked = [.. PeriodReturn.All.Select(metric => metric.Key)];

        var funds = await reports.PullAsync(new() { AsOf = AsOf, From = from, GroupBy = LeverageGroupBy.SubFund, Definitions = [.. asked, .. amounts] });
        var opening = await reports.PullAsync(new() { AsOf = from, GroupBy = LeverageGroupBy.SubFund, Definitions = amounts });
        var investors = await reports.PullAsync(new() { AsOf = AsOf, From = from, GroupBy = LeverageGroupBy.Investor, Definitions = ["NET_RETURN_PERIOD", "NET_IRR_PERIOD"] });
        var told = 0;
        foreach (var group in funds.Groups.Where(group => group.Key.StartsWith("DEMO-", StringComparison.Ordinal)))
        {
            var period = Reports.Of(funds, group.Key, "NET_RETURN_PERIOD");
            if (period.NumeratorMinor is not { } gain)
            {
                continue;
            }

            // Other definitions tell the same: what is left and came back less what was paid in, now less then.
            Assert.Equal((group.Key, Worth(funds) - Worth(opening)), (group.Key, gain));
            Int128 Worth(LeverageReport of) => amounts.Select(key => Reports.Of(of, group.Key, key).NumeratorMinor!.Value * (key == "PAID_IN" ? -1 : 1))
                .Aggregate((sum, part) => sum + part);
            var parts = investors.Groups.Where(part => part.Key.StartsWith(group.Key + "/", StringComparison.Ordinal)).SelectMany(part => part.Figures).Where(figure => figure.Key == "NET_RETURN_PERIOD").ToList();
            Assert.Equal(gain, parts.Aggregate((Int128)0, (sum, part) => sum + part.NumeratorMinor!.Value));
            var explained = period.Context!.Explain()!;
            Assert.Equal((gain, period.DenominatorMinor), (explained.Rows().Aggregate((Int128)0, (sum, row) => sum + row.NumeratorMinor), explained.Rows().Aggregate((Int128)0, (sum, row) => sum + row.DenominatorMinor)));
            // Half a year: the rate per year is reckoned and not shown, the return of the period is.
            Assert.True(period.Shown(4) is not null && Reports.Of(funds, group.Key, "NET_IRR_PERIOD") is { Value: not null } rate && rate.Shown(4) is null);
            told++;
        }

        Assert.True(told > 3);

        // Asked from a day and for nothing by name, all that is told of a period stands beside the rest.
        var shown = await reports.PullAsync(new() { AsOf = AsOf, From = from, GroupBy = LeverageGroupBy.Sector });
        Assert.Contains(shown.Groups, group => group.Figures.Any(figure => figure.Key == "GROSS_RETURN_PERIOD" && figure.Value is not null));
        Assert.Contains(shown.Groups[0].Figures, figure => figure.Key == "MOIC");
        var early = await reports.PullAsync(new() { AsOf = AsOf, From = new(2010, 1, 1), GroupBy = LeverageGroupBy.Total, Programme = "DEMO", Definitions = ["GROSS_IRR_PERIOD"], Language = Languages.TraditionalChinese });
        Assert.Matches("^沒有這段期間的收益率：截至 2010-01-01 尚未向企業付款；請自首次付款的 20..-..-.. 或其後的日期起查詢。$", early.Groups[0].Figures[0].AbsentWhy);

        Assert.Equal("PERIOD_EMPTY", await reports.RefusalAsync(new() { AsOf = AsOf, From = AsOf }));
        Assert.Equal("PERIOD_EMPTY", await reports.RefusalAsync(new() { AsOf = AsOf, From = from, CompareTo = new(2024, 6, 30) }));
        Assert.Equal("PERIOD_REQUIRED", await reports.RefusalAsync(new() { AsOf = AsOf, Definitions = ["NET_IRR_PERIOD"] }));
        Assert.Equal("PERIOD_NOT_READ", await reports.RefusalAsync(new() { AsOf = AsOf, From = from, Definitions = ["TVPI"] }));
    }

    [Fact]
    public async Task Every_measure_of_investors_is_told_of_single_ones()
    {
        var reports = await SeededAsync();
        string[] asked = [.. MetricCatalog.All.Where(metric => metric.IsOfInvestors).Select(metric => metric.Key)];
        Assert.Superset(
            new HashSet<string>
            {
                "PIC", "DPI", "RVPI", "TVPI", "PAID_IN", "DISTRIBUTED", "RESIDUAL_VALUE", "NET_IRR", "NET_IRR_1Y", "NET_IRR_3Y", "NET_IRR_5Y", "NET_IRR_PERIOD", "NET_RETURN_PERIOD",
                "TVPI_EX_LINE", "NET_IRR_EX_LINE", "KS_PME", "DIRECT_ALPHA",
            },
            asked.ToHashSet());

        foreach (var by in new[] { LeverageGroupBy.Investor, LeverageGroupBy.InvestorClass })
        {
            var told = await reports.PullAsync(new() { AsOf = AsOf, From = new(2024, 12, 31), GroupBy = by, Definitions = asked });
            Assert.All(asked, key => Assert.Contains(told.Groups, group => group.Figures.Any(figure => figure.Key == key && figure.Value is not null)));
        }

        // The parts of a line are those of the fund: what is below the line sums to the cent where all is in one currency.
        var funds = await reports.PullAsync(new() { AsOf = AsOf, GroupBy = LeverageGroupBy.SubFund, Definitions = ["TVPI_EX_LINE"] });
        var investors = await reports.PullAsync(new() { AsOf = AsOf, GroupBy = LeverageGroupBy.Investor, Definitions = ["TVPI_EX_LINE"] });
        var lined = funds.Groups.Where(group => group.Figures[0].Value is not null).ToList();
        Assert.NotEmpty(lined);
        Assert.All(lined, group => Assert.Equal(group.Figures[0].DenominatorMinor, investors.Groups
            .Where(part => part.Key.StartsWith(group.Key + "/", StringComparison.Ordinal))
            .Aggregate((Int128)0, (sum, part) => sum + part.Figures[0].DenominatorMinor!.Value)));
    }

    private async Task<Reports> SeededAsync()
    {
        if (await new Nights(database.Logins).OneAsync("select count(*)::text from programme") == "0")
        {
            await TestPeople.AddAsync(database.Logins.Job, Cancel);
            await SeedReference.RunAsync(database.Logins.Job, Cancel);
            await SeedPublic.RunAsync(database.Logins.Job, Cancel);
            await SeedDemo.RunAsync(database.Logins.Job, Cancel);
        }

        return new(database.Logins);
    }

    /// <summary>Of a fund, in its own currency, of the holdings that cost money by then: the last value, else the cost. Zero where nothing had been paid.</summary>
    private static string Opening(string fund, LocalDate day) => $"""
        select coalesce(sum(coalesce(
            (select v.value_minor from valuation v where v.investment_id = i.id and v.effective_on <= date '{Iso(day)}' order by v.effective_on desc, v.recorded_at desc limit 1),
            (select sum(c.amount_minor) from cash_flow c where c.investment_id = i.id and c.kind = 'INVESTMENT' and c.effective_on <= date '{Iso(day)}'))), 0)::text
        from investment i join sub_fund f on f.id = i.sub_fund_id
        where f.code = '{fund}' and i.effective_on <= date '{Iso(day)}'
        """;

    private static string Iso(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);
}
