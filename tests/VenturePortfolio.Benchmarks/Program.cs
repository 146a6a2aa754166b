using VenturePortfolio.Benchmarks;
using VenturePortfolio.Server;

// One line per benchmark.
var benchmarks = new Dictionary<string, Func<BenchmarkOptions, CancellationToken, Task<int>>>(StringComparer.Ordinal)
{
    ["graphql"] = GraphQLThroughput.RunAsync,
    ["race"] = Race.RunAsync,
    ["pinned"] = PinnedThroughput.RunAsync,
    ["refusals"] = RefusalCost.RunAsync,
    ["start"] = StartTime.RunAsync,
    ["night"] = NightTime.RunAsync,
    ["report"] = ReportTime.RunAsync,
    ["xirr"] = XirrRace.RunAsync,
    ["import"] = ImportRate.RunAsync,
    [FloorServer.Command] = FloorServer.RunAsync, // Started by the race.
};

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
if (args is not [var name, .. var rest] || !benchmarks.TryGetValue(name, out var run))
{
    await Console.Error.WriteLineAsync($"Which benchmark? {string.Join(", ", benchmarks.Keys.Where(key => key != FloorServer.Command))}. Options follow as --name value.");
    return 2;
}

try
{
    return await run(BenchmarkOptions.Parse(rest), stop.Token);
}
catch (PlainException plain)
{
    await Console.Error.WriteLineAsync(plain.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return 130;
}
