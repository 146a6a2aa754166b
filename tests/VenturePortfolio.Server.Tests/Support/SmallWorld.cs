using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Two of everything that must be kept apart, held by the <see cref="TestPeople"/>: two fund managers with a fund each, two incubators with a startup each; one
/// policy officer, one administrator. Fund A has an investor who pledged 9.50 M CNY, and a holding. A database of the test
/// class's own: <c>class Tests(SmallWorld world) : IClassFixture&lt;SmallWorld&gt;</c>.
/// </summary>
public sealed class SmallWorld(TestCluster cluster) : IAsyncLifetime
{
    private DatabaseLogins? _logins;

    public static readonly Actor ManagerA = Person(TestPerson.Manager, Role.FundManager);
    public static readonly Actor ManagerB = Person(TestPerson.OtherManager, Role.FundManager);
    public static readonly Actor IncubatorA = Person(TestPerson.Incubator, Role.Incubator);
    public static readonly Actor IncubatorB = Person(TestPerson.OtherIncubator, Role.Incubator);
    public static readonly Actor Policy = Person(TestPerson.Policy, Role.Policy);
    public static readonly Actor Admin = Person(TestPerson.Admin, Role.Admin);

    public static readonly Guid FundA = Key(0xa1);
    public static readonly Guid FundB = Key(0xb1);
    public static readonly Guid Investor = Key(0xa2);
    public static readonly Guid InvestorOfB = Key(0xb2);
    public static readonly Guid Holding = Key(0xa3);
    public static readonly Guid StartupA = Key(0xa4);
    public static readonly Guid StartupB = Key(0xb4);
    public static readonly Guid AnnouncedMilestone = Key(0xa5);
    public static readonly Guid Achievement = Key(0xa7);

    /// <summary>Not shared with the consent of the bodies concerned.</summary>
    public static readonly Guid SecretAchievement = Key(0xa8);

    /// <summary>2026-06-30, noon in Hong Kong: the day every test here takes for today.</summary>
    public static readonly IClock Noon = new FixedClock(Instant.FromUtc(2026, 6, 30, 4, 0));

    public static IReadOnlyList<Actor> Everybody { get; } = [ManagerA, ManagerB, IncubatorA, IncubatorB, Policy, Admin];

    public DatabaseLogins Logins => _logins ?? throw new InvalidOperationException("xunit has not initialized the fixture yet.");

    private static readonly VentureDbPool Pool = new();

    public static RecordCashFlow Record { get; } = new(Pool, Noon);

    public static ReverseCashFlow Reverse { get; } = new(Pool);

    public static ReportMilestone Report { get; } = new(Pool, Noon);

    public static RecordAchievement RecordResearch { get; } = new(Pool);

    public static LinkAchievement Link { get; } = new(Pool, Noon);

    public static SetMetricTarget Target { get; } = new(Pool, Noon);

    public static ChooseRule Choose { get; } = new(Pool, Noon);

    public static RecordRuleStatement State { get; } = new(Pool, Noon);

    public static RecordLineEvent RecordLine { get; } = new(Pool, Noon);

    public static ReverseLineEvent ReverseLine { get; } = new(Pool);

    public static string Id(string type, Guid key) => GlobalId.Of(type, key);

    /// <summary>A capital call of fund A that everything is right with.</summary>
    public static RecordCashFlowInput Call(string amount = "100.00") => new()
    {
        SubFundId = Id("SubFund", FundA),
        Kind = "CAPITAL_CALL",
        Amount = amount,
        Currency = "CNY",
        EffectiveOn = new LocalDate(2026, 3, 31),
        InvestorId = Id("Investor", Investor),
    };

    /// <summary>A report about startup A that everything is right with.</summary>
    public static ReportMilestoneInput Grant() => new()
    {
        StartupId = Id("Startup", StartupA),
        Kind = "FIN-GRANT",
        Title = "ITF grant",
        OccurredOn = new LocalDate(2026, 5, 20),
        Amount = "250000.00",
        Currency = "HKD",
    };

    /// <summary>Runs an act as the endpoint does: one transaction, committed only when there are no errors.</summary>
    public async Task<Result<Guid>> RunAsync(Actor actor, Func<NpgsqlTransaction, Task<Result<Guid>>> act)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var transaction = await ActorTransaction.BeginAsync(Logins.DataSourceOf(actor.Role), actor.PersonId, "test", cancel);
        var result = await act(transaction.Transaction);
        if (result.IsOk)
            await transaction.CommitAsync(cancel);
        return result;
    }

    public Task<Result<Guid>> RecordAsync(RecordCashFlowInput input, string? key = null, Actor? actor = null) =>
        RunAsync(actor ?? ManagerA, transaction => Record.RunAsync(
            actor ?? ManagerA, input, key ?? Guid.NewGuid().ToString(), transaction, TestContext.Current.CancellationToken));

    public Task<Result<Guid>> ReverseAsync(Guid entry, string? key = null, Actor? actor = null, string reason = "Typed twice.") =>
        RunAsync(actor ?? ManagerA, transaction => Reverse.RunAsync(
            actor ?? ManagerA,
            new ReverseCashFlowInput { CashFlowId = Id("CashFlow", entry), Reason = reason },
            key ?? Guid.NewGuid().ToString(),
            transaction,
            TestContext.Current.CancellationToken));

    public Task<Result<Guid>> ReportAsync(ReportMilestoneInput input, string? key = null, Actor? actor = null) =>
        RunAsync(actor ?? IncubatorA, transaction => Report.RunAsync(
            actor ?? IncubatorA, input, key ?? Guid.NewGuid().ToString(), transaction, TestContext.Current.CancellationToken));

    /// <summary>One value, as the job sees it: everything.</summary>
    public async Task<T> ValueAsync<T>(string sql)
    {
        await using var command = Logins.Job.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <inheritdoc cref="Fingerprint.OfAsync"/>
    public Task<string> FingerprintAsync() => Fingerprint.OfAsync(Logins);

    public async ValueTask InitializeAsync()
    {
        _logins = await cluster.CloneAsync(TestContext.Current.CancellationToken);
        await TestPeople.AddAsync(_logins.Job, TestContext.Current.CancellationToken);
        await ExecuteAsync(Sql);
    }

    /// <summary>As the job, which loads seeds and imports.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = Logins.Job.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>As nobody in the program can: past row security and grants.</summary>
    public async Task AsSuperuserAsync(string sql)
    {
        var database = new NpgsqlConnectionStringBuilder(Logins.Job.ConnectionString).Database!;
        await TestCluster.SuperuserAsync(
            await cluster.RunningAsync(), database, $"set search_path to portfolio, app; {sql}", TestContext.Current.CancellationToken);
    }

    /// <summary>A new investor of fund A with one pledge, for tests that count what is left of it.</summary>
    public async Task<Guid> PledgeAsync(long amountMinor, string effectiveOn = "2024-01-01")
    {
        var investor = Guid.CreateVersion7();
        await ExecuteAsync($"""
            insert into investor (id, code, name_en, jurisdiction, invented, source)
                values ('{investor}', 'I{investor.ToString("N").ToUpperInvariant()}', 'New investor', 'CN', true, 'test');
            insert into sub_fund_investor values ('{FundA}', '{investor}');
            insert into commitment (sub_fund_id, investor_id, kind, amount_minor, currency, effective_on)
                values ('{FundA}', '{investor}', 'INITIAL', {amountMinor}, 'CNY', '{effectiveOn}');
            """);
        return investor;
    }

    public async ValueTask DisposeAsync()
    {
        if (_logins is not null)
            await _logins.DisposeAsync();
    }

    private sealed class FixedClock(Instant now) : IClock
    {
        public Instant GetCurrentInstant() => now;
    }

    private static Guid Key(int number) => new($"00000000-0000-7000-8000-{number:x12}");

    private static Actor Person(TestPerson person, Role role) => new(TestPeople.KeyOf(person), role, $"{person} (test)", "en");

    private static Guid Organisation(TestPerson person) => TestPeople.OrganisationOf(person);

    /// <summary>Without terms a fund has no figures: for tests that publish a night.</summary>
    public static string TermsSql { get; } =
        $"insert into sub_fund_term (sub_fund_id, currency, effective_on) select id, 'CNY', date '2015-01-01' from sub_fund where id in ('{FundA}', '{FundB}')";

    /// <summary>All rows but the people; for other databases that hold the <see cref="TestPeople"/> too.</summary>
    public static string Sql { get; } = $"""
        insert into currency select code, 2, code, code, code, 'ISO 4217' from unnest(array['CNY', 'HKD', 'USD']) code on conflict do nothing;
        insert into currency values ('JPY', 0, 'Yen', 'Yen', 'Yen', 'ISO 4217') on conflict do nothing;
        insert into sector values ('BIO', 'Biotech', 'B', 'B', 'test') on conflict do nothing;
        insert into investor_class values ('GUIDANCE', 'Guidance', 'G', 'G', true, false, false, true, 'test') on conflict do nothing;
        insert into rule (code, revision, pack, name_en, name_zh_hant, name_zh_hans, legal_basis, effective_from, is_warning, verified, is_per_fund, parameters, source)
            values ('NF-31', 1, 'NFTTC', 'By choice', '自選', '自选', 'test', '2014-01-01', false, false, true, jsonb_build_object(), 'test') on conflict do nothing;
        insert into class_mapping (method, version, class_code, side, verified, source) values ('OECD', 1, 'GUIDANCE', 'PUBLIC', false, 'test') on conflict do nothing;
        insert into milestone_kind values
            ('FIN-GRANT', 'Grant', 'G', 'G', 'Award letter', true, 'domain.md 5.1'),
            ('INC-GRAD', 'Graduates', 'G', 'G', 'Per ground', false, 'domain.md 5.1') on conflict do nothing;
        insert into programme (id, code, name_en, currency, invented, source) values ('{Key(0xa0)}', 'P', 'Programme', 'CNY', true, 'test');
        insert into sub_fund (id, programme_id, manager_id, code, name_en, vintage, status, jurisdiction, announced_size_minor,
            announced_size_currency, invented, source)
        values ('{FundA}', '{Key(0xa0)}', '{Organisation(TestPerson.Manager)}', 'A', 'Fund A', 2024, 'INVESTING', 'CN', 100000000000, 'CNY', true, 'test'),
               ('{FundB}', '{Key(0xa0)}', '{Organisation(TestPerson.OtherManager)}', 'B', 'Fund B', 2024, 'INVESTING', 'CN', 100000000000, 'CNY', true, 'test');
        insert into investor (id, code, name_en, jurisdiction, invented, source)
            values ('{Investor}', 'I', 'Investor', 'CN', true, 'test'), ('{InvestorOfB}', 'J', 'Other investor', 'CN', true, 'test');
        insert into sub_fund_investor values ('{FundA}', '{Investor}'), ('{FundB}', '{InvestorOfB}');
        insert into commitment (sub_fund_id, investor_id, kind, amount_minor, currency, effective_on)
            values ('{FundA}', '{Investor}', 'INITIAL', 950000000, 'CNY', '2024-01-01'),
                   ('{FundB}', '{InvestorOfB}', 'INITIAL', 950000000, 'CNY', '2024-01-01');
        insert into incubator (id, organisation_id, code, name_en, jurisdiction, invented, source)
            values ('{Key(0xa6)}', '{Organisation(TestPerson.Incubator)}', 'IA', 'Incubator A', 'HK', true, 'test'), ('{Key(0xb6)}', '{Organisation(TestPerson.OtherIncubator)}', 'IB', 'Incubator B', 'HK', true, 'test');
        insert into startup (id, code, incubator_id, sector_code, stage, name_en, jurisdiction, invented, source)
            values ('{StartupA}', 'SA', '{Key(0xa6)}', 'BIO', 'SEED', 'Startup A', 'HK', true, 'test'),
                   ('{StartupB}', 'SB', '{Key(0xb6)}', 'BIO', 'SEED', 'Startup B', 'HK', true, 'test');
        insert into incubation (startup_id, incubator_id, kind, effective_on)
            values ('{StartupA}', '{Key(0xa6)}', 'ADMITTED', '2025-01-01'), ('{StartupB}', '{Key(0xb6)}', 'ADMITTED', '2025-01-01');
        insert into milestone (id, startup_id, kind, title) values ('{AnnouncedMilestone}', '{StartupA}', 'INC-GRAD', 'Graduation');
        insert into achievement (id, achievement_number, source_kind, title_en, has_consent, invented, source)
            values ('{Achievement}', 'ACH-1', 'CENTRAL_PROGRAMME', 'Achievement', true, true, 'test'), ('{SecretAchievement}', 'ACH-2', 'LOCAL_PROGRAMME', 'Secret', false, true, 'test');
        insert into investment (id, sub_fund_id, startup_id, instrument, amount_minor, currency, effective_on)
            values ('{Holding}', '{FundA}', '{StartupA}', 'PREFERRED', 5000000, 'CNY', '2025-03-01');
        """;
}
