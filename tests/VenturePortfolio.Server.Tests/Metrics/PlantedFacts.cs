using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Facts written as the job writes history: with recorded times of their own, which the database allows until the first
/// run is published; after that it stamps them itself.
/// </summary>
public sealed class PlantedFacts(DatabaseLogins logins)
{
    /// <summary>When facts were recorded unless a test says otherwise.</summary>
    public static readonly Instant Long = Instant.FromUtc(2026, 1, 5, 1, 0);

    private readonly Dictionary<string, Guid> ids = new(StringComparer.Ordinal);

    public Guid this[string code] => ids[code];

    /// <summary>When these facts were recorded, unless said otherwise with one of them.</summary>
    public Instant Told { get; init; } = Long;

    public static async Task<PlantedFacts> BeginAsync(DatabaseLogins logins, Instant? told = null)
    {
        var facts = new PlantedFacts(logins) { Told = told ?? Long };
        await facts.RunAsync(
            """
            insert into currency (code, minor_digits, name_en, name_zh_hant, name_zh_hans, source)
            values ('CNY', 2, 'Renminbi', '人民幣', '人民币', 'ISO 4217'), ('HKD', 2, 'Hong Kong dollar', '港元', '港元', 'ISO 4217'),
                   ('USD', 2, 'US dollar', '美元', '美元', 'ISO 4217')
            """);
        await facts.RunAsync(
            """
            insert into investor_class (code, name_en, name_zh_hant, name_zh_hans, is_guidance, is_hong_kong, is_private, is_disclosed, source)
            values ('GUIDANCE', 'Guidance', '引導', '引导', true, false, false, true, 'test'),
                   ('LOCAL_GOV', 'Local', '地方', '地方', false, false, false, true, 'test'),
                   ('STATE_OWNED', 'State-owned', '國企', '国企', false, false, false, true, 'test'),
                   ('HK_PRIVATE', 'HK private', '香港私人', '香港私人', false, true, true, true, 'test'),
                   ('HK_PUBLIC', 'HK public', '香港公營', '香港公营', false, true, false, true, 'test'),
                   ('PRIVATE', 'Private', '私人', '私人', false, false, true, true, 'test'),
                   ('UNDISCLOSED', 'Undisclosed', '未披露', '未披露', false, false, false, false, 'test')
            """);
        await facts.RunAsync(
            """
            insert into class_mapping (method, version, class_code, side, verified, source, recorded_at)
            select method, 1, class_code, case when class_code = any(private) then 'PRIVATE' else 'PUBLIC' end, false, 'domain.md 3.2', timestamptz '2000-01-01 12:00Z'
            from (values ('OECD', array['PRIVATE', 'HK_PRIVATE']), ('MDB', array['PRIVATE', 'HK_PRIVATE', 'STATE_OWNED'])) m (method, private),
                 unnest(array['GUIDANCE', 'LOCAL_GOV', 'STATE_OWNED', 'HK_PRIVATE', 'HK_PUBLIC', 'PRIVATE']) class_code
            """);
        return facts;
    }

    public Task ProgrammeAsync(string code, string currency = "CNY", string? parent = null) => RunAsync(
        "insert into programme (id, parent_id, code, name_en, currency, invented, source) values ($1, $2, $3, $3, $4, true, 'test')",
        New(code), parent is null ? DBNull.Value : ids[parent], code, currency);

    public async Task FundAsync(string code, string programme, string currency = "CNY", int vintage = 2021, string? manager = null, bool invented = true)
    {
        await RunAsync(
            """
            insert into sub_fund (id, programme_id, manager_id, code, name_en, name_zh_hant, vintage, status, jurisdiction,
                                  announced_size_minor, announced_size_currency, invented, source)
            values ($1, $2, $3, $4, $4, $4, $5, 'INVESTING', 'CN', 100, $6, $7, 'test')
            """,
            New(code), ids[programme], manager is null ? DBNull.Value : ids[manager], code, (short)vintage, currency, invented);
        await RunAsync(
            "insert into sub_fund_term (sub_fund_id, currency, effective_on, recorded_at) values ($1, $2, date '2015-01-01', $3)",
            ids[code], currency, Told);
    }

    /// <summary>An investor of a class pledges to a fund; the investor is made for it and named fund/class/number.</summary>
    public async Task<string> CommitAsync(string fund, string investorClass, long minor, LocalDate on, string currency = "CNY", Instant? recordedAt = null)
    {
        var investor = $"{fund}-{investorClass}-{ids.Count}";
        await RunAsync(
            "insert into investor (id, code, name_en, jurisdiction, invented, source) values ($1, $2, $2, 'CN', true, 'test')",
            New(investor), investor);
        await RunAsync(
            "insert into investor_class_assignment (investor_id, class_code, effective_on, recorded_at) values ($1, $2, date '2015-01-01', $3)",
            ids[investor], investorClass, Told);
        await RunAsync("insert into sub_fund_investor (sub_fund_id, investor_id) values ($1, $2)", ids[fund], ids[investor]);
        await RunAsync(
            """
            insert into commitment (id, sub_fund_id, investor_id, kind, amount_minor, currency, effective_on, recorded_at)
            values ($7, $1, $2, 'INITIAL', $3, $4, $5, $6)
            """,
            ids[fund], ids[investor], minor, currency, on, recordedAt ?? Told, New($"{investor} commitment"));
        return investor;
    }

    public Task FlowAsync(string fund, string investor, string kind, long minor, LocalDate on, string currency = "CNY", Instant? recordedAt = null) => RunAsync(
        """
        insert into cash_flow (sub_fund_id, investor_id, kind, amount_minor, currency, unfunded_effect_minor, effective_on, recorded_at)
        values ($1, $2, $3, $4, $5, 0, $6, $7)
        """,
        ids[fund], ids[investor], kind, minor, currency, on, recordedAt ?? Told);

    public Task NavAsync(string fund, long minor, LocalDate on, string currency = "CNY", Instant? recordedAt = null) => RunAsync(
        "insert into reported_nav (sub_fund_id, nav_minor, currency, effective_on, recorded_at) values ($1, $2, $3, $4, $5)",
        ids[fund], minor, currency, on, recordedAt ?? Told);

    public Task RateAsync(string currency, LocalDate on, decimal perUsd) => RunAsync(
        """
        insert into fx_rate (currency, series, effective_on, per_usd, source, recorded_at)
        values ($1, 'MONTHLY_AVERAGE', $2, $3, 'US Federal Reserve, via datasets/exchange-rates (PDDL)', $4)
        """,
        currency, on, perUsd, Told);

    /// <summary>Something that is in the database already, under a name of this test's.</summary>
    public void Adopt(string code, Guid key) => ids[code] = key;

    public async Task RunAsync(string sql, params object[] values)
    {
        await using var connection = await logins.Job.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var backdate = new NpgsqlCommand("select set_config('app.backdate', 'on', true)", connection, transaction))
        {
            await backdate.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using (var command = new NpgsqlCommand(sql, connection, transaction))
        {
            command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await transaction.CommitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// The constructed vector T-LEV-1 of domain.md 3.4: millions; first close 2021-12-31, Hong Kong public money at the second
    /// close 2022-12-31; rates are monthly averages of the US Federal Reserve.
    /// </summary>
    public async Task PlantLeverageVectorAsync(string programme = "T-LEV", string fund = "T-LEV-1", string? manager = null)
    {
        const long million = 100_000_000;
        var (first, second) = (new LocalDate(2021, 12, 31), new LocalDate(2022, 12, 31));
        await ProgrammeAsync(programme);
        await FundAsync(fund, programme, manager: manager);
        await CommitAsync(fund, "GUIDANCE", 200 * million, first);
        await CommitAsync(fund, "LOCAL_GOV", 150 * million, first);
        await CommitAsync(fund, "STATE_OWNED", 200 * million, first);
        await CommitAsync(fund, "PRIVATE", 150 * million, first);
        await CommitAsync(fund, "PRIVATE", 10 * million, first);
        await CommitAsync(fund, "HK_PRIVATE", 240 * million, first, "HKD");
        await CommitAsync(fund, "HK_PUBLIC", 120 * million, second, "HKD");
    }

    /// <summary>Two startups of an incubator, one with a milestone, a round, a holding of the fund and a conversion; and three rules.</summary>
    public async Task PlantStartupsAsync(string fund = "T-LEV-1")
    {
        await RunAsync("insert into organisation (id, kind, name_en, jurisdiction, invented, source) values ($1, 'INCUBATOR', 'Hatchery', 'HK', true, 'test')", New("HATCHERY"));
        await RunAsync("insert into incubator (id, organisation_id, code, name_en, jurisdiction, invented, source) values ($1, $2, 'IA', 'Hatchery', 'HK', true, 'test')", New("IA"), ids["HATCHERY"]);
        await RunAsync("insert into sector values ('BIO', 'Biotech', 'B', 'B', 'test') on conflict do nothing");
        await RunAsync("insert into milestone_kind values ('FIN-GRANT', 'Grant', 'G', 'G', 'Award letter', true, 'test') on conflict do nothing");
        foreach (var startup in new[] { "SA", "SB" })
        {
            await RunAsync(
                "insert into startup (id, code, sector_code, stage, name_en, jurisdiction, invented, source) values ($1, $2, 'BIO', 'SEED', $2, 'HK', true, 'test')", New(startup), startup);
            await RunAsync(
                "insert into incubation (id, startup_id, incubator_id, kind, effective_on, recorded_at) values ($1, $2, $3, 'ADMITTED', '2022-01-01', $4)",
                New($"{startup} stay"), ids[startup], ids["IA"], Told);
        }

        await RunAsync("insert into milestone (id, startup_id, kind, title, due_on, recorded_at) values ($1, $2, 'FIN-GRANT', 'Grant', '2023-03-01', $3)", New("SA grant"), ids["SA"], Told);
        await RunAsync(
            "insert into financing_round (id, startup_id, stage, effective_on, total_minor, currency, recorded_at) values ($1, $2, 'SEED', '2023-04-11', 600000000, 'CNY', $3)",
            New("SA round"), ids["SA"], Told);
        await RunAsync(
            """
            insert into investment (id, sub_fund_id, startup_id, financing_round_id, instrument, amount_minor, currency, effective_on, recorded_at)
            values ($1, $2, $3, $4, 'PREFERRED', 5000000, 'CNY', '2023-04-11', $5)
            """,
            New("SA holding"), ids[fund], ids["SA"], ids["SA round"], Told);
        await RunAsync(
            """
            insert into rule (id, code, revision, pack, name_en, name_zh_hant, name_zh_hans, legal_basis, effective_from, is_warning, verified, is_per_fund, parameters, source, recorded_at)
            select ($1::uuid[])[place], code, 1, 'NFTTC', code, code, code, 'test', '2014-01-01', false, true, false, parameters::jsonb, 'test', $2
            from (values (1, 'NF-12', '{"amount_min": 100000000}'), (2, 'NF-15', '{"share_min": 0.005}'), (3, 'NF-17', '{"share_max": 0.20}')) r (place, code, parameters)
            """,
            new[] { New("NF-12"), New("NF-15"), New("NF-17") }, Told);
    }

    public async Task PlantLeverageRatesAsync()
    {
        foreach (var (on, cny, hkd) in new[]
                 {
                     (new LocalDate(2021, 12, 1), 6.3693m, 7.7990m),
                     (new LocalDate(2022, 12, 1), 6.9717m, 7.7854m),
                     (new LocalDate(2024, 12, 1), 7.2807m, 7.7734m),
                 })
        {
            await RateAsync("CNY", on, cny);
            await RateAsync("HKD", on, hkd);
        }
    }

    /// <summary>
    /// One fund with an investor, and a week of postings to it: every day something of that day and something late about a
    /// day before, each recorded at noon of the day it was told. Between two nights there is always something new.
    /// </summary>
    public async Task PlantWeekAsync(LocalDate first, LocalDate last)
    {
        await PlantLeverageRatesAsync();
        await PlantLeverageVectorAsync();
        var told = Noon(first.PlusDays(-10));
        var investor = await CommitAsync("T-LEV-1", "PRIVATE", 50_000_000, new LocalDate(2023, 3, 1), recordedAt: told);
        for (var (date, step) = (first.PlusDays(-9), 1); date <= last; date = date.PlusDays(1), step++)
        {
            await FlowAsync("T-LEV-1", investor, "CAPITAL_CALL", 100_000 + step, date, recordedAt: Noon(date));
            await FlowAsync("T-LEV-1", investor, "DISTRIBUTION", 30_000 + step, date.PlusDays(-step % 5), recordedAt: Noon(date));
            await NavAsync("T-LEV-1", 900_000 + step, date.PlusDays(-3), recordedAt: Noon(date));
        }

        static Instant Noon(LocalDate date) => NightPlan.Zone.AtStrictly(date.At(LocalTime.Noon)).ToInstant();
    }

    // In the order of planting, so that two worlds break ties alike.
    private Guid New(string code) => ids[code] = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddYears(50).AddMilliseconds(ids.Count));
}
