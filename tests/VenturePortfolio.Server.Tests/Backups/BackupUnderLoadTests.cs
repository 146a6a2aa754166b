using System.Globalization;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>A backup taken while people write and a night publishes is of one moment, and comes back whole.</summary>
public sealed class BackupUnderLoadTests(TestCluster cluster) : IDisposable
{
    private const int Writers = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("vp-backup-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Restored_it_has_the_same_chains_counts_sums_and_figures_as_the_manifest()
    {
        await using var world = await WorldAsync();
        var path = Path.Combine(folder, "portfolio.backup");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var posted = 0;
        var load = Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAsync, Cancel)).Append(Task.Run(PublishAsync, Cancel)).ToList();
        await Eventually.HoldsAsync(async () => posted >= 20 && await RunsAsync(world) >= 2, Patience);
        var before = (Flows: posted, Runs: await RunsAsync(world));

        var backup = await BackupDatabase.RunAsync(world.Logins, path, Silent.Progress, Cancel);

        await Eventually.HoldsAsync(async () => posted >= before.Flows + 10 && await RunsAsync(world) > before.Runs, Patience);
        await stop.CancelAsync();
        await Task.WhenAll(load);
        await using var restored = await EmptyAsync();
        var report = await RestoreDatabase.RunAsync(restored, path, Silent.Progress, Cancel);

        // The writers were at it all the while: what came after is in the source and not in the backup.
        var inBackup = backup.Body.Contents.Rows.Single(table => table.Table == "portfolio.cash_flow").Rows;
        Assert.InRange(inBackup, before.Flows, await world.ValueAsync<long>("select count(*) from cash_flow") - 1);
        Assert.True(backup.Body.Contents.Runs.Count >= 2 && backup.Body.Contents.Runs.All(run => run.Values > 0));
        Assert.Empty(report.Findings);
        await using var snapshot = await FactSnapshot.OpenAsync(restored, Cancel);
        var found = await DatabaseContents.ReadAsync(snapshot, Cancel);
        Assert.Empty(backup.Body.Contents.DifferencesOf(found));
        Assert.Equal(backup.Body.Contents.Rows, found.Rows);
        Assert.Equal(backup.Body.Contents.Money, found.Money);
        Assert.Equal(backup.Body.Contents.Chains, found.Chains);
        Assert.Equal(backup.Body.Contents.Runs, found.Runs);
        Assert.Contains(backup.Body.Contents.Money, sum => sum is { Table: "cash_flow", Kind: "CAPITAL_CALL", Currency: "CNY" }
            && sum.Minor == (sum.Rows * 100).ToString(CultureInfo.InvariantCulture));
        Trials.Proved($"restore of a backup taken under writes: {inBackup} flows and {found.Runs.Count} runs in it, {before.Flows} flows when it began, {posted} at the end; chains, counts, sums and figures equal");

        async Task WriteAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                var written = await world.RecordAsync(SmallWorld.Call("1.00"));
                Assert.True(written.IsOk);
                Interlocked.Increment(ref posted);
            }
        }

        async Task PublishAsync()
        {
            var nights = new Nights(world.Logins);
            while (!stop.IsCancellationRequested)
                await nights.ByHandAsync(new NodaTime.LocalDate(2026, 6, 30));
        }
    }

    [Fact]
    public async Task Rights_row_security_and_the_ledger_work_in_what_was_restored()
    {
        await using var world = await WorldAsync();
        await world.RecordAsync(SmallWorld.Call());
        var path = Path.Combine(folder, "portfolio.backup");
        await BackupDatabase.RunAsync(world.Logins, path, Silent.Progress, Cancel);
        await using var restored = await EmptyAsync();
        await RestoreDatabase.RunAsync(restored, path, Silent.Progress, Cancel);

        Assert.Empty((await Migrations.RunAsync(restored.Migrator, Cancel)).Applied);
        await using (var owner = await restored.Migrator.OpenConnectionAsync(Cancel))
        {
            foreach (var rule in CatalogueRule.All)
                Assert.Empty(await rule.OffendersAsync(owner, Cancel));
        }

        foreach (var (actor, funds) in new[] { (SmallWorld.ManagerA, 1L), (SmallWorld.ManagerB, 0L), (SmallWorld.IncubatorA, 0L), (SmallWorld.Policy, 1L) })
        {
            await using var transaction = await ActorTransaction.BeginAsync(restored.DataSourceOf(actor.Role), actor.PersonId, "test", Cancel);
            await using var count = new NpgsqlCommand("select count(*) from cash_flow", transaction.Connection, transaction.Transaction);
            Assert.Equal((actor.DisplayName, funds), (actor.DisplayName, (long)(await count.ExecuteScalarAsync(Cancel))!));
        }

        await using (var transaction = await ActorTransaction.BeginAsync(restored.DataSourceOf(Role.FundManager), SmallWorld.ManagerA.PersonId, "test", Cancel))
        {
            Assert.True((await SmallWorld.Record.RunAsync(SmallWorld.ManagerA, SmallWorld.Call(), "key", transaction.Transaction, Cancel)).IsOk);
            await transaction.CommitAsync(Cancel);
        }

        Assert.Equal(["A 2 True", "B 0 True"], (await LedgerChain.WalkAsync(restored, Cancel)).Select(chain => $"{chain.FundCode} {chain.Entries} {chain.IsIntact}"));
    }

    [Fact]
    public async Task A_backup_holds_no_password()
    {
        await using var world = await WorldAsync();
        var path = Path.Combine(folder, "portfolio.backup");
        await BackupDatabase.RunAsync(world.Logins, path, Silent.Progress, Cancel);

        var bytes = await File.ReadAllTextAsync(path, System.Text.Encoding.Latin1, Cancel);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.DoesNotContain("SCRAM-SHA-256", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("ALTER ROLE", bytes, StringComparison.OrdinalIgnoreCase);
        var secrets = (await cluster.RunningAsync()).Secrets;
        Assert.All(DatabaseRoles.WithPassword, login => Assert.DoesNotContain(secrets[login], bytes, StringComparison.Ordinal));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    private async Task<SmallWorld> WorldAsync()
    {
        var world = new SmallWorld(cluster);
        await world.InitializeAsync();
        await world.ExecuteAsync(SmallWorld.TermsSql);
        return world;
    }

    private async Task<DatabaseLogins> EmptyAsync() => new(await cluster.EmptyAsync(Cancel), (await cluster.RunningAsync()).Secrets);

    private static Task<long> RunsAsync(SmallWorld world) => world.ValueAsync<long>("select count(*) from metric_run where state = 'PUBLISHED'");
}
