using System.Diagnostics;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>Each test has a data folder of its own.</summary>
public sealed class PrivateClusterTests : IDisposable
{
    private readonly string root = Path.Combine(Path.GetTempPath(), "vp-test-own-" + Guid.NewGuid().ToString("N")[..12]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task What_was_stored_is_there_after_a_stop_and_a_start()
    {
        await using (var first = await StartAsync())
            await TestCluster.SuperuserAsync(first, "postgres", "create table kept as select 42 as answer", Cancel);

        await using var second = await StartAsync();

        Assert.False(second.Adopted);
        Assert.Equal(42, await ScalarAsync(second, "select answer from kept"));
    }

    [Fact]
    public async Task It_listens_on_no_network_checks_pages_and_sorts_by_code_point()
    {
        await using var cluster = await PrivateCluster.StartAsync(new() { Directory = root }, Cancel);

        Assert.Equal("", await ScalarAsync(cluster, "select current_setting('listen_addresses')"));
        Assert.Equal("on", await ScalarAsync(cluster, "select current_setting('data_checksums')"));
        Assert.Equal("UTF8", await ScalarAsync(cluster, "select current_setting('server_encoding')"));
        Assert.Equal("on", await ScalarAsync(cluster, "select current_setting('fsync')"));
        Assert.Equal("scram-sha-256", await ScalarAsync(cluster, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(cluster.Directory.Secrets));
    }

    [Fact]
    public async Task A_running_one_is_adopted_and_the_last_program_stops_it()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        Assert.True(second.Adopted);

        await first.DisposeAsync();
        Assert.Equal(1, await ScalarAsync(second, "select 1"));

        await second.DisposeAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ScalarAsync(second, "select 1"));
        Assert.False(File.Exists(Path.Combine(second.Directory.Data, "postmaster.pid")));
    }

    [Fact]
    public async Task Two_programs_starting_at_once_share_one_cluster()
    {
        var both = await Task.WhenAll(Task.Run(StartAsync), Task.Run(StartAsync));

        Assert.Single(both, cluster => cluster.Adopted);
        Assert.Equal(await ScalarAsync(both[0], "select pg_postmaster_start_time()"), await ScalarAsync(both[1], "select pg_postmaster_start_time()"));
        foreach (var cluster in both)
            await cluster.DisposeAsync();
    }

    [Fact]
    public async Task Data_of_another_major_version_is_refused_in_plain_words()
    {
        await using (var cluster = await StartAsync())
            Assert.NotEmpty(cluster.Version);
        await File.WriteAllTextAsync(Path.Combine(root, "pg", "data", "PG_VERSION"), "9\n", Cancel);

        var refusal = await Assert.ThrowsAsync<PlainException>(StartAsync);

        Assert.Contains("was made by PostgreSQL 9", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_runs_as_somebody_who_is_not_root_in_a_session_of_its_own()
    {
        await using var cluster = await StartAsync();

        var owner = (await OutputAsync("stat", "-c", "%U", cluster.Directory.Data)).Trim();
        Assert.Equal(Environment.IsPrivilegedProcess ? cluster.Account : Environment.UserName, owner);
        Assert.NotEqual("root", owner, StringComparer.Ordinal);
        // A Ctrl-C in the terminal reaches the processes of its session only.
        var postmaster = (await File.ReadAllLinesAsync(Path.Combine(cluster.Directory.Data, "postmaster.pid"), Cancel))[0];
        Assert.Equal(postmaster, (await OutputAsync("ps", "-o", "sid=", "-p", postmaster)).Trim());
    }

    [Fact]
    public async Task A_start_that_is_broken_off_half_way_through_making_the_data_is_made_up_for()
    {
        await using (var cluster = await StartAsync())
            Assert.False(cluster.Adopted);
        Directory.Move(Path.Combine(root, "pg", "data"), Path.Combine(root, "pg", "data.new"));

        await using var again = await StartAsync();

        Assert.Equal(1, await ScalarAsync(again, "select 1"));
    }

    [Fact]
    public async Task A_stale_process_number_of_some_other_program_does_not_keep_it_from_starting()
    {
        string left;
        await using (var cluster = await StartAsync())
            left = Path.Combine(cluster.Directory.Data, "postmaster.pid");
        await File.WriteAllTextAsync(left, $"1\n{Path.GetDirectoryName(left)}\n1\n5432\n..\n\n0 0\nready\n", Cancel);

        await using var again = await StartAsync();

        Assert.False(again.Adopted);
    }

    [Theory]
    [InlineData("too-long-for-a-socket-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789")]
    [InlineData("closed")]
    public async Task Where_the_checkout_does_not_do_the_data_lives_in_the_state_directory(string name)
    {
        var checkout = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        // As root: the service account cannot enter. As anybody else: nothing can be made inside.
        File.SetUnixFileMode(checkout, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (directory, _) = await ClusterDirectory.ChooseAsync(null, checkout, Cancel);

        Assert.DoesNotContain(root, directory.Root, StringComparison.Ordinal);
        Assert.Contains("venture-portfolio", directory.Root, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(checkout, ".data")));
        Directory.Delete(directory.Root, recursive: true);
    }

    [Fact]
    public async Task A_configured_folder_that_cannot_be_used_is_refused_not_replaced()
    {
        var refusal = await Assert.ThrowsAsync<PlainException>(
            () => ClusterDirectory.ChooseAsync(Path.Combine(root, new string('x', 100)), null, Cancel));

        Assert.Contains("exceed 100 characters", refusal.Message, StringComparison.Ordinal);
    }

    private Task<PrivateCluster> StartAsync() => PrivateCluster.StartAsync(new() { Directory = root, Durable = false }, Cancel);

    private static async Task<object?> ScalarAsync(PrivateCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.SuperuserAddress("postgres").ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }

    private static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return output;
    }
}
