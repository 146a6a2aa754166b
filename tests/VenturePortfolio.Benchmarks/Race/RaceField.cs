using System.Diagnostics;

namespace VenturePortfolio.Benchmarks;

/// <summary>All that race: our server, and PostGraphile as one process and as two, each for every person who asks.</summary>
internal sealed class RaceField : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> processes = [];

    private RaceField()
    {
    }

    /// <summary>Ours first.</summary>
    public List<Contender> Contenders { get; } = [];

    /// <summary>Out of competition, for the one shape it can answer; null where that is not asked.</summary>
    public Contender? Floor { get; private set; }

    public static async Task<RaceField> StartAsync(BenchmarkOptions options, ScaleCluster cluster, IReadOnlyList<RaceShape> shapes, CancellationToken cancel)
    {
        var field = new RaceField();
        try
        {
            var racers = shapes.Select(shape => shape.Racer).Distinct().ToList();
            await field.AddOursAsync(options, cluster, shapes[0], racers, cancel);
            foreach (var count in new[] { 1, 2 })
                await field.AddPeerAsync(cluster, shapes, racers, count, cancel);
            if (shapes.FirstOrDefault(shape => shape.HasFloor) is { } lookUp)
                await field.AddFloorAsync(cluster, lookUp, cancel);
            return field;
        }
        catch
        {
            await field.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whom to ask for a shape: the contenders, and the floor last where there is one.</summary>
    public IEnumerable<Contender> Asked(RaceShape shape) => shape.HasFloor ? Contenders.Append(Floor!) : Contenders;

    /// <summary>Asks some of a shape's questions of everybody.</summary>
    /// <returns>How many values every one of the first answers holds.</returns>
    public int Compare(RaceShape shape)
    {
        var values = 0;
        foreach (var variant in new[] { 0, 1, 2, 60, QueryShape.Variants - 1 })
        {
            var ours = LoadGenerator.Answer(Contenders[0].Target(shape), shape.Ours, variant);
            foreach (var peer in Contenders.Skip(1))
                values = AnswerLeaves.RequireSame(shape.Ours.Name, ours, LoadGenerator.Answer(peer.Target(shape), shape.Peers, variant));
            if (shape.HasFloor)
                AnswerLeaves.RequireSame(shape.Ours.Name, ours, LoadGenerator.Answer(Floor!.Target(shape), shape.Ours, variant));
        }

        return values;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
    }

    private async Task AddOursAsync(BenchmarkOptions options, ScaleCluster cluster, RaceShape first, IReadOnlyList<Racer> racers, CancellationToken cancel)
    {
        var token = cluster.TokenFor(first.Ours.Subject);
        await using (var prepares = ServerProcess.Start(options, cluster.Directory))
            await prepares.AnswersAsync(token, first.Ours.Bodies[0], cancel); // Seeds and the first night, once for this data.
        var watch = Stopwatch.StartNew();
        var server = ServerProcess.Start(options, cluster.Directory);
        processes.Add(server);
        await server.AnswersAsync(token, first.Ours.Bodies[0], cancel);
        Contenders.Add(new("ours", watch.Elapsed, shape => shape.Ours,
            racers.ToDictionary(racer => racer, racer => (new LoadTarget(server.Address, cluster.TokenFor(racer.Subject)), server.Id))));
    }

    private async Task AddPeerAsync(ScaleCluster cluster, IReadOnlyList<RaceShape> shapes, IReadOnlyList<Racer> racers, int count, CancellationToken cancel)
    {
        var (serves, started) = (new Dictionary<Racer, (LoadTarget, int)>(), TimeSpan.Zero);
        foreach (var racer in racers)
        {
            var watch = Stopwatch.StartNew();
            var peer = PeerProcess.PostGraphile(cluster, racer, count);
            processes.Add(peer);
            await peer.ListensAsync(cancel);
            peer.Answers(shapes.First(shape => shape.Racer == racer).Peers);
            serves[racer] = (peer.Target, peer.Id);
            started = watch.Elapsed;
        }

        Contenders.Add(new(count == 1 ? "PostGraphile, 1 process" : $"PostGraphile, {count} processes", started, shape => shape.Peers, serves));
    }

    private async Task AddFloorAsync(ScaleCluster cluster, RaceShape shape, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        var floor = PeerProcess.Floor(cluster, shape.Racer);
        processes.Add(floor);
        await floor.ListensAsync(cancel);
        floor.Answers(shape.Ours);
        Floor = new("by hand", watch.Elapsed, asked => asked.Ours, new Dictionary<Racer, (LoadTarget, int)> { [shape.Racer] = (floor.Target, floor.Id) });
    }
}
