using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>The report on data that nobody here wrote: publicly reported facts and the Treasury's transactions.</summary>
public sealed class RealDataReportTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_public_facts_and_the_Treasurys_file_give_the_known_answers()
    {
        var file = SharedData.PathOf("ssbci/ssbci_transactions.csv");
        await SeedReference.RunAsync(database.Logins.Job, Cancel);
        await SeedPublic.RunAsync(database.Logins.Job, Cancel);
        Assert.True((await ImportSsbci.RunAsync(database.Logins.Job, file, new LocalDate(2026, 11, 24), besideOthers: false, Silent.Progress, Cancel)).IsOk);
        await TestPeople.AddAsync(database.Logins.Job, Cancel);
        var reports = new Reports(database.Logins);

        await GuangdongAsync(reports);
        await TreasuryAsync(reports);
        var nights = new Nights(database.Logins);
        Assert.Equal(NightState.Published, (await nights.Night.RunFirstAsync(_ => { }, Cancel))!.State);
        await UnkeptAsync(reports, nights);
    }

    // Nothing is entered of these funds beside their commitments. Their PIC, LV-6 and others used to be 0.00, OK, of 7 funds of 7.
    private static async Task UnkeptAsync(Reports reports, Nights nights)
    {
        string[] ofLedger = ["PIC", "LV-6", "LV-6-PARITY", "LV-7", "LV-8", "LV-9", "LV-10", "LV-11", "CN_CONVERSION_MULTIPLE", "EU_FR_LEVERAGE", "DPI", "MOIC", "NET_IRR", "HK_ITVF_MATCH"];
        foreach (var by in new[] { LeverageGroupBy.SubFund, LeverageGroupBy.Programme })
        {
            var report = await reports.PullAsync(new() { AsOf = new LocalDate(2024, 12, 31), GroupBy = by, Programme = "NFTTC", Definitions = ofLedger });
            Assert.All(report.Groups.SelectMany(group => group.Figures), figure =>
                Assert.Equal((null, "LEDGER_NOT_KEPT", 0), (figure.Value, figure.Status, figure.Covered)));
        }

        Assert.Equal("OK|5.0000000000", await nights.OneAsync(
            "select concat_ws('|', v.status, v.value) from metric_value v join sub_fund f on f.id = v.sub_fund_id where f.code = 'NFTTC-SDIC-GUANGDONG' and v.metric_key = 'LV-1'"));
        Assert.Equal("LEDGER_NOT_KEPT|0|7", await nights.OneAsync(
            "select distinct concat_ws('|', v.status, v.value, v.covered, v.funds) from metric_value v join programme p on p.id = v.programme_id where p.code = 'NFTTC' and v.metric_key in ('PIC', 'LV-7', 'LV-11')"));
        Assert.Equal("UNKNOWN|LEDGER_NOT_KEPT", await nights.OneAsync(
            "select distinct concat_ws('|', v.status, v.reason) from rule_verdict v join sub_fund f on f.id = v.sub_fund_id join rule r on r.id = v.rule_id where f.code = 'NFTTC-SDIC-GUANGDONG' and r.code in ('NF-07', 'NF-17')"));
    }

    // domain.md 1.4 and 3.4: S = 15.0 bn, G = 3.0 bn; the other contributors are not published.
    private static async Task GuangdongAsync(Reports reports)
    {
        const string fund = "NFTTC-SDIC-GUANGDONG";
        var report = await reports.PullAsync(new() { AsOf = new LocalDate(2024, 12, 31), GroupBy = LeverageGroupBy.SubFund, Programme = "NFTTC" });
        Assert.Equal(5.0m, Reports.Of(report, fund, "LV-1").Value);
        Assert.Equal(0.2m, Reports.Of(report, fund, "GUIDANCE-SHARE").Value);
        Assert.Null(Reports.Of(report, fund, "LV-3").Value);
        Assert.Equal("HONG_KONG_UNDISCLOSED", Reports.Of(report, fund, "LV-3").Status);

        var programme = Reports.Of(await reports.PullAsync(new() { AsOf = new LocalDate(2024, 12, 31), Programme = "NFTTC" }), "NFTTC", "LV-1");
        Assert.Equal("PARTIAL", programme.Status);
        Assert.Equal(5.0m, programme.Value);
        Assert.Equal(1, programme.Covered);
        Assert.Equal(programme.Funds - 1, programme.LeftOut.Count);
    }

    // README beside the Treasury's file; per type the sums of ImportSsbciTests, divided in Python.
    private static async Task TreasuryAsync(Reports reports)
    {
        var report = await reports.PullAsync(new() { AsOf = new LocalDate(2017, 12, 31), Programme = "SSBCI" });
        Assert.Equal(["6.36", "7.19", "9.26"], Ratios(report, "SSBCI"));
        Assert.Equal(["23.75", "25.29", "26.81"], Ratios(report, "SSBCI-CAP"));
        Assert.Equal(["4.82", "5.48", "5.75"], Ratios(report, "SSBCI-COLLATERAL-SUPPORT"));
        Assert.Equal(["7.13", "7.91", "7.93"], Ratios(report, "SSBCI-LOAN-GUARANTEE"));
        Assert.Equal(["5.83", "7.14", "7.80"], Ratios(report, "SSBCI-LOAN-PARTICIPATION"));
        Assert.Equal(["6.40", "6.73", "13.10"], Ratios(report, "SSBCI-VENTURE-CAPITAL"));
        Assert.Equal(240_668.25m, Reports.Of(report, "SSBCI", "JOBS").Count);
        // "0 of 0" once: sub-funds were counted, of which such a programme has none. Transactions by type: ImportSsbciTests.
        Assert.Equal("21962 of 21962", Reports.Of(report, "SSBCI", "US_SSBCI_NEW_FINANCING").Coverage);
        Assert.Equal("13965 of 13965", Reports.Of(report, "SSBCI-CAP", "JOBS").Coverage);
        var support = report.Groups.Single(group => group.Key == "SSBCI").Support!;
        Assert.Equal(21_962, support.Transactions);
        // 10,740,625,464.76: to the cent after per-row rounding.
        Assert.Equal(1_074_062_546_476, support.NewFinancingMinor);
        Assert.Equal((79_192.55m, 161_475.70m), (support.JobsCreated, support.JobsRetained));

        await BridgesAsync(reports);
        await RowsAsync(reports);
        var total = await reports.PullAsync(new() { AsOf = new LocalDate(2017, 12, 31), GroupBy = LeverageGroupBy.Total, Programme = "SSBCI" });
        Assert.Equal(["6.36", "7.19", "9.26"], Ratios(total, "TOTAL"));
        Assert.Equal("NOTHING_RECORDED", await reports.RefusalAsync(new() { AsOf = new LocalDate(2017, 12, 30), Programme = "SSBCI" }));
        Assert.Equal("NOTHING_RECORDED", await reports.RefusalAsync(new() { AsOf = new LocalDate(2017, 12, 31), Programme = "SSBCI" }, TestPerson.Manager));
    }

    /// <summary>Every definition led over to every other, for the whole and each of the five types: what the steps say is what separates them, to the last digit.</summary>
    private static async Task BridgesAsync(Reports reports)
    {
        string[] keys = ["US_SSBCI_LOAN_OR_INVESTMENT", "US_SSBCI_PLUS_CONCURRENT", "US_SSBCI_NEW_FINANCING"];
        var bridges = 0;
        foreach (var (to, currency) in keys.Select(key => (key, (string?)null)).Append((keys[0], "CNY")))
        {
            var report = await reports.PullAsync(new() { AsOf = new LocalDate(2017, 12, 31), Programme = "SSBCI", Definitions = keys, BridgeTo = to, Currency = currency });
            foreach (var figure in report.Groups.SelectMany(group => group.Figures))
            {
                Assert.Equal(0m, figure.Bridge!.To.Measure.Value!.Value - figure.Value!.Value - figure.Bridge.Steps.Sum(step => step.Effect));
                bridges++;
            }
        }

        Assert.Equal(6 * 3 * 4, bridges);
    }

    /// <summary>Down to the Treasury's own transactions: the sums of the README beside the file again, and every transaction there.</summary>
    private static async Task RowsAsync(Reports reports)
    {
        var report = await reports.PullAsync(new()
        {
            AsOf = new LocalDate(2017, 12, 31), Programme = "SSBCI", Definitions = ["US_SSBCI_NEW_FINANCING", "JOBS"], Explains = true,
        });
        var financing = Whole("US_SSBCI_NEW_FINANCING");
        Assert.Equal(21_962, financing.Rows().Select(row => row.RowId).Distinct().Count());
        Assert.Equal((Int128)1_074_062_546_476, financing.Rows().Aggregate(Int128.Zero, (sum, row) => sum + row.NumeratorMinor));
        Assert.Equal(["CONCURRENT_PRIVATE", "LOAN_OR_INVESTMENT", "PUBLIC_FUNDS", "SUBSEQUENT_PRIVATE"], financing.Steps.Select(step => step.Key));
        var jobs = Whole("JOBS");
        Assert.Equal(2_406_682_500, (long)jobs.Rows().Aggregate(Int128.Zero, (sum, row) => sum + row.NumeratorMinor));
        Assert.Equal((TrailSource.Definition, (Int128)10_000), (jobs.Rows()[^1].Source, jobs.Rows()[^1].DenominatorMinor));

        FigureExplanation Whole(string key) => Reports.Of(report, "SSBCI", key).Context!.Explain()!;
    }

    private static string[] Ratios(LeverageReport report, string group) =>
    [
        .. new[] { "US_SSBCI_LOAN_OR_INVESTMENT", "US_SSBCI_PLUS_CONCURRENT", "US_SSBCI_NEW_FINANCING" }
            .Select(key => Reports.Of(report, group, key).Shown(2)!.Value.ToString("F2", System.Globalization.CultureInfo.InvariantCulture)),
    ];
}
