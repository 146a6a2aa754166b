using System.Text.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>What an actor does see: every field and edge of every row, through queries made from the declarations.</summary>
internal sealed class CanaryEye(ReadEngine engine, Actor actor)
{
    private const int Page = 50;
    private const int PerRequest = 30;

    /// <summary>Every row of the root list with everything on it.</summary>
    public static string ListOf(NodeDeclaration node) =>
        $$"""query($after: String) { rows: {{node.RootMany}}(first: {{Page}}, after: $after) { pageInfo { hasNextPage endCursor } nodes { {{FieldsOf(node)}} } } }""";

    /// <summary>Through the root list, or, for a node without one, by the ids given.</summary>
    public async Task<HashSet<CanaryFact>> SeeAsync(NodeDeclaration node, IReadOnlyList<string> ids)
    {
        var facts = new HashSet<CanaryFact>();
        if (node.RootMany is null)
        {
            await ByIdAsync(GraphSchema.NodeField, $"... on {node.Name} {{ {FieldsOf(node)} }}", ids, (_, row) => TakeAsync(facts, node, row));
            return facts;
        }

        string? after = null;
        do
        {
            var rows = await DataAsync(ListOf(node), "after", after);
            foreach (var row in rows.GetProperty("nodes").EnumerateArray())
            {
                await TakeAsync(facts, node, row);
            }

            after = NextOf(rows);
        }
        while (after is not null);
        return facts;
    }

    /// <summary>Each of these ids, asked for by name through a root field with an argument <c>id</c>.</summary>
    public async Task<HashSet<CanaryFact>> SeeByIdAsync(NodeDeclaration node, string root, IReadOnlyList<string> ids)
    {
        var facts = new HashSet<CanaryFact>();
        await ByIdAsync(root, "id", ids, (id, _) =>
        {
            facts.Add(new CanaryFact(CanaryFact.ById(node.Name, root), id));
            return Task.CompletedTask;
        });
        return facts;
    }

    private static string FieldsOf(NodeDeclaration node) => "id " + string.Join(' ', node.StoredFields.Select(field => field switch
    {
        MoneyField => $"{field.Name} {{ amount currency }}",
        ToOneField => $"{field.Name} {{ id }}",
        ToManyField => $"{field.Name}(first: {Page}) {{ pageInfo {{ hasNextPage endCursor }} nodes {{ id }} }}",
        _ => field.Name,
    }));

    private static string? NextOf(JsonElement connection)
    {
        var page = connection.GetProperty("pageInfo");
        return page.GetProperty("hasNextPage").GetBoolean() ? page.GetProperty("endCursor").GetString() : null;
    }

    private async Task TakeAsync(HashSet<CanaryFact> facts, NodeDeclaration node, JsonElement row)
    {
        var id = row.GetProperty("id").GetString()!;
        facts.Add(new CanaryFact(node.Name, id));
        foreach (var field in node.StoredFields)
        {
            var name = $"{node.Name}.{field.Name}";
            var value = row.GetProperty(field.Name);
            if (field is ToManyField)
            {
                await TakeManyAsync(facts, node, field.Name, id, value);
            }
            else if (value.ValueKind != JsonValueKind.Null)
            {
                facts.Add(new CanaryFact(name, id, field is ToOneField ? value.GetProperty("id").GetString() : null));
            }
        }
    }

    private async Task TakeManyAsync(HashSet<CanaryFact> facts, NodeDeclaration node, string field, string id, JsonElement first)
    {
        var rows = first;
        while (true)
        {
            foreach (var target in rows.GetProperty("nodes").EnumerateArray())
            {
                facts.Add(new CanaryFact($"{node.Name}.{field}", id, target.GetProperty("id").GetString()));
            }

            if (NextOf(rows) is not { } after)
            {
                return;
            }

            var more = await engine.DataAsync(
                actor,
                $$"""query($id: ID!, $after: String) { node(id: $id) { ... on {{node.Name}} { rows: {{field}}(first: {{Page}}, after: $after) { pageInfo { hasNextPage endCursor } nodes { id } } } } }""",
                new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = id, ["after"] = after });
            rows = more.GetProperty("node").GetProperty("rows");
        }
    }

    private async Task<JsonElement> DataAsync(string query, string name, string? value) =>
        (await engine.DataAsync(actor, query, new Dictionary<string, object?>(StringComparer.Ordinal) { [name] = value })).GetProperty("rows");

    // One document for every full batch, so that it is compiled once.
    private async Task ByIdAsync(string root, string fields, IReadOnlyList<string> ids, Func<string, JsonElement, Task> seen)
    {
        foreach (var batch in ids.Chunk(PerRequest))
        {
            var numbers = Enumerable.Range(0, batch.Length).ToList();
            var query = $"query({string.Join(", ", numbers.Select(i => $"$i{i}: ID!"))}) {{ {string.Join(' ', numbers.Select(i => $"n{i}: {root}(id: $i{i}) {{ {fields} }}"))} }}";
            var data = await engine.DataAsync(actor, query, numbers.ToDictionary(i => $"i{i}", i => (object?)batch[i], StringComparer.Ordinal));
            foreach (var i in numbers)
            {
                var row = data.GetProperty($"n{i}");
                if (row.ValueKind != JsonValueKind.Null)
                {
                    await seen(batch[i], row);
                }
            }
        }
    }
}
