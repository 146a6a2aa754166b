using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>What a server did under one load.</summary>
/// <param name="P50">Milliseconds, as the client sees them, the whole answer read.</param>
/// <param name="P99">Likewise.</param>
internal sealed record LoadResult(int Requests, double Seconds, double P50, double P99, double BytesPerAnswer)
{
    public double PerSecond => Requests / Seconds;
}

/// <summary>Whom to ask.</summary>
/// <param name="Token">Null where nobody signs in.</param>
internal sealed record LoadTarget(Uri Address, string? Token)
{
    /// <summary>ETags of the answers, when they are known already: then each is asked for by GET, if it has changed.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>The requests of a shape as they go over the wire.</summary>
    public IReadOnlyList<byte[]> Requests(QueryShape shape) =>
        Known.Count == 0 ? [.. shape.Bodies.Select(Request)] : [.. shape.Bodies.Select((body, n) => IfChanged(body, Known[n]))];

    private byte[] IfChanged(byte[] body, string eTag)
    {
        using var json = JsonDocument.Parse(body);
        var (query, variables) = (json.RootElement.GetProperty("query").GetString()!, json.RootElement.GetProperty("variables").GetRawText());
        return Encoding.ASCII.GetBytes(
            $"GET /graphql?query={Uri.EscapeDataString(query)}&variables={Uri.EscapeDataString(variables)} HTTP/1.1\r\nHost: {Address.Authority}\r\n" +
            $"Accept: application/json\r\nAuthorization: Bearer {Token}\r\nIf-None-Match: {eTag}\r\n\r\n");
    }

    private byte[] Request(byte[] body)
    {
        var authorization = Token is null ? "" : $"Authorization: Bearer {Token}\r\n";
        var head = $"POST /graphql HTTP/1.1\r\nHost: {Address.Authority}\r\nAccept: application/json\r\nContent-Type: application/json\r\n" +
            $"{authorization}Content-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}

/// <summary>Closed-loop clients: each sends its next request when it has read the last answer.</summary>
internal static class LoadGenerator
{
    /// <exception cref="PlainException">An answer is not data.</exception>
    public static async Task<LoadResult> RunAsync(LoadTarget target, QueryShape shape, int connections, TimeSpan duration, CancellationToken cancel)
    {
        var requests = target.Requests(shape);
        var watch = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, connections).Select(worker => Task.Factory.StartNew(
            () => Work(target.Address, shape.Name, requests, worker, watch, duration, cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        var done = await Task.WhenAll(workers);
        var seconds = watch.Elapsed.TotalSeconds;
        var times = done.SelectMany(worker => worker.Times).Order().ToList();
        return new(times.Count, seconds, At(times, 0.50), At(times, 0.99), (double)done.Sum(worker => worker.Bytes) / times.Count);
    }

    /// <summary>One answer to one of the shape's requests.</summary>
    /// <exception cref="PlainException">It is not data.</exception>
    public static byte[] Answer(LoadTarget target, QueryShape shape, int variant)
    {
        using var connection = new BareHttp(target.Address);
        var answer = connection.Ask(target.Requests(shape)[variant]);
        Require(shape.Name, connection.Status, answer);
        return answer.ToArray();
    }

    private static (List<double> Times, long Bytes) Work(
        Uri address, string name, IReadOnlyList<byte[]> requests, int worker, Stopwatch watch, TimeSpan duration, CancellationToken cancel)
    {
        using var connection = new BareHttp(address);
        var times = new List<double>(16_384);
        var bytes = 0L;
        for (var i = worker * 7; watch.Elapsed < duration; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var sent = Stopwatch.GetTimestamp();
            var answer = connection.Ask(requests[i % requests.Count]);
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            bytes += answer.Length;
            if (connection.Status != 304)
                Require(name, connection.Status, answer);
        }

        return (times, bytes);
    }

    private static void Require(string name, int status, ReadOnlySpan<byte> answer)
    {
        if (status != 200 || !answer.StartsWith("{\"data\":{"u8) || answer.IndexOf("\"errors\":"u8) >= 0)
        {
            throw new PlainException(string.Create(CultureInfo.InvariantCulture,
                $"{name}: the server answered {status}: {Encoding.UTF8.GetString(answer[..Math.Min(answer.Length, 600)])}"));
        }
    }

    private static double At(List<double> sorted, double share) => sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];
}
