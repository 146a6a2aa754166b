using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// PostGraphile 5 on node 22, both from npm and pinned by a lock file, or the floor, serving one person through the database login of that
/// person's role: the same login that our server uses for them, so the same row security.
/// </summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process process;
    private readonly StringBuilder said = new();

    private PeerProcess(Process process, LoadTarget target)
    {
        this.process = process;
        Target = target;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public LoadTarget Target { get; }

    public int Id => process.Id;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Race");

    private static string Node => Path.Combine(Folder, "node_modules", RuntimeArchitecture(), "bin", "node");

    /// <summary>Fetches PostGraphile and node as the lock file says, unless they are there.</summary>
    public static async Task RestoreAsync(ProgressLines progress, CancellationToken cancel)
    {
        var done = Path.Combine(Folder, "node_modules", ".package-lock.json");
        if (File.Exists(done) && File.Exists(Node) && File.GetLastWriteTimeUtc(done) >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return;
        progress.Say("PostGraphile", "npm ci");
        await NpmPackages.RestoreAsync(Folder, "PostGraphile", cancel);
    }

    public static PeerProcess PostGraphile(ScaleCluster cluster, Racer racer, int processes) => Start(cluster, racer, new(Node, ["postgraphile.mjs"])
    {
        WorkingDirectory = Folder,
        Environment =
        {
            ["NODE_ENV"] = "production",
            ["GRAPHILE_ENV"] = "production",
            ["PROCESSES"] = processes.ToString(CultureInfo.InvariantCulture),
        },
    });

    /// <summary>This very program, as <see cref="FloorServer"/>, on a runtime set as our server's.</summary>
    public static PeerProcess Floor(ScaleCluster cluster, Racer racer) =>
        Start(cluster, racer, new(Path.Combine(AppContext.BaseDirectory, "VenturePortfolio.Benchmarks"), [FloorServer.Command])
        {
            Environment = { ["DOTNET_gcServer"] = "1", ["DOTNET_GCDynamicAdaptationMode"] = "0", ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0" },
        });

    /// <summary>Waits until it listens, in each of its processes.</summary>
    /// <exception cref="PlainException">It ended, or takes too long.</exception>
    public async Task ListensAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(Target.Address.Host, Target.Address.Port, cancel);
                return;
            }
            catch (SocketException)
            {
                // Not yet, or it has ended.
            }

            if (process.HasExited || watch.Elapsed > Patience)
                throw new PlainException($"{process.StartInfo.FileName} does not listen. It said:\n{Said()}");
            await timer.WaitForNextTickAsync(cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>The first answer: it makes its schema of the database only now.</summary>
    /// <exception cref="PlainException">It is no data; with what the server said of it.</exception>
    public void Answers(QueryShape shape)
    {
        try
        {
            LoadGenerator.Answer(Target, shape, 0);
        }
        catch (PlainException refused)
        {
            throw new PlainException($"{refused.Message}\n{process.StartInfo.FileName} said:\n{Said()}");
        }
    }

    private static PeerProcess Start(ScaleCluster cluster, Racer racer, ProcessStartInfo start)
    {
        var address = new Uri($"http://127.0.0.1:{ServerProcess.FreePort().ToString(CultureInfo.InvariantCulture)}");
        start.UseShellExecute = false;
        (start.RedirectStandardError, start.RedirectStandardOutput) = (true, true);
        start.Environment["PORT"] = address.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["RACE_PERSON"] = racer.PersonId.ToString("D");
        foreach (var (name, value) in cluster.ClientEnvironment(racer.Role))
            start.Environment[name] = value;
        return new(Process.Start(start) ?? throw new PlainException($"{start.FileName} does not start."), new(address, Token: null));
    }

    private static string RuntimeArchitecture() => $"node-linux-{System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    private string Said()
    {
        lock (said)
            return said.ToString();
    }

    private void Keep(string? line)
    {
        lock (said)
            said.AppendLine(line);
    }
}
