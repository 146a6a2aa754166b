namespace VenturePortfolio.Server.Tests;

/// <summary>
/// A random world in which the managers have acted too, and what comparing it with <see cref="CanaryTable"/> finds:
/// <c>class Tests(CanaryWorld world) : IClassFixture&lt;CanaryWorld&gt;</c>.
/// </summary>
public sealed class CanaryWorld : IAsyncLifetime
{
    private const int ByRootField = 30;

    private readonly TestCluster cluster;
    private readonly RandomWorld world;
    private readonly Lazy<Task<CanaryReport>> everything;
    private ReadEngine? engine;

    public CanaryWorld(TestCluster cluster)
    {
        this.cluster = cluster;
        world = new RandomWorld(cluster);
        everything = new(() => CheckAsync([]));
    }

    public static IReadOnlyList<Actor> Actors { get; } = [.. RandomWorld.Everybody, RandomWorld.Nobody];

    public ReadEngine Engine => engine ?? throw new InvalidOperationException("xunit has not initialized the fixture yet.");

    public GraphCatalogue Catalogue => Engine.Schema.Catalogue;

    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        await world.InitializeAsync();
        engine = new ReadEngine(world.Logins);
        await LeaveAsync(cancel);
        foreach (var manager in new[] { RandomWorld.ManagerA, RandomWorld.ManagerB })
        {
            // Who recorded an entry is set by the server, so somebody must record one.
            await using var transaction = await ActorTransaction.BeginAsync(world.Logins.DataSourceOf(manager.Role), manager.PersonId, "request-fee", cancel);
            await using var command = new Npgsql.NpgsqlCommand(
                "insert into cash_flow (sub_fund_id, kind, amount_minor, currency, effective_on) select unnest(app.my_sub_funds()), 'FUND_EXPENSE', 100, 'HKD', '2024-01-01'",
                transaction.Connection,
                transaction.Transaction);
            await command.ExecuteNonQueryAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        engine?.Dispose();
        await world.DisposeAsync();
    }

    /// <summary>The whole catalogue, compared once.</summary>
    public Task<CanaryReport> EverythingAsync() => everything.Value;

    /// <summary>As superuser: to plant a mistake.</summary>
    public async Task PlantAsync(string sql)
    {
        await using var connection = await cluster.SuperuserConnectionAsync(world.Logins, TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Everybody was once with the other tenant: it may still see that they were, and they may see nothing of it.</summary>
    private async Task LeaveAsync(CancellationToken cancel)
    {
        foreach (var (person, other) in new[] { (1, 2), (2, 1), (3, 4), (4, 3) })
        {
            await using var command = world.Logins.Job.CreateCommand("""
                insert into portfolio.membership (person_id, organisation_id, role, granted_at, revoked_at)
                select $1, organisation_id, role, '2021-01-01 00:00+00', '2022-01-01 00:00+00' from portfolio.membership
                where person_id = $2 and revoked_at is null limit 1
                """);
            command.Parameters.Add(new() { Value = RandomWorld.Key("person", person) });
            command.Parameters.Add(new() { Value = RandomWorld.Key("person", other) });
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    /// <param name="names">Only these nodes; none: all.</param>
    public async Task<CanaryReport> CheckAsync(IReadOnlyList<string> names)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var superuser = await cluster.SuperuserConnectionAsync(world.Logins, cancel);
        await using (var path = new Npgsql.NpgsqlCommand("set search_path to portfolio", superuser))
        {
            await path.ExecuteNonQueryAsync(cancel);
        }

        var entitlement = new CanaryEntitlement(superuser, Catalogue);
        var nodes = Catalogue.Nodes.Where(node => names.Count == 0 || names.Contains(node.Name, StringComparer.Ordinal)).ToList();
        var report = new CanaryReport();
        foreach (var actor in Actors)
        {
            var entitled = await entitlement.OfAsync(actor, nodes, cancel);
            var seen = new HashSet<CanaryFact>();
            var eye = new CanaryEye(Engine, actor);
            foreach (var node in nodes)
            {
                var ids = await entitlement.AllIdsAsync(node, cancel);
                seen.UnionWith(await eye.SeeAsync(node, ids));
                await ByIdAsync(GraphSchema.NodeField, node, ids);
                if (node.RootOne is { } root)
                {
                    await ByIdAsync(root, node, [.. ids.Take(ByRootField)]);
                }
            }

            report.Add(actor, nodes, entitled, seen);

            async Task ByIdAsync(string root, NodeDeclaration node, IReadOnlyList<string> ids)
            {
                seen.UnionWith(await eye.SeeByIdAsync(node, root, ids));
                entitled.UnionWith(ids
                    .Where(id => entitled.Contains(new CanaryFact(node.Name, id)))
                    .Select(id => new CanaryFact(CanaryFact.ById(node.Name, root), id))
                    .ToList());
            }
        }

        report.Cover(nodes);
        return report;
    }
}
