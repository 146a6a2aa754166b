using System.Diagnostics;
using System.Globalization;
using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>What a server did under one load.</summary>
/// <param name="P50">Milliseconds, as the client sees them, the whole answer read.</param>
/// <param name="P99">Likewise.</param>
internal sealed record LoadResult(int Requests, double Seconds, double P50, double P99, double BytesPerAnswer)
{
    public double PerSecond => Requests / Seconds;
}

/// <summary>Closed-loop clients: each sends its next request when it has read the last answer.</summary>
internal static class LoadGenerator
{
    /// <exception cref="PlainException">An answer is not data.</exception>
    public static async Task<LoadResult> RunAsync(Uri server, string token, QueryShape shape, int connections, TimeSpan duration, CancellationToken cancel)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false, UseCookies = false };
        using var client = new HttpClient(handler) { BaseAddress = server };
        var watch = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, connections).Select(worker => Task.Run(() => WorkAsync(client, token, shape, worker, watch, duration, cancel), cancel));
        var done = await Task.WhenAll(workers);
        var seconds = watch.Elapsed.TotalSeconds;
        var times = done.SelectMany(worker => worker.Times).Order().ToList();
        return new(times.Count, seconds, At(times, 0.50), At(times, 0.99), (double)done.Sum(worker => worker.Bytes) / times.Count);
    }

    /// <summary>How many objects with an id the first answer holds.</summary>
    public static async Task<int> RowsAsync(Uri server, string token, QueryShape shape, CancellationToken cancel)
    {
        using var client = new HttpClient { BaseAddress = server };
        using var request = GraphQLRequests.Post(token, shape.Bodies[0]);
        using var response = await client.SendAsync(request, cancel);
        var answer = await response.Content.ReadAsStringAsync(cancel);
        GraphQLRequests.Require(response, answer);
        return answer.Split("\"id\":").Length - 1;
    }

    private static async Task<(List<double> Times, long Bytes)> WorkAsync(
        HttpClient client, string token, QueryShape shape, int worker, Stopwatch watch, TimeSpan duration, CancellationToken cancel)
    {
        var times = new List<double>(4_096);
        var bytes = 0L;
        for (var i = worker * 7; watch.Elapsed < duration; i++)
        {
            var sent = Stopwatch.GetTimestamp();
            using var request = GraphQLRequests.Post(token, shape.Bodies[i % shape.Bodies.Count]);
            using var response = await client.SendAsync(request, cancel);
            var answer = await response.Content.ReadAsByteArrayAsync(cancel);
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            bytes += answer.Length;
            if (!response.IsSuccessStatusCode || !answer.AsSpan().StartsWith("{\"data\":{"u8))
                throw new PlainException(string.Create(CultureInfo.InvariantCulture, $"{shape.Name}: the server answered {(int)response.StatusCode} under load."));
        }

        return (times, bytes);
    }

    private static double At(List<double> sorted, double share) => sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];
}
