using Microsoft.Extensions.Configuration;
using Npgsql;
using Spectre.Console;

namespace VenturePortfolio.Server.Tests;

/// <summary>Each thing the doctor looks at is broken in turn, and named with what to do. A cluster of the class's own.</summary>
public sealed class DoctorTests(DoctorTests.Patient patient) : IClassFixture<DoctorTests.Patient>
{
    private static readonly IReadOnlyList<DatabaseCheck> Checks = [NightCheck.RunAsync, LedgerCheck.RunAsync];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What is broken, how, how it is mended, and what the doctor must say.</summary>
    public static TheoryData<string, string, string, string> Broken => new()
    {
        { "alter role vp_policy superuser", "alter role vp_policy nosuperuser", "Logins", "vp_policy is a superuser" },
        { "alter role vp_incubator bypassrls", "alter role vp_incubator nobypassrls", "Logins", "vp_incubator bypasses row security" },
        { "alter role vp_job createrole", "alter role vp_job nocreaterole", "Logins", "vp_job may create roles" },
        { "grant vp_owner to vp_fund_manager", "revoke vp_owner from vp_fund_manager", "Logins", "vp_fund_manager is a member of vp_owner" },
        { "create table portfolio.mine (); alter table portfolio.mine owner to vp_admin", "drop table portfolio.mine", "Logins", "vp_admin owns portfolio.mine" },
        { "alter role vp_policy nologin", "alter role vp_policy login", "Sign-in", "vp_policy cannot sign in" },
        { "delete from migration.applied_script where scriptname >= '0013'", "", "Schema", "this program needs" },
        { "insert into migration.applied_script (scriptname, applied) values ('9999_future', now())", "delete from migration.applied_script where scriptname = '9999_future'", "Schema", "newer than this program" },
        {
            "update portfolio.ledger_head set hash = sha256('x')",
            "update portfolio.ledger_head h set hash = c.hash from portfolio.cash_flow c where c.sub_fund_id = h.sub_fund_id and c.seq = h.seq",
            "Ledgers", "the ledger of A does not end where its head says"
        },
        {
            "update portfolio.ledger_head set recorded_at = now() + interval '1 day'",
            "update portfolio.ledger_head set recorded_at = now()",
            "Clock", "the database's clock went back"
        },
    };

    [Fact]
    public async Task Of_a_healthy_one_nothing_is_wrong()
    {
        var found = await patient.ExamineAsync();
        Assert.DoesNotContain(found, each => each.Soundness == Soundness.Wrong && each.Subject != "Durability");
        // The tests' clusters give up safety against a power cut for speed: here that is the disease.
        Assert.Contains(found, each => each is { Subject: "Durability", Soundness: Soundness.Wrong } && each.Says.Contains("fsync is off", StringComparison.Ordinal));
        Assert.Equal(
            ["Binaries", "Clock", "Data folder", "Disk", "Durability", "Ledgers", "Left over", "Logins", "Nights", "PostgreSQL", "Schema", "Secrets", "Sign-in"],
            found.Select(each => each.Subject).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_is_broken_is_named_with_what_to_do(string breaks, string mends, string subject, string says)
    {
        await patient.SuperuserAsync($"create temporary table kept as select * from migration.applied_script; {breaks}", mends.Length > 0
            ? mends
            : "insert into migration.applied_script overriding system value select * from kept k where not exists (select from migration.applied_script a where a.scriptname = k.scriptname)",
            async () => Assert.Contains(await patient.ExamineAsync(), each =>
                each.Soundness == Soundness.Wrong && each.Subject == subject && each.Remedy is not null && each.Says.Contains(says, StringComparison.Ordinal)));
        Assert.DoesNotContain(await patient.ExamineAsync(), each => each.Soundness == Soundness.Wrong && each.Subject == subject);
    }

    [Theory]
    [InlineData("alter role vp_policy superuser", "alter role vp_policy nosuperuser")]
    [InlineData("alter role vp_fund_manager bypassrls", "alter role vp_fund_manager nobypassrls")]
    [InlineData("grant vp_owner to vp_admin", "revoke vp_owner from vp_admin")]
    public Task With_a_login_that_could_pass_row_security_the_program_does_not_start(string breaks, string mends) =>
        patient.SuperuserAsync(breaks, mends, async () =>
        {
            var refusal = await Assert.ThrowsAsync<PlainException>(async () =>
            {
                await using var started = await patient.OpenAsync();
            });
            Assert.Contains("row security would not hold", refusal.Message, StringComparison.Ordinal);
            Assert.Contains(mends, refusal.Message, StringComparison.Ordinal);
        });

    [Fact]
    public async Task A_night_that_is_owed_is_named()
    {
        await patient.SuperuserAsync(
            "insert into portfolio.metric_run (id, kind, business_date, known_at, state, published_at) values (gen_random_uuid(), 'NIGHTLY', (now() at time zone 'Asia/Hong_Kong')::date - 4, now() - interval '3 days', 'PUBLISHED', now() - interval '3 days')",
            "delete from portfolio.metric_run",
            async () =>
            {
                var nights = Assert.Single(await patient.ExamineAsync(), each => each.Subject == "Nights");
                Assert.Equal(Soundness.Warn, nights.Soundness);
                Assert.Matches(@"^[23] not published: \d{4}-\d\d-\d\d, ", nights.Says);
                Assert.Contains("nightly --as-of", nights.Remedy, StringComparison.Ordinal);
            });
    }

    [Fact]
    public async Task Clocks_that_are_apart_are_named()
    {
        // The stepped clock stands in January 2026, the database's does not.
        var clock = Assert.Single(await patient.ExamineAsync(new SteppedTime()), each => each.Subject == "Clock");
        Assert.Equal(Soundness.Wrong, clock.Soundness);
    }

    [Theory]
    [InlineData(0, Soundness.Wrong)]
    [InlineData(63, Soundness.Wrong)]
    [InlineData(64, Soundness.Warn)]
    [InlineData(2047, Soundness.Warn)]
    [InlineData(2048, Soundness.Ok)]
    public void A_disk_that_fills_is_named_before_it_is_full(long megabytes, Soundness verdict) =>
        Assert.Equal(verdict, FolderChecks.Disk(megabytes * 1024 * 1024).Soundness);

    [Fact]
    public async Task Secrets_others_can_read_and_what_a_killed_program_left_are_named()
    {
        var passwords = Path.Combine(patient.Root, "logins.json");
        var left = Path.Combine(patient.Root, "pg", "password.new");
        File.SetUnixFileMode(passwords, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await File.WriteAllTextAsync(left, "x", Cancel);
        try
        {
            var found = await patient.ExamineAsync();
            Assert.Contains(found, each => each is { Subject: "Secrets", Soundness: Soundness.Wrong } && each.Says.Contains(passwords, StringComparison.Ordinal));
            Assert.Contains(found, each => each is { Subject: "Left over", Soundness: Soundness.Warn } && each.Says.Contains(left, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(left);
            File.SetUnixFileMode(passwords, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Folders_without_data_of_another_version_or_without_passwords_are_named_and_left_as_they_are()
    {
        var root = Path.Combine(Path.GetTempPath(), "vp-test-doctor-" + Guid.NewGuid().ToString("N")[..12]);
        Assert.Contains(await ExamineAsync(root), each => each is { Subject: "Data folder", Soundness: Soundness.Warn });
        Assert.False(Directory.Exists(root));

        Directory.CreateDirectory(Path.Combine(root, "pg"));
        try
        {
            await AsAccountAsync(root, "");
            Assert.Contains(await ExamineAsync(root), each => each is { Subject: "Data", Soundness: Soundness.Warn });

            await AsAccountAsync(root, "9");
            Assert.Contains(await ExamineAsync(root), each => each is { Subject: "Binaries", Soundness: Soundness.Wrong } && each.Says.Contains("made by PostgreSQL 9", StringComparison.Ordinal));

            await AsAccountAsync(root, ServerBinaries.FindAll()[0].Major.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await File.WriteAllTextAsync(Path.Combine(root, "pg", "data", "postmaster.pid"), $"{Environment.ProcessId}\n", Cancel);
            var found = await ExamineAsync(root);
            Assert.Contains(found, each => each is { Subject: "Passwords", Soundness: Soundness.Wrong });
            Assert.Contains(found, each => each is { Subject: "Left over", Soundness: Soundness.Warn } && each.Says.Contains("no PostgreSQL", StringComparison.Ordinal));
            Assert.False(File.Exists(Path.Combine(root, "logins.json")));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task The_command_says_it_and_ends_with_1_when_something_is_wrong()
    {
        using var command = ProgramUnderTest.Start("doctor", "--data", patient.Root);
        Assert.Equal(1, await command.EndsAsync(TimeSpan.FromSeconds(120)));
        Assert.Contains("WRONG  Durability", command.Printed, StringComparison.Ordinal);
        Assert.Contains("ok     Schema", command.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", command.Printed, StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<Diagnosis>> ExamineAsync(string root, TimeProvider? time = null) =>
        new Doctor(Checks, time ?? TimeProvider.System).ExamineAsync(ConfigurationOf(root), Cancel);

    private static IConfigurationRoot ConfigurationOf(string root) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Data:Directory", root)]).Build();

    /// <summary>Data of this version, as far as the folder shows; owned by whom PostgreSQL would run as.</summary>
    private static async Task AsAccountAsync(string root, string version)
    {
        var account = await ServiceAccount.ForAsync(null, Cancel);
        await account.TakeAsync(Path.Combine(root, "pg"), Cancel);
        if (version.Length > 0)
        {
            await account.RunAsync(["sh", "-c", $"mkdir -p {root}/pg/data && echo {version} > {root}/pg/data/PG_VERSION"], Cancel);
        }
    }

    /// <summary>A private cluster as a person has it, with a fund and an entry.</summary>
    public sealed class Patient : IAsyncLifetime
    {
        private PrivateCluster? cluster;

        public string Root { get; } = Path.Combine(Path.GetTempPath(), "vp-test-patient-" + Guid.NewGuid().ToString("N")[..12]);

        public async ValueTask InitializeAsync()
        {
            cluster = await PrivateCluster.StartAsync(new() { Directory = Root, Durable = false }, Cancel);
            await using var database = await OpenAsync();
            await TestPeople.AddAsync(database.Logins.Job, Cancel);
            await using (var rows = database.Logins.Job.CreateCommand(SmallWorld.Sql))
                await rows.ExecuteNonQueryAsync(Cancel);
            await using var entry = database.Logins.Job.CreateCommand(
                $"insert into cash_flow (sub_fund_id, kind, amount_minor, currency, effective_on) values ('{SmallWorld.FundA}', 'FUND_EXPENSE', 100, 'CNY', '2026-01-01')");
            await entry.ExecuteNonQueryAsync(Cancel);
        }

        public async ValueTask DisposeAsync()
        {
            if (cluster is not null)
                await cluster.DisposeAsync();
            Directory.Delete(Root, recursive: true);
        }

        public Task<PortfolioDatabase> OpenAsync()
        {
            var quiet = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
            return PortfolioDatabase.OpenAsync(ConfigurationOf(Root), new ProgressLines(quiet), Cancel);
        }

        public Task<IReadOnlyList<Diagnosis>> ExamineAsync(TimeProvider? time = null) => DoctorTests.ExamineAsync(Root, time);

        /// <summary>Breaks, looks, and mends whatever came of it.</summary>
        public async Task SuperuserAsync(string breaks, string mends, Func<Task> look)
        {
            await using var connection = new NpgsqlConnection(cluster!.SuperuserAddress(PortfolioDatabase.Name).ConnectionString);
            await connection.OpenAsync(Cancel);
            await RunAsync(breaks);
            try
            {
                await look();
            }
            finally
            {
                await RunAsync(mends);
            }

            async Task RunAsync(string sql)
            {
                await using var command = new NpgsqlCommand("set session_replication_role = replica; " + sql, connection);
                await command.ExecuteNonQueryAsync(Cancel);
            }
        }
    }
}
