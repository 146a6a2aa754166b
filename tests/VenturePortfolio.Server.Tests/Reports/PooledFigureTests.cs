using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>What is said beside a pool's figure; the funds and their sums are reckoned by hand beside each.</summary>
public sealed class PooledFigureTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly LocalDate Close = new(2020, 3, 1);
    private static readonly LocalDate AsOf = new(2024, 12, 31);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pool_says_that_it_holds_invented_funds_and_why_it_has_no_figure()
    {
        await TestPeople.AddAsync(database.Logins.Job, Cancel);
        var facts = await PlantedFacts.BeginAsync(database.Logins);
        await facts.PlantLeverageRatesAsync();
        await facts.ProgrammeAsync("MIXED");
        await FundAsync(facts, "REAL", "MIXED", invented: false, ("GUIDANCE", 20), ("PRIVATE", 80));
        await FundAsync(facts, "DEMO", "MIXED", invented: true, ("GUIDANCE", 20), ("PRIVATE", 20));
        await facts.ProgrammeAsync("SILENT");
        await FundAsync(facts, "NO-GUIDANCE", "SILENT", invented: true, ("PRIVATE", 50));
        await FundAsync(facts, "HIDDEN", "SILENT", invented: true, ("UNDISCLOSED", 50));
        await facts.ProgrammeAsync("OUT");
        await FundAsync(facts, "REAL-HIDDEN", "OUT", invented: false, ("UNDISCLOSED", 50));
        await FundAsync(facts, "DEMO-KNOWN", "OUT", invented: true, ("GUIDANCE", 20), ("PRIVATE", 20));
        await facts.ProgrammeAsync("CALLED");
        await FundAsync(facts, "REAL-UNCALLED", "CALLED", invented: false, ("GUIDANCE", 20));
        await facts.FundAsync("DEMO-CALLED", "CALLED");
        await facts.FlowAsync("DEMO-CALLED", await facts.CommitAsync("DEMO-CALLED", "PRIVATE", 100, Close), "CAPITAL_CALL", 100, Close);
        var reports = new Reports(database.Logins);
        var nights = new Nights(database.Logins);
        await SupportAsync(nights);
        Assert.Equal(NightState.Published, (await nights.ByHandAsync(AsOf)).State);

        var pools = await reports.PullAsync(new() { AsOf = AsOf, GroupBy = LeverageGroupBy.Programme, Definitions = ["LV-1"] });
        var funds = await reports.PullAsync(new() { AsOf = AsOf, GroupBy = LeverageGroupBy.SubFund, Definitions = ["LV-1"] });

        // (20 + 80 + 20 + 20) / (20 + 20)
        var mixed = Reports.Of(pools, "MIXED", "LV-1");
        Assert.Equal((3.5m, "MIXES_INVENTED"), (mixed.Value, Assert.Single(mixed.Flags).Code));
        Assert.Empty(Reports.Of(funds, "REAL", "LV-1").Flags);
        Assert.Equal("MIXES_INVENTED", await FlagsAsync("LV-1", "programme_id", "MIXED"));

        // Of an invented fund alone nothing was said: figures of the demo read as if they were somebody's.
        Assert.Equal("INVENTED_ONLY", Assert.Single(Reports.Of(funds, "DEMO", "LV-1").Flags).Code);
        Assert.Equal("INVENTED_ONLY", await FlagsAsync("LV-1", "sub_fund_id", "DEMO"));
        Assert.Equal("", await FlagsAsync("LV-1", "sub_fund_id", "REAL"));

        // The real fund is left out, or has nothing that the figure reads: what counts is invented, though the group is not.
        var known = Reports.Of(pools, "OUT", "LV-1");
        Assert.Equal((2m, "PARTIAL", "INVENTED_ONLY"), (known.Value, known.Status, Assert.Single(known.Flags).Code));
        Assert.Equal("INVENTED_ONLY", await FlagsAsync("LV-1", "programme_id", "OUT"));
        Assert.Equal("INVENTED_ONLY", await FlagsAsync("PAID_IN", "programme_id", "CALLED"));

        // A supported transaction is no part of either fund: its figure counts nothing invented.
        Assert.Equal("", await nights.OneAsync(
            $"select flags from metric_value where metric_key = 'US_SSBCI_NEW_FINANCING' and value is not null and programme_id = '{facts["MIXED"]}'"));

        Task<string> FlagsAsync(string metric, string subject, string key) =>
            nights.OneAsync($"select coalesce(flags, '') from metric_value where metric_key = '{metric}' and value is not null and {subject} = '{facts[key]}'");

        // It used to say that no guidance fund has a commitment, of 1 fund of 2, though nobody knows who stands behind the other.
        var silent = Reports.Of(pools, "SILENT", "LV-1");
        Assert.Equal(("GUIDANCE_UNDISCLOSED", 0, 2), (silent.Status, silent.Covered, silent.Funds));
        Assert.Equal("HIDDEN (GUIDANCE_UNDISCLOSED)", Assert.Single(silent.LeftOut));
    }

    // A dollar of each of the four kinds of money.
    private static Task<List<string>> SupportAsync(Nights nights) => nights.ColumnAsync(
        """
        with batch as (
            insert into import_batch (kind, content_hash, file_name, row_count, recorded_at)
            values ('SSBCI', sha256('one'::bytea), 'one.csv', 1, clock_timestamp())
            returning id)
        insert into support_transaction (programme_id, import_batch_id, row_number, region, currency, loan_or_investment_minor, public_funds_minor,
                                         concurrent_private_minor, subsequent_private_minor, effective_on, recorded_at)
        select p.id, batch.id, 1, 'CA', 'USD', 100, 100, 100, 100, date '2024-01-31', clock_timestamp()
        from batch, programme p
        where p.code = 'MIXED'
        """);

    private static async Task FundAsync(PlantedFacts facts, string code, string programme, bool invented, params (string Class, long Amount)[] pledges)
    {
        await facts.FundAsync(code, programme, invented: invented);
        foreach (var (of, amount) in pledges)
        {
            await facts.CommitAsync(code, of, amount * 100, Close);
        }
    }
}
