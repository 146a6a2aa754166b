namespace VenturePortfolio.Server.Tests;

/// <summary>What is not whole, not ours, or would overwrite something is refused in plain words, and leaves no trace.</summary>
public sealed class RestoreRefusalTests(SmallWorld world, TestCluster cluster) : IClassFixture<SmallWorld>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vp-restore-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_database_that_is_not_empty_is_left_as_it_is()
    {
        var path = await BackupAsync();
        var before = await world.FingerprintAsync();

        var refused = await Assert.ThrowsAsync<PlainException>(() => RestoreDatabase.RunAsync(world.Logins, path, Silent.Progress, Cancel));

        Assert.StartsWith("The database is not empty", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await world.FingerprintAsync());
    }

    [Theory]
    [InlineData(0.5, "its dump is not the one that was written")]
    [InlineData(0.01, "its manifest is not the one that was written")]
    public async Task A_backup_in_which_one_byte_changed_is_refused(double where, string why)
    {
        var path = await BackupAsync();
        var bytes = await File.ReadAllBytesAsync(path, Cancel);
        // The archive begins with two headers of the manifest; the dump's own begins it is in the latter half.
        var at = where > 0.1 ? bytes.Length - 4096 : Array.IndexOf(bytes, (byte)'{') + 200;
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Cancel);

        await RefusesAsync(path, $"is damaged: {why}. Nothing was restored.");
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.3)]
    [InlineData(0.001)]
    [InlineData(0)]
    public async Task A_backup_that_was_cut_off_is_refused(double kept)
    {
        var path = await BackupAsync();
        await using (var file = File.OpenWrite(path))
            file.SetLength((long)(file.Length * kept));

        await RefusesAsync(path, "backup");
    }

    [Theory]
    [InlineData("\"format\":1", "\"format\":2", "has format 2; this program knows 1.")]
    [InlineData("\"schema\":\"0", "\"schema\":\"9", "made by a newer program")]
    [InlineData("\"serverMajor\":1", "\"serverMajor\":9", "Restore into version")]
    [InlineData("{\"table\":\"cash_flow\",\"kind\":\"MANAGEMENT_FEE\",\"currency\":\"CNY\",\"rows\":1", "{\"table\":\"cash_flow\",\"kind\":\"MANAGEMENT_FEE\",\"currency\":\"CNY\",\"rows\":2",
        "cash_flow, MANAGEMENT_FEE in CNY: 2 rows, 100 minor units expected, 1 rows, 100 minor units found")]
    public async Task A_manifest_that_asks_for_something_else_is_refused_by_name(string from, string to, string why)
    {
        var path = await BackupAsync();
        var (manifest, dump) = (Path.Combine(folder, "manifest"), Path.Combine(folder, "dump"));
        var sealedText = SealedJson.Seal((await BackupArchive.OpenAsync(path, Cancel)).Body).Text;
        var body = sealedText[(sealedText.IndexOf("\"body\":", StringComparison.Ordinal) + 7)..^1];
        Assert.Contains(from, body, StringComparison.Ordinal);
        // Sealed anew, as somebody who means it would.
        using var changed = System.Text.Json.JsonDocument.Parse(body.Replace(from, to, StringComparison.Ordinal));
        await using (var copy = File.Create(dump))
            await BackupArchive.CopyDumpAsync(path, copy, Cancel);
        File.Delete(path);
        await BackupArchive.WriteAsync(path, SealedJson.Seal(changed.RootElement).Text, dump, Cancel);

        await RefusesAsync(path, why);
    }

    [Fact]
    public async Task A_backup_overwrites_nothing_and_needs_a_folder()
    {
        var path = await BackupAsync();

        var there = await Assert.ThrowsAsync<PlainException>(() => BackupDatabase.RunAsync(world.Logins, path, Silent.Progress, Cancel));
        var nowhere = await Assert.ThrowsAsync<PlainException>(() => BackupDatabase.RunAsync(world.Logins, Path.Combine(folder, "no", "file"), Silent.Progress, Cancel));

        // Not even root can make a file there.
        var refused = await Assert.ThrowsAsync<PlainException>(() => BackupDatabase.RunAsync(world.Logins, "/proc/portfolio.backup", Silent.Progress, Cancel));
        Assert.StartsWith("The backup /proc/portfolio.backup cannot be written:", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("is there already; a backup overwrites nothing.", there.Message, StringComparison.Ordinal);
        Assert.StartsWith("There is no folder", nowhere.Message, StringComparison.Ordinal);
    }

    /// <summary>A table whose rows the dumping login cannot see must stop the backup: it would be silently short.</summary>
    [Fact]
    public async Task A_table_that_row_security_hides_from_the_job_stops_the_backup()
    {
        await using var own = new SmallWorld(cluster);
        await own.InitializeAsync();
        await own.AsSuperuserAsync("drop policy job on portfolio.valuation; create policy job on portfolio.valuation to vp_job using (value_minor > 0) with check (true)");

        var refused = await Assert.ThrowsAsync<PlainException>(() => BackupDatabase.RunAsync(own.Logins, Path.Combine(folder, "hidden"), Silent.Progress, Cancel));

        Assert.Equal("The login vp_job does not see every row of valuation: a backup would miss some. Run `venture-portfolio migrate`.", refused.Message);
        Assert.Empty(Directory.GetFiles(folder));
    }

    private async Task RefusesAsync(string path, string why)
    {
        await using var empty = new DatabaseLogins(await cluster.EmptyAsync(Cancel), (await cluster.RunningAsync()).Secrets);

        var refused = await Assert.ThrowsAsync<PlainException>(() => RestoreDatabase.RunAsync(empty, path, Silent.Progress, Cancel));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        await using var schemas = empty.Migrator.CreateCommand("select count(*) from pg_namespace where nspname in ('portfolio', 'app', 'quartz', 'migration')");
        Assert.Equal(0L, await schemas.ExecuteScalarAsync(Cancel));
    }

    private async Task<string> BackupAsync()
    {
        if (await world.ValueAsync<long>("select count(*) from cash_flow where kind = 'MANAGEMENT_FEE'") == 0)
            await world.RecordAsync(SmallWorld.Call("1.00") with { Kind = "MANAGEMENT_FEE", InvestorId = null });
        var path = Path.Combine(folder, "portfolio.backup");
        await BackupDatabase.RunAsync(world.Logins, path, Silent.Progress, Cancel);
        return path;
    }
}
