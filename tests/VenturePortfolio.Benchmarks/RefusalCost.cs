using System.Buffers;
using System.Globalization;
using GraphQL;
using GraphQLParser.AST;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using VenturePortfolio.Server;
using VenturePortfolio.Server.Tests;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// What refusing each of the hostile requests costs, from the first byte of its body to the last of the refusal: reading,
/// parsing, guard, validation, planning. In this process, without network and sign-in, after each has been refused once.
/// </summary>
internal static class RefusalCost
{
    private const double Megabyte = 1024.0 * 1024.0;

    // Source: reliability.md, "Figures".
    private const double TimeMax = 20;
    private const double MemoryMax = 8;

    /// <summary>Options: <c>--rounds</c> (31). Ends with 1 when one costs more than is promised.</summary>
    public static async Task<int> RunAsync(BenchmarkOptions options, CancellationToken cancel)
    {
        var rounds = options.Count("rounds", 31);
        var folder = Directory.CreateTempSubdirectory("vp-bench-").FullName;
        var secrets = DatabaseSecrets.LoadOrCreate(Path.Combine(folder, "secrets.json"));
        await using var nowhere = new DatabaseLogins(new() { Host = "127.0.0.1", Port = 1 }, secrets); // Whoever asks it has not been refused.
        var configuration = new ConfigurationBuilder().Build();
        using var limits = new RequestLimits(configuration);
        await using var services = new ServiceCollection()
            .AddSingleton(nowhere).AddSingleton<IConfiguration>(configuration).AddLogging().AddEverySlice().AddReadEngine()
            .AddSingleton(new DocumentGuard(GuardLimits.Default)).AddSingleton<GuardedDocuments>().AddSingleton<PersistedDocuments>()
            .BuildServiceProvider();
        var refusal = new Refusal(
            services.GetRequiredService<GuardedDocuments>(), services.GetRequiredService<PersistedDocuments>(), services.GetRequiredService<OperationExecutor>(), limits);
        Console.WriteLine($"Each of {HostileRequests.All.Count} hostile requests refused {rounds} times, after once to warm up.");
        Console.WriteLine();
        Console.WriteLine("| request | refused as | bytes | CPU ms, median | CPU ms, most | allocated KB |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var (dearest, largest) = (0.0, 0L);
        foreach (var hostile in HostileRequests.All)
        {
            var code = await refusal.RunAsync(hostile, cancel);
            var (times, allocated) = (new List<double>(), 0L);
            for (var i = 0; i < rounds; i++)
            {
                var (memory, time) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime);
                await refusal.RunAsync(hostile, cancel);
                times.Add((Environment.CpuUsage.TotalTime - time).TotalMilliseconds);
                allocated = Math.Max(allocated, GC.GetTotalAllocatedBytes(precise: true) - memory);
            }

            (dearest, largest) = (Math.Max(dearest, Measurement.Median(times)), Math.Max(largest, allocated));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {hostile.Name} | {code} | {hostile.Body.Length} | {Measurement.Median(times):0.00} | {times.Max():0.00} | {allocated / 1024.0:0} |"));
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"At the most {dearest:0.0} ms (median of {rounds}) and {largest / Megabyte:0.0} MB; promised: {TimeMax:0} ms and {MemoryMax:0} MB."));
        Directory.Delete(folder, recursive: true);
        return dearest <= TimeMax && largest <= MemoryMax * Megabyte ? 0 : 1;
    }

    private sealed class Refusal(GuardedDocuments documents, PersistedDocuments persisted, OperationExecutor executor, RequestLimits limits)
    {
        private static readonly Actor Somebody = new(Guid.CreateVersion7(), Role.Policy, "Somebody", "en");

        /// <exception cref="PlainException">It was not refused.</exception>
        public async Task<string> RunAsync(HostileRequest hostile, CancellationToken cancel)
        {
            var http = new DefaultHttpContext();
            http.Request.Method = "POST";
            http.Request.ContentType = hostile.ContentType;
            http.Request.ContentLength = hostile.Body.Length;
            http.Request.Body = new MemoryStream(hostile.Body);
            try
            {
                var request = await RequestReader.ReadAsync(http.Request, cancel);
                var document = documents.Get(persisted.TextOf(request, Role.Policy));
                var operation = document.Operation(request.OperationName);
                if (operation.Operation == OperationType.Subscription)
                    return "NOT_SUPPORTED";
                var asked = new OperationRequest
                {
                    Document = document.Document,
                    DocumentHash = document.Hash,
                    Operation = operation,
                    Variables = request.Variables,
                    Actor = Somebody,
                    RequestId = "benchmark",
                    Language = "en",
                    Limits = limits,
                };
                var output = new ArrayBufferWriter<byte>();
                return await executor.ExecuteAsync(asked, output, cancel) == OperationOutcome.RequestError
                    ? CodeIn(output.WrittenMemory)
                    : throw new PlainException($"{hostile.Name} was not refused.");
            }
            catch (HttpRefusalException refused)
            {
                return refused.Refusal.Code;
            }
        }

        private static string CodeIn(ReadOnlyMemory<byte> answer)
        {
            using var json = System.Text.Json.JsonDocument.Parse(answer);
            return json.RootElement.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString()!;
        }
    }
}
