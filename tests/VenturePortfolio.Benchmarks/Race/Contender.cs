using VenturePortfolio.Server;

namespace VenturePortfolio.Benchmarks;

/// <summary>One server in the race, ready to be asked.</summary>
/// <param name="serves">Whom to ask for whom, and the first of its processes: PostGraphile has its own for every database login.</param>
internal sealed class Contender(
    string name, TimeSpan startedIn, Func<RaceShape, QueryShape> question, IReadOnlyDictionary<Racer, (LoadTarget Target, int Process)> serves)
{
    public string Name => name;

    /// <summary>From starting its process to its first answer.</summary>
    public TimeSpan StartedIn => startedIn;

    /// <summary>Resident MiB of the largest of its processes with children, now.</summary>
    public double Memory => serves.Values.Select(one => one.Process).Distinct().Max(ProcessTree.Memory);

    /// <summary>The most that was ever looked at.</summary>
    public double MemoryMost { get; private set; }

    public QueryShape Question(RaceShape shape) => question(shape);

    public LoadTarget Target(RaceShape shape) => serves[shape.Racer].Target;

    public async Task<Measurement> MeasureAsync(
        RaceShape shape, int postmaster, int connections, TimeSpan warmUp, TimeSpan duration, CancellationToken cancel)
    {
        var (target, process) = serves[shape.Racer];
        await LoadGenerator.RunAsync(target, Question(shape), connections, warmUp, cancel);
        var taken = await Measurement.TakeAsync(process, postmaster, target, Question(shape), connections, duration, cancel);
        MemoryMost = Math.Max(MemoryMost, Memory);
        return taken;
    }
}
