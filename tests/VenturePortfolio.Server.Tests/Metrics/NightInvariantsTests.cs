using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Over the invented programme: each thing that must hold of a night, broken on purpose, stops its publication and is named.</summary>
public sealed class NightInvariantsTests(TestCluster cluster) : IAsyncLifetime
{
    private static readonly LocalDate AsOf = new(2025, 6, 30);

    private DatabaseLogins logins = null!;
    private Nights nights = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        logins = await cluster.CloneAsync(Cancel);
        await SeedReference.RunAsync(logins.Job, Cancel);
        await SeedPublic.RunAsync(logins.Job, Cancel);
        await SeedDemo.RunAsync(logins.Job, Cancel);
        nights = new Nights(logins);
    }

    public ValueTask DisposeAsync() => logins.DisposeAsync();

    [Fact]
    public async Task All_of_them_are_asked_and_hold()
    {
        Assert.Equal((NightState.Published, (string?)null), await OutcomeAsync(Run()));

        Assert.Equal(
            ["ATTRIBUTION", "GROUP_TOTALS", "NO_SUBJECT_LOST", "ROUND_CREDITS", "SUMS_BY_SQL"],
            await nights.ColumnAsync("select i ->> 'name' from metric_run_report r, jsonb_array_elements(r.invariants) i order by 1"));
        // Nobody had a night before; everything else was asked of something.
        Assert.Equal(
            ["NO_SUBJECT_LOST"],
            await nights.ColumnAsync("select i ->> 'name' from metric_run_report r, jsonb_array_elements(r.invariants) i where (i ->> 'checked')::int = 0"));
    }

    // One minor unit too much in the second way of adding up.
    [Theory]
    [InlineData("sum(case when reverses_seq is null", "1 + sum(case when reverses_seq is null", "(CONTRIBUTIONS|DISTRIBUTIONS|INVESTMENT|PROCEEDS|MANAGEMENT_FEE|FUND_EXPENSE)")]
    [InlineData("'DISTRIBUTIONS' else kind end,", "'DISTRIBUTIONS' when 'MANAGEMENT_FEE' then 'PROCEEDS' else kind end,", "(MANAGEMENT_FEE|PROCEEDS)")]
    [InlineData("nav_minor::numeric", "1 + nav_minor::numeric", "NAV")]
    [InlineData("'DEALS', currency, sum(", "'DEALS', currency, 1 + sum(", "DEALS")]
    [InlineData("'ROUNDS', r.currency, sum(", "'ROUNDS', r.currency, 1 + sum(", "ROUNDS")]
    public async Task A_wrong_sum_of_any_kind_stops_publication(string right, string wrong, string what)
    {
        var (state, why) = await OutcomeAsync(Run(sums: (asOf, knownAt) =>
        {
            var sql = LedgerSums.Sql(asOf, knownAt);
            Assert.Contains(right, sql, StringComparison.Ordinal);
            return sql.Replace(right, wrong, StringComparison.Ordinal);
        }));

        Assert.Equal(NightState.Failed, state);
        Assert.Matches($"^{what} of [A-Z0-9-]+ in [A-Z]{{3}}: -?[0-9]+ minor units row by row, -?[0-9]+ by SQL; nothing is published.$", why);
        await NothingIsPublishedAsync();
    }

    [Fact]
    public async Task A_wrong_sum_of_supported_transactions_stops_publication()
    {
        // The invented programme supports none: one transaction with a dollar of each of the four kinds of money.
        await nights.ColumnAsync(
            """
            with batch as (
                insert into import_batch (kind, content_hash, file_name, row_count, recorded_at)
                values ('SSBCI', sha256('one'::bytea), 'one.csv', 1, clock_timestamp())
                returning id)
            insert into support_transaction (programme_id, import_batch_id, row_number, region, currency, loan_or_investment_minor, public_funds_minor,
                                             concurrent_private_minor, subsequent_private_minor, effective_on, recorded_at)
            select p.id, batch.id, 1, 'CA', 'USD', 100, 100, 100, 100, date '2025-01-31', clock_timestamp()
            from batch, programme p
            order by p.code
            limit 1
            """);
        var (state, why) = await OutcomeAsync(Run(sums: (asOf, knownAt) => LedgerSums.Sql(asOf, knownAt).Replace("'SUPPORT', currency, sum(", "'SUPPORT', currency, 1 + sum(", StringComparison.Ordinal)));

        Assert.Equal(NightState.Failed, state);
        Assert.Matches("^SUPPORT of [A-Z0-9-]+ in USD: 400 minor units row by row, 401 by SQL; nothing is published.$", why);
        await NothingIsPublishedAsync();
    }

    [Theory]
    [InlineData("VINTAGE", "LV-1")]
    [InlineData("MANAGER", "PIC")]
    [InlineData("VINTAGE", "HK_ITVF_MATCH")]
    [InlineData("MANAGER", "HK_ITVF_ATTRACTED")]
    [InlineData("JURISDICTION", "LV-9")]
    [InlineData("SECTOR", "LV-8")]
    [InlineData("INCUBATOR", "MOIC")]
    [InlineData("INVESTOR_CLASS", "LV-1")]
    [InlineData("INVESTOR_CLASS", "LV-6")]
    [InlineData("INVESTOR_CLASS", "DPI")]
    public async Task A_group_that_is_a_minor_unit_off_stops_publication(string by, string metric)
    {
        var (state, why) = await OutcomeAsync(Run(passes: values => Off(values, value => value.Subject.Group?.By == by && value.Figure.Metric.Key == metric)));

        Assert.Equal(NightState.Failed, state);
        Assert.StartsWith($"GROUP_TOTALS: {metric} by {by}: ", why, StringComparison.Ordinal);
        await NothingIsPublishedAsync();
    }

    [Fact]
    public async Task So_do_an_investor_a_deal_and_a_sub_fund_that_are_off()
    {
        var investor = await OutcomeAsync(Run(passes: values => Off(values, value => value.Subject.Investor is not null && value.Figure.Metric.Key == "PIC")));
        var deal = await OutcomeAsync(Run(passes: values => Off(values, value => value.Subject is { IsPart: true, Startup: not null } && value.Figure.Metric.Key == "MOIC")));
        var fund = await OutcomeAsync(Run(passes: values => Off(values, value => value.Subject is { SubFund: not null, IsPart: false } && value.Figure.Metric.Key == "LV-5")));

        Assert.Matches("^GROUP_TOTALS: PIC of [A-Z0-9-]+ by INVESTOR: ", investor.Why);
        Assert.Matches("^GROUP_TOTALS: MOIC of [A-Z0-9-]+ by STARTUP: ", deal.Why);
        Assert.Matches("^GROUP_TOTALS: LV-5 by SUB_FUND: ", fund.Why);
        await NothingIsPublishedAsync();
    }

    /// <summary>
    /// A fund that took part in a round before anybody paid in is left out of the whole, which names it beside the one whose payers are undisclosed; all others count.
    /// </summary>
    [Fact]
    public async Task A_fund_that_nobody_has_paid_into_yet_does_not_stop_publication()
    {
        await nights.ColumnAsync("""
            with holder as (
                select f.*, i.startup_id, i.financing_round_id, i.currency, i.effective_on
                from investment i join sub_fund f on f.id = i.sub_fund_id
                where i.effective_on < date '2025-01-01' and i.currency = 'CNY' and exists (select from round_participation p where p.financing_round_id = i.financing_round_id)
                order by i.effective_on, i.id
                limit 1),
            fund as (
                insert into sub_fund (programme_id, code, name_en, vintage, status, jurisdiction, announced_size_minor, announced_size_currency, invented, source)
                select programme_id, 'DEMO-UNPAID', 'Unpaid', 2024, 'INVESTING', jurisdiction, 100, 'CNY', true, 'Invented' from holder
                returning id),
            term as (
                insert into sub_fund_term (sub_fund_id, currency, approved_on, effective_on) select fund.id, 'CNY', date '2015-01-01', date '2015-01-01' from fund)
            insert into investment (sub_fund_id, startup_id, financing_round_id, instrument, amount_minor, currency, effective_on)
            select fund.id, holder.startup_id, holder.financing_round_id, 'ORDINARY', 100, holder.currency, holder.effective_on from fund, holder
            """);

        Assert.Equal((NightState.Published, (string?)null), await OutcomeAsync(Run()));

        foreach (var metric in new[] { "HK_ITVF_MATCH", "HK_ITVF_ATTRACTED" })
        {
            Assert.Equal(
                ["DEMO-UNPAID PAYERS_UNKNOWN", "TOTAL PARTIAL"],
                await nights.ColumnAsync($"""
                    select coalesce(f.code::text, v.group_by::text) || ' ' || v.status
                    from metric_value v left join sub_fund f on f.id = v.sub_fund_id
                    where v.metric_key = '{metric}' and (f.code = 'DEMO-UNPAID' or v.group_by = 'TOTAL') order by 1
                    """));
            Assert.Contains("DEMO-UNPAID (PAYERS_UNKNOWN)", await nights.OneAsync($"select left_out::text from metric_value where metric_key = '{metric}' and group_by = 'TOTAL'"), StringComparison.Ordinal);
            Assert.NotEqual("0", await nights.OneAsync($"select count(*)::text from metric_value where metric_key = '{metric}' and sub_fund_id is not null and value is not null"));
        }
    }

    [Fact]
    public async Task A_wrong_credit_of_an_official_stops_publication()
    {
        var (state, why) = await OutcomeAsync(Run(credits: history =>
        {
            var told = AttributedMobilisation.Credits(history);
            return told.Absent is not null || told.Value.Count == 0 ? told
                : new List<AttributedCredit>([told.Value[0] with { Attributed = told.Value[0].Attributed + new Money(1, told.Value[0].Attributed.Currency) }, .. told.Value.Skip(1)]);
        }));

        Assert.Equal(NightState.Failed, state);
        Assert.StartsWith("ATTRIBUTION: private commitments of ", why, StringComparison.Ordinal);
        await NothingIsPublishedAsync();
    }

    [Fact]
    public async Task Rounds_credited_twice_are_found()
    {
        await using var snapshot = await FactSnapshot.OpenAsync(logins, Cancel);
        var facts = await PortfolioFactsLoad.ReadAsync(snapshot, AsOf, SystemClock.Instance.GetCurrentInstant(), Cancel);
        NightInvariants.Check(facts);
        var holder = facts.Funds.First(fund => fund.History.Investments.Any(row => fund.History.RoundOf(row) is not null));

        var broken = Assert.Throws<InvariantBrokenException>(() => NightInvariants.Check(facts with { Funds = [.. facts.Funds, holder] }));

        Assert.StartsWith("ROUND_CREDITS", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_rates_are_missing_the_other_rounds_are_still_asked_of()
    {
        await using var snapshot = await FactSnapshot.OpenAsync(logins, Cancel);
        var facts = await PortfolioFactsLoad.ReadAsync(snapshot, AsOf, SystemClock.Instance.GetCurrentInstant(), Cancel);
        var all = Asked(facts);
        var unrated = facts with { Fx = FxTable.Empty };

        Assert.InRange(Asked(unrated), 1, all - 1);
        // With a fund twice that needs no rate, what is credited is more than the rounds.
        var holder = facts.Funds.First(fund => fund.History.Investments.Any(row => row.Amount.Currency == Currency.Cny && fund.History.RoundOf(row)?.Total.Currency == Currency.Cny));
        Assert.Throws<InvariantBrokenException>(() => NightInvariants.Check(unrated with { Funds = [.. unrated.Funds, holder] }));

        static int Asked(PortfolioFacts of) => Assert.Single(NightInvariants.Check(of), held => held.Name == "ROUND_CREDITS").Checked;
    }

    /// <summary>The first figure of that kind that has a numerator, one minor unit more.</summary>
    private static IEnumerable<NightValue> Off(IEnumerable<NightValue> values, Func<NightValue, bool> which)
    {
        var isDone = false;
        foreach (var value in values)
        {
            // Classes of investors are told over all funds, of which the same are left out of every class.
            if (!isDone && which(value) && (value.Figure.LeftOut.Count == 0 || value.Subject.Group?.By == "INVESTOR_CLASS")
                && value.Figure is { Measure: { Numerator: { } numerator, Absent: null, Currency.Code: "CNY" } measure })
            {
                isDone = true;
                yield return value with { Figure = value.Figure with { Measure = measure with { Numerator = numerator + 1 } } };
            }
            else
            {
                yield return value;
            }
        }

        Assert.True(isDone);
    }

    private NightRun Run(
        Func<LocalDate, Instant, string>? sums = null,
        Func<IEnumerable<NightValue>, IEnumerable<NightValue>>? passes = null,
        Func<PortfolioHistory, OrAbsent<IReadOnlyList<AttributedCredit>>>? credits = null) => new(logins, nights.Runs, NullLogger<NightRun>.Instance)
    {
        SumsSql = sums ?? LedgerSums.Sql,
        Passes = passes ?? (values => values),
        Credits = credits ?? AttributedMobilisation.Credits,
    };

    private async Task<(NightState State, string? Why)> OutcomeAsync(NightRun run)
    {
        var outcome = await new Night(nights.Runs, run, NullLogger<Night>.Instance).RunByHandAsync(AsOf, null, _ => { }, Cancel);
        return (outcome.State, outcome.Why);
    }

    private async Task NothingIsPublishedAsync() => Assert.Equal("0 0 0 0 0", await nights.OneAsync("""
        select concat_ws(' ', (select count(*) from metric_value), (select count(*) from metric_detail), (select count(*) from metric_part),
            (select count(*) from rule_verdict), (select count(*) from metric_run where state = 'PUBLISHED'))
        """));
}
