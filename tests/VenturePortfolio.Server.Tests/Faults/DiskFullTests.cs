using System.Diagnostics;
using System.Globalization;

namespace VenturePortfolio.Server.Tests;

/// <summary>The disk with the data fills up under writers. Source of the figures: reliability.md, "Figures".</summary>
public sealed class DiskFullTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task Reads_go_on_writes_fail_clearly_and_nothing_is_lost_or_restarted()
    {
        var times = Trials.Of(usual: 1, all: 5);
        await using var disk = SmallDisk.Make(megabytes: 400);
        await using var world = await FaultWorld.StartAsync(disk.Folder);
        using var writers = new Writers(world);
        var node = await world.ServeAsync();
        var postmaster = world.Postmaster;
        for (var time = 0; time < times; time++)
        {
            await WritesAsync(writers, node);

            // First nearly: writes are refused while PostgreSQL itself still has room to breathe. Then to the last byte.
            disk.FillUpTo(bytesLeft: 32 * Megabyte);
            Assert.Equal(Told.NotNow, await writers.TryAsync(node, Guid.NewGuid().ToString()));
            disk.FillUpTo(bytesLeft: 0);
            for (var write = 0; write < 5; write++)
                Assert.Equal(Told.NotNow, await writers.TryAsync(node, Guid.NewGuid().ToString()));
            Assert.StartsWith("OK", await ReadAsync(world, node), StringComparison.Ordinal);
            Assert.False(await node.IsReadyAsync());

            disk.Clear();
            await WritesAsync(writers, node);
            Assert.True(await node.IsReadyAsync());
        }

        Assert.Equal(postmaster, world.Postmaster);
        Assert.False(node.Program.HasEnded);
        Assert.Equal(6 * times, writers.RefusalsOf("STORAGE_FULL"));
        var refusals = writers.Refusals;
        await writers.MustHoldAsync(node, "No seed");
        Trials.Proved($"disk full: {times} times, reads went on, writes refused ({refusals}), served again with no restart of program or PostgreSQL, 0 of {writers.Sent} keys lost or doubled");
    }

    /// <summary>A busy machine may take more than one try.</summary>
    private static Task WritesAsync(Writers writers, FaultNode node) => Eventually.HoldsAsync(
        async () => await writers.TryAsync(node, Guid.NewGuid().ToString()) is Told.Done, FaultWorld.Patience);

    private static async Task<string> ReadAsync(FaultWorld world, FaultNode node)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address, "graphql"))
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { query = "{ cashFlows(first: 5) { totalCount nodes { seq } } }" }),
        };
        request.Headers.Authorization = new("Bearer", world.Token);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
    }

    /// <summary>
    /// A file system of a few megabytes: a tmpfs of its own. Root mounts it where everybody sees it. Anybody else mounts it in a namespace of
    /// users and mounts of a process of theirs, and reaches it through that process's root in /proc. Where the kernel allows neither the proof
    /// fails and says so: it is never left out.
    /// </summary>
    private sealed class SmallDisk : IAsyncDisposable
    {
        private readonly string point = Directory.CreateTempSubdirectory("vp-disk-").FullName;
        private Process? keeper;
        private string mount = "";

        public string Folder => Path.Combine(mount, "data");

        private string Ballast => Path.Combine(mount, "ballast");

        public static SmallDisk Make(int megabytes)
        {
            var disk = new SmallDisk();
            var options = $"size={megabytes.ToString(CultureInfo.InvariantCulture)}m,mode=755";
            if (Environment.IsPrivilegedProcess)
            {
                Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.point);
                disk.mount = disk.point;
            }
            else
            {
                disk.Keep(options);
            }

            return disk;
        }

        public void FillUpTo(long bytesLeft)
        {
            var block = new byte[64 * 1024];
            using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            try
            {
                while (new DriveInfo(mount).AvailableFreeSpace > bytesLeft)
                    file.Write(block);
            }
            catch (IOException)
            {
                // Not another byte: it is full.
            }
        }

        public void Clear() => File.Delete(Ballast);

        public async ValueTask DisposeAsync()
        {
            if (keeper is null)
            {
                // Lazily: what still looks at it for a moment does not keep it.
                Run("umount", "--lazy", point);
            }
            else
            {
                keeper.StandardInput.Close(); // Then it ends, and its namespace with it.
                await keeper.WaitForExitAsync(CancellationToken.None);
                keeper.Dispose();
            }

            Directory.Delete(point);
        }

        /// <summary>It mounts, says so, and waits until nobody writes to it any more.</summary>
        private void Keep(string options)
        {
            var start = new ProcessStartInfo("unshare", ["-Urm", "sh", "-c", "mount -t tmpfs -o \"$0\" tmpfs \"$1\" && echo mounted && exec cat", options, point])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            };
            keeper = Process.Start(start)!;
            if (keeper.StandardOutput.ReadLine() is not "mounted")
                Assert.Fail($"This proof needs a small file system of its own: run it as root, or allow user namespaces. {keeper.StandardError.ReadToEnd()}");
            mount = $"/proc/{keeper.Id.ToString(CultureInfo.InvariantCulture)}/root{point}";
        }

        private static void Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{program}: {error}");
        }
    }
}
