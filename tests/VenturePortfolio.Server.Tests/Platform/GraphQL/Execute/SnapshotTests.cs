using System.Text.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>Reading while others write.</summary>
public sealed class SnapshotTests(SmallWorld world) : IClassFixture<SmallWorld>, IDisposable
{
    private readonly ReadEngine engine = new(world.Logins);

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task All_statements_of_an_operation_see_one_moment()
    {
        var startup = SmallWorld.Id("Startup", SmallWorld.StartupB);
        var query = $$"""
            { a: startup(id: "{{startup}}") { milestones(first: 100) { totalCount nodes { id } } } b: milestones(first: 100, where: { startup: { id: { eq: "{{startup}}" } } }) { totalCount } }
            """;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var read = new SemaphoreSlim(0);
        var writer = Task.Run(
            async () =>
            {
                for (var i = 0; i < 90 && !stop.IsCancellationRequested; i++)
                {
                    if (i % 9 == 8)
                    {
                        // Never all rows between two reads, however slow the machine.
                        await read.WaitAsync(stop.Token);
                    }

                    await world.ExecuteAsync($"insert into milestone (startup_id, kind, title) values ('{SmallWorld.StartupB}', 'INC-GRAD', 'M {i}')");
                }
            },
            stop.Token);
        var seen = new HashSet<int>();
        while (!writer.IsCompleted)
        {
            var data = await engine.DataAsync(SmallWorld.Policy, query);
            var inner = data.GetProperty("a").GetProperty("milestones");
            Assert.Equal(inner.GetProperty("totalCount").GetInt32(), inner.GetProperty("nodes").GetArrayLength());
            Assert.Equal(inner.GetProperty("totalCount").GetInt32(), data.GetProperty("b").GetProperty("totalCount").GetInt32());
            seen.Add(inner.GetProperty("totalCount").GetInt32());
            read.Release();
        }

        await stop.CancelAsync();
        await writer;
        Assert.True(seen.Count > 3, $"only {seen.Count} moments were seen");
    }

    [Fact]
    public async Task Pages_neither_repeat_nor_lose_a_row_when_others_are_inserted_between()
    {
        for (var i = 0; i < 20; i++)
        {
            await AddAsync($"row {i:00}");
        }

        var found = new List<string>();
        string? after = null;
        do
        {
            var page = await PageAsync(after);
            found.AddRange(page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("title").GetString()!));
            var info = page.GetProperty("pageInfo");
            after = info.GetProperty("hasNextPage").GetBoolean() ? info.GetProperty("endCursor").GetString() : null;

            // One before the place reached, one equal to it, one beyond.
            await AddAsync("row 00");
            await AddAsync(found[^1]);
            await AddAsync("row 99");
        }
        while (after is not null && found.Count < 200);

        Assert.Equal(20, found.Where(title => title is not "row 99").Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(found.Order(StringComparer.Ordinal), found, StringComparer.Ordinal);
    }

    private Task AddAsync(string title) => world.ExecuteAsync(
        $"insert into milestone (startup_id, kind, title) values ('{SmallWorld.StartupA}', 'INC-GRAD', '{title}')");

    private async Task<JsonElement> PageAsync(string? after)
    {
        var data = await engine.DataAsync(
            SmallWorld.Policy,
            """
            query ($after: String) { milestones(first: 7, after: $after, orderBy: [TITLE_ASC], where: { title: { startsWith: "row" } }) {
                nodes { title } pageInfo { hasNextPage endCursor } } }
            """,
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["after"] = after });
        return data.GetProperty("milestones");
    }
}
