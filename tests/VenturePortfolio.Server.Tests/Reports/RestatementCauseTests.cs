using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Each cause of a restatement, from rows of the database, with effects computed by hand. Fund F: 100 yuan of guidance money, 100 HKD of Hong Kong's, 100
/// yuan of others, at 1 HKD = 1 CNY. What came to be known after <see cref="Then"/> is said where it is planted.
/// </summary>
public sealed class RestatementCauseTests(TestCluster cluster)
{
    private static readonly LocalDate AsOf = new(2024, 12, 31);
    private static readonly LocalDate On = new(2024, 3, 1);
    private static readonly Instant Then = Instant.FromUtc(2026, 2, 1, 0, 0);
    private static readonly Instant Now = Instant.FromUtc(2026, 4, 1, 0, 0);
    private static readonly Instant Told = Instant.FromUtc(2026, 3, 1, 0, 0);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_cause_has_its_step_and_the_steps_sum_to_the_difference()
    {
        await using var logins = await PlantAsync();

        // LV-1 of the pool. F: 3; HKD at half: 2.5; others were guidance: 250/200; Hong Kong's taken back: 200/200; 100 more told late: 300/200.
        // With G, of 200/100, whose rate was not known before: 500/300, +0.1666666667. It came in because rates did: they made -0.5 + 0.1666666667.
        var restated = await RestateAsync(logins, new LeverageQuery { AsOf = AsOf, Programme = "P" });
        Assert.Equal((3m, 1.6666666667m), (restated.Of.Before.Value, restated.Of.After.Value));
        Assert.Equal(
            [
                new(RestatementCause.Fx, -0.3333333333m), new(RestatementCause.Reclassification, -1.25m), new(RestatementCause.Correction, -0.25m),
                new(RestatementCause.LatePosting, 0.5m),
            ],
            restated.Of.Steps);
        Assert.Equal(("PARTIAL", "1 of 2", "OK", "2 of 2"), (restated.First.Of.Status, restated.First.Coverage, restated.Last.Of.Status, restated.Last.Coverage));
        Assert.Equal(["G (FX_MISSING)"], restated.First.Of.LeftOut.Select(left => left.Shown));
        Assert.Equal(restated.Difference, restated.Of.Steps.Sum(step => step.Effect));
        // Two of classes: that of the others, and that of who came late.
        Assert.Equal(
            [
                "Correction Commitment", "Fx FxRate", "Fx FxRate", "Fx FxRate", "LatePosting Commitment",
                "Reclassification InvestorClassAssignment", "Reclassification InvestorClassAssignment",
            ],
            restated.Of.Rows.Select(row => $"{row.Cause} {row.Source}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_basis_has_other_steps_and_a_group_has_its_own()
    {
        await using var logins = await PlantAsync();

        // At the rates of asOf, 1 to 1 and known all the time: 500/200; others were guidance: 500/300; taken back: 400/300; late: 500/300.
        var asOf = await RestateAsync(logins, new LeverageQuery { AsOf = AsOf, Programme = "P", FxBasis = FxBasis.AsOf });
        Assert.Equal(
            [new(RestatementCause.Reclassification, -0.8333333333m), new(RestatementCause.Correction, -0.3333333334m), new(RestatementCause.LatePosting, 0.3333333334m)],
            asOf.Of.Steps);
        var first = await RestateAsync(logins, new LeverageQuery { AsOf = AsOf, GroupBy = LeverageGroupBy.SubFund }, "F");
        Assert.Equal((3m, 1.5m, 4), (first.Of.Before.Value, first.Of.After.Value, first.Of.Steps.Count));
        var second = await RestateAsync(logins, new LeverageQuery { AsOf = AsOf, GroupBy = LeverageGroupBy.SubFund, Currency = "HKD" }, "G");
        Assert.Equal(("FX_MISSING", 2m, "HKD"), (second.Of.Before.StatusKey, second.Of.After.Value, second.Currency.Code));
        Assert.Empty(second.Of.Steps);
        Assert.Equal("GROUP_UNKNOWN", (await AskAsync(logins, "LV-1", new LeverageQuery { AsOf = AsOf, GroupBy = LeverageGroupBy.SubFund }, "H")).Errors[0].Code);
        Assert.Equal("NOT_TOLD_BY", (await AskAsync(logins, "LV-1", new LeverageQuery { AsOf = AsOf, GroupBy = LeverageGroupBy.Sector }, "BIO")).Errors[0].Code);
    }

    [Fact]
    public async Task A_definition_revised_since_it_was_published_is_a_step()
    {
        await using var logins = await PlantAsync();
        var facts = new PlantedFacts(logins);
        // What the other revision gave that night: 2.9.
        await facts.RunAsync("""
            with run as (
                insert into metric_run (kind, business_date, known_at, state, published_at) values ('BY_HAND', '2024-12-31', '2026-02-01 00:00Z', 'PUBLISHED', now()) returning id)
            insert into metric_value (run_id, programme_id, metric_key, revision, as_of, known_at, unit, fx_basis, value, status)
            select run.id, p.id, 'LV-1', 99, '2024-12-31', '2026-02-01 00:00Z', 'RATIO', 'commitment-date', 2.9, 'OK' from run, programme p where p.code = 'P';
            insert into metric_value (run_id, group_by, group_key, metric_key, revision, as_of, known_at, unit, fx_basis, value, status)
            select r.id, 'VINTAGE', '2021', 'LV-1', 99, '2024-12-31', '2026-02-01 00:00Z', 'RATIO', 'commitment-date', 2.8, 'OK' from metric_run r
            """);

        var restated = await RestateAsync(logins, new LeverageQuery { AsOf = AsOf, Programme = "P" });

        Assert.Equal(2.9m, restated.Of.Before.Value);
        Assert.Equal(new RestatementStep(RestatementCause.Definition, 0.1m), restated.Of.Steps[0]);
        Assert.Equal(1.6666666667m - 2.9m, restated.Of.Steps.Sum(step => step.Effect));
        // The same pool as a group of its vintage, of which that night had told 2.8.
        var vintage = await RestateAsync(logins, new LeverageQuery { AsOf = AsOf, GroupBy = LeverageGroupBy.Vintage }, "2021");
        Assert.Equal((2.8m, new RestatementStep(RestatementCause.Definition, 0.2m)), (vintage.Of.Before.Value, vintage.Of.Steps[0]));
        Assert.Equal(1.6666666667m - 2.8m, vintage.Of.Steps.Sum(step => step.Effect));
    }

    [Fact]
    public async Task A_level_of_the_index_told_anew_is_a_correction_and_one_told_late_is_late()
    {
        await using var logins = await PlantAsync();
        var facts = new PlantedFacts(logins) { Told = PlantedFacts.Long };
        await facts.RunAsync("""
            insert into benchmark_index (code, name_en, currency, is_default, source) values ('X', 'X', 'CNY', true, 'test');
            insert into benchmark_level (index_code, effective_on, level, recorded_at) values
                ('X', '2024-01-31', 100, '2026-01-05 00:00Z'), ('X', '2024-11-30', 120, '2026-01-05 00:00Z'),
                ('X', '2024-01-31', 80, '2026-03-01 00:00Z'), ('X', '2024-12-31', 160, '2026-03-02 00:00Z');
            insert into cash_flow (sub_fund_id, investor_id, kind, amount_minor, currency, unfunded_effect_minor, effective_on, recorded_at)
            select f.id, c.investor_id, k.kind, k.minor, 'CNY', 0, k.on_day, '2026-01-05 00:00Z'
            from sub_fund f
            join lateral (select investor_id from commitment c where c.sub_fund_id = f.id order by amount_minor, id limit 1) c on true
            cross join (values ('CAPITAL_CALL', 10000, date '2024-01-31'), ('DISTRIBUTION', 9000, date '2024-12-31')) k (kind, minor, on_day)
            where f.code = 'F'
            order by k.on_day;
            insert into reported_nav (sub_fund_id, nav_minor, currency, effective_on, recorded_at) select id, 0, 'CNY', '2024-12-31', '2026-01-05 00:00Z' from sub_fund where code = 'F'
            """);

        // 90 / (100 x 120/100) = 0.75; the first level was 80: 90 / (100 x 120/80) = 0.6; that of the last day, told late, is 160: 90 / (100 x 160/80) = 0.45.
        var answer = await AskAsync(logins, "KS_PME", new LeverageQuery { AsOf = AsOf, SubFund = "F" }, null);

        Assert.Equal((0.75m, 0.45m), (answer.Value.Of.Before.Value, answer.Value.Of.After.Value));
        Assert.Equal([new(RestatementCause.Correction, -0.15m), new(RestatementCause.LatePosting, -0.15m)], answer.Value.Of.Steps);
        Assert.Equal(
            ["Correction 2024-01-31", "LatePosting 2024-12-31"],
            answer.Value.Of.Rows.Where(row => row.Source == "BenchmarkLevel").Select(row => $"{row.Cause} {row.EffectiveOn:uuuu-MM-dd}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Supported_transactions_and_their_jobs_that_came_late_are_told()
    {
        await using var logins = await PlantAsync();
        await new PlantedFacts(logins).RunAsync("""
            insert into programme (code, name_en, currency, invented, source) values ('US', 'US', 'USD', false, 'test');
            with batch as (insert into import_batch (kind, content_hash, file_name, row_count, recorded_at)
                values ('SSBCI', sha256('one'::bytea), 'one.csv', 2, '2026-01-05 00:00Z') returning id),
            row as (insert into support_transaction (programme_id, import_batch_id, row_number, region, currency, loan_or_investment_minor, public_funds_minor,
                    concurrent_private_minor, subsequent_private_minor, effective_on, recorded_at)
                select p.id, batch.id, late.n, 'CA', 'USD', late.loan, 100, late.private, 0, date '2020-01-31', late.told
                from batch, programme p, (values (1, 300, 100, timestamptz '2026-01-05 00:00Z'), (2, 100, 0, timestamptz '2026-03-01 00:00Z')) late (n, loan, private, told)
                where p.code = 'US' returning id, recorded_at)
            insert into outcome_fact (support_transaction_id, measure, period_start, effective_on, value, recorded_at)
            select row.id, 'JOBS_CREATED', date '2020-01-01', date '2020-01-31', 1.5, row.recorded_at from row
            """);
        var us = new LeverageQuery { AsOf = AsOf, Programme = "US" };

        // US Treasury: (loans or investments + concurrent + subsequent private money) / public funds. (300 + 100)/100; with the late one (400 + 100)/200.
        var financing = (await AskAsync(logins, "US_SSBCI_NEW_FINANCING", us, null)).Value;
        Assert.Equal((4m, 2.5m, "1 of 1", "2 of 2", "USD"), (financing.Of.Before.Value, financing.Of.After.Value, financing.First.Coverage, financing.Last.Coverage, financing.Currency.Code));
        Assert.Equal([new(RestatementCause.LatePosting, -1.5m)], financing.Of.Steps);
        Assert.Equal(["LatePosting SupportTransaction"], financing.Of.Rows.Select(row => $"{row.Cause} {row.Source}"));
        // The same as a group, and as everything in scope: the other programme supports none.
        Assert.Equal(financing.Of.Steps, (await AskAsync(logins, "US_SSBCI_NEW_FINANCING", us with { GroupBy = LeverageGroupBy.Programme }, "US")).Value.Of.Steps);
        Assert.Equal(financing.Of.Steps, (await AskAsync(logins, "US_SSBCI_NEW_FINANCING", us with { Programme = null }, null)).Value.Of.Steps);

        // In renminbi at the rate of the day the ratio is the same.
        var converted = (await AskAsync(logins, "US_SSBCI_NEW_FINANCING", us with { Currency = "CNY" }, null)).Value;
        Assert.Equal((4m, 2.5m, "CNY"), (converted.Of.Before.Value, converted.Of.After.Value, converted.Currency.Code));
        Assert.Equal([new(RestatementCause.LatePosting, -1.5m)], converted.Of.Steps);
        // No rate of 2020 is on record.
        Assert.Equal("FX_MISSING", (await AskAsync(logins, "US_SSBCI_NEW_FINANCING", us with { Currency = "CNY", FxBasis = FxBasis.TransactionDate }, null)).Value.Of.After.StatusKey);

        // Once led over to nothing: "choose one currency", which was chosen. 500 dollars at 7 yuan over 200, to the pledges of F and G.
        var report = await new Reports(logins).PullAsync(new LeverageQuery
        {
            AsOf = AsOf, GroupBy = LeverageGroupBy.Total, Currency = "CNY", Definitions = ["US_SSBCI_NEW_FINANCING", "JOBS"], BridgeTo = "LV-1",
        });
        var figure = Reports.Of(report, "TOTAL", "US_SSBCI_NEW_FINANCING");
        Assert.Equal((2.5m, "CNY"), (figure.Value, figure.Currency));
        Assert.Equal(0m, figure.Bridge!.To.Measure.Value!.Value - figure.Value!.Value - figure.Bridge.Steps.Sum(step => step.Effect));
        Assert.Contains(figure.Bridge.Steps, step => step is { Part: "LOAN_OR_INVESTMENT", FromMinor: { } minor } && minor == 400 * 7);

        var jobs = (await AskAsync(logins, "JOBS", us, null)).Value;
        Assert.Equal((1.5m, 3m, 1.5m), (jobs.Of.Before.Value, jobs.Of.After.Value, Assert.Single(jobs.Of.Steps).Effect));
        Assert.Equal(["LatePosting OutcomeFact"], jobs.Of.Rows.Select(row => $"{row.Cause} {row.Source}"));

        Assert.Equal("NOTHING_RECORDED", (await AskAsync(logins, "JOBS", us with { AsOf = new LocalDate(2019, 12, 31) }, null)).Errors[0].Code);
        Assert.Equal("UNKNOWN_PROGRAMME", (await AskAsync(logins, "JOBS", us with { Programme = "UK" }, null)).Errors[0].Code);
    }

    private async Task<DatabaseLogins> PlantAsync()
    {
        var logins = await cluster.CloneAsync(Cancel);
        await TestPeople.AddAsync(logins.Job, Cancel);
        var facts = await PlantedFacts.BeginAsync(logins);
        await facts.ProgrammeAsync("P");
        await facts.FundAsync("F", "P");
        await facts.FundAsync("G", "P");
        foreach (var currency in new[] { "CNY", "HKD" })
        {
            await facts.RateAsync(currency, On, 7m);
            await facts.RateAsync(currency, new LocalDate(2024, 12, 1), 7m);
        }

        await facts.CommitAsync("F", "GUIDANCE", 10_000, On);
        var hongKong = await facts.CommitAsync("F", "HK_PRIVATE", 10_000, On, "HKD");
        var others = await facts.CommitAsync("F", "PRIVATE", 10_000, On);
        await facts.CommitAsync("G", "GUIDANCE", 10_000, new LocalDate(2023, 3, 1));
        await facts.CommitAsync("G", "PRIVATE", 10_000, new LocalDate(2023, 3, 1), "HKD");

        var later = new PlantedFacts(logins) { Told = Told };
        later.Adopt("F", facts["F"]);
        await later.RateAsync("HKD", On, 14m);
        await later.RateAsync("CNY", new LocalDate(2023, 3, 1), 7m);
        await later.RateAsync("HKD", new LocalDate(2023, 3, 1), 7m);
        await later.RunAsync(
            "insert into investor_class_assignment (investor_id, class_code, effective_on, recorded_at) values ($1, 'GUIDANCE', date '2015-01-01', $2)", facts[others], Told);
        await later.RunAsync(
            """
            insert into commitment (sub_fund_id, investor_id, kind, amount_minor, currency, effective_on, reverses_id, recorded_at)
            select sub_fund_id, investor_id, kind, amount_minor, currency, effective_on, id, $2 from commitment where investor_id = $1
            """, facts[hongKong], Told);
        await later.CommitAsync("F", "PRIVATE", 10_000, new LocalDate(2024, 3, 15), recordedAt: Told);
        return logins;
    }

    private static async Task<RestatementReport> RestateAsync(DatabaseLogins logins, LeverageQuery figure, string? group = null)
    {
        var answer = await AskAsync(logins, "LV-1", figure, group);
        Assert.True(answer.IsOk, answer.IsOk ? "" : answer.Errors[0].Message);
        return answer.Value;
    }

    private static Task<Result<RestatementReport>> AskAsync(DatabaseLogins logins, string definition, LeverageQuery figure, string? group) =>
        new PullRestatement(logins, SystemClock.Instance).RunAsync(
            Reports.As(TestPerson.Policy), new RestatementQuery(definition, Then, Now, figure) { Group = group }, "test", Cancel);
}
