using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>The real server, as a process of its own on a free port.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10); // The first start computes the first night.

    private readonly Process process;
    private readonly StringBuilder said = new();

    private ServerProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public Uri Address { get; }

    public int Id => process.Id;

    /// <summary>What it printed so far.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    /// <param name="options">Option <c>--server FILE</c>: the program to measure, for example a published one; default: the one built with this.</param>
    public static ServerProcess Start(BenchmarkOptions options, string dataDirectory)
    {
        var program = options.Text("server") ?? Path.Combine(AppContext.BaseDirectory, "venture-portfolio");
        var address = new Uri($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}");
        var start = new ProcessStartInfo(program, ["serve", "--profile", "demo", "--data", dataDirectory, "--urls", address.ToString()])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        // One person asks for everything here, which is what the limits are against.
        start.Environment["Limits__UnitsPerSecond"] = "0";
        start.Environment["Limits__InFlightPerPerson"] = "1000";
        return new(Process.Start(start) ?? throw new PlainException($"{program} does not start."), address);
    }

    /// <summary>Waits for the first correct answer to a query.</summary>
    /// <exception cref="PlainException">It ended, or does not answer in time.</exception>
    public async Task AnswersAsync(string token, byte[] body, CancellationToken cancel)
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var request = GraphQLRequests.Post(token, body);
                using var response = await client.SendAsync(request, cancel);
                var answer = await response.Content.ReadAsStringAsync(cancel);
                if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
                {
                    GraphQLRequests.Require(response, answer);
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet, or it has ended.
            }

            if (process.HasExited || watch.Elapsed > Patience)
                throw new PlainException($"The server does not answer. It said:\n{Said}");
            await timer.WaitForNextTickAsync(cancel);
        }
    }

    /// <summary>Asks it to end, as Ctrl-C does, and waits.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (said)
            said.AppendLine(line);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Requests as a client sends them.</summary>
internal static class GraphQLRequests
{
    public static HttpRequestMessage Post(string token, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    /// <exception cref="PlainException">The answer is not data.</exception>
    public static void Require(HttpResponseMessage response, string answer)
    {
        if (response.StatusCode != HttpStatusCode.OK || !answer.StartsWith("{\"data\":{", StringComparison.Ordinal) || answer.Contains("\"errors\":", StringComparison.Ordinal))
            throw new PlainException($"The server answered {(int)response.StatusCode}: {answer[..Math.Min(answer.Length, 600)]}");
    }
}
