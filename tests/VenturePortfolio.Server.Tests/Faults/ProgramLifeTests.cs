using System.Diagnostics;

namespace VenturePortfolio.Server.Tests;

/// <summary>The program and its private PostgreSQL, seen from outside.</summary>
public sealed class ProgramLifeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string root = Path.Combine(Path.GetTempPath(), "vp-test-life-" + Guid.NewGuid().ToString("N")[..12]);

    public void Dispose()
    {
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Asked_to_stop_it_stops_its_PostgreSQL_and_ends_well(string signal)
    {
        using var program = Serve();
        await program.PrintsAsync("Listening", Patience);

        program.Signal(signal);

        Assert.Equal(0, await program.EndsAsync(TimeSpan.FromSeconds(30)));
        Assert.False(IsRunning);
    }

    [Fact]
    public async Task Killed_it_leaves_PostgreSQL_running_and_the_next_adopts_and_stops_it()
    {
        using (var killed = Serve())
        {
            await killed.PrintsAsync("Listening", Patience);
            await killed.KillAsync();
        }

        Assert.True(IsRunning);
        using var next = Serve();
        await next.PrintsAsync("Listening", Patience);
        Assert.Contains("already running", next.Printed, StringComparison.Ordinal);
        next.Signal("TERM");

        Assert.Equal(0, await next.EndsAsync(TimeSpan.FromSeconds(30)));
        Assert.False(IsRunning);
    }

    [Fact]
    public async Task PostgreSQL_killed_under_a_running_program_is_back_within_ten_seconds()
    {
        using var server = Serve();
        await server.PrintsAsync("Listening", Patience);
        var postmaster = (await File.ReadAllLinesAsync(PidFile, TestContext.Current.CancellationToken))[0];

        using (var kill = Process.Start("kill", ["-KILL", postmaster]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);

        // reliability.md, "Figures": service back within 10 s.
        await server.PrintsAsync("started again", TimeSpan.FromSeconds(10));
        server.Signal("TERM");
        Assert.Equal(0, await server.EndsAsync(TimeSpan.FromSeconds(30)));
        Assert.False(IsRunning);
    }

    [Fact]
    public async Task A_command_beside_a_running_server_leaves_its_PostgreSQL_alone()
    {
        using var server = Serve();
        await server.PrintsAsync("Listening", Patience);

        using var beside = ProgramUnderTest.Start("migrate", "--data", root);

        Assert.Equal(0, await beside.EndsAsync(Patience));
        Assert.True(IsRunning);
        server.Signal("TERM");
        Assert.Equal(0, await server.EndsAsync(TimeSpan.FromSeconds(30)));
        Assert.False(IsRunning);
    }

    [Fact]
    public async Task An_ordinary_user_runs_it_too()
    {
        // Not root: then every other test of this class shows it already.
        using var program = Environment.IsPrivilegedProcess
            ? ProgramUnderTest.StartAs("nobody", Open(root), Readable(), "migrate", "--data", Path.Combine(root, "data"))
            : ProgramUnderTest.Start("migrate", "--data", Path.Combine(root, "data"));

        var exit = await program.EndsAsync(Patience);

        Assert.True(exit == 0, program.Printed);
        Assert.Contains(Migrations.Newest, program.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_taken_by_another_program_ends_it_with_one_plain_line()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        using var program = ProgramUnderTest.Start("serve", "--data", root, "--urls", $"http://{other.LocalEndpoint}");

        Assert.Equal(1, await program.EndsAsync(Patience));
        Assert.Contains("choose another address with --urls", program.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", program.Printed, StringComparison.Ordinal);
        Assert.False(IsRunning);
    }

    [Fact]
    public async Task Data_of_another_major_version_ends_it_with_one_plain_line()
    {
        using (var first = ProgramUnderTest.Start("migrate", "--data", root))
            Assert.Equal(0, await first.EndsAsync(Patience));
        await File.WriteAllTextAsync(Path.Combine(root, "pg", "data", "PG_VERSION"), "9\n", TestContext.Current.CancellationToken);

        using var second = ProgramUnderTest.Start("migrate", "--data", root);

        Assert.Equal(1, await second.EndsAsync(Patience));
        Assert.StartsWith("The data in ", second.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Printed, StringComparison.Ordinal);
    }

    private string PidFile => Path.Combine(root, "pg", "data", "postmaster.pid");

    private bool IsRunning => File.Exists(PidFile);

    private ProgramUnderTest Serve() => ProgramUnderTest.Start("serve", "--data", root, "--urls", "http://127.0.0.1:0");

    private static string Open(string folder)
    {
        const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, Everybody);
        return folder;
    }

    // The checkout may stand in root's home, which nobody else can enter.
    private string Readable()
    {
        var copy = Path.Combine(root, "program");
        using var cp = Process.Start("cp", ["-r", AppContext.BaseDirectory, copy]);
        cp.WaitForExit();
        return Path.Combine(copy, Path.GetFileName(ProgramUnderTest.Dll));
    }
}
