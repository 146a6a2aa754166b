using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>What an actor should see, asked of the tables as superuser: row security plays no part in it.</summary>
internal sealed class CanaryEntitlement(NpgsqlConnection superuser, GraphCatalogue catalogue)
{
    private const string Active = "select m.organisation_id from membership m where m.person_id = @person and m.revoked_at is null";
    private const string Funds = $"select f.id from sub_fund f where f.manager_id in ({Active} and m.role = 'FUND_MANAGER')";
    private const string Incubators = $"select i.id from incubator i where i.organisation_id in ({Active} and m.role = 'INCUBATOR')";

    // What was recorded by mistake and undone gives nothing.
    private const string Held = $"""
        from investment o where o.sub_fund_id in ({Funds}) and o.reverses_id is null
            and not exists (select from investment undone where undone.reverses_id = o.id)
        """;

    private const string Stays = $"""
        from incubation o where o.incubator_id in ({Incubators}) and o.kind = 'ADMITTED' and o.reverses_id is null
            and not exists (select from incubation undone where undone.reverses_id = o.id)
        """;

    // The sets that the table names, each in SQL of its own.
    private static readonly (string Name, string Sql)[] Sets =
    [
        ("funds", Funds),
        ("investors", $"select p.investor_id from sub_fund_investor p where p.sub_fund_id in ({Funds})"),
        ("linked", $"select o.startup_id {Held}"),
        ("rounds", $"select o.financing_round_id {Held} and o.financing_round_id is not null"),
        ("incubators", Incubators),
        ("startups", $"select o.startup_id {Stays}"),
        ("organisations", Active),
    ];

    /// <summary>The rows, filled fields and edges of these nodes that the actor is entitled to.</summary>
    public async Task<HashSet<CanaryFact>> OfAsync(Actor actor, IEnumerable<NodeDeclaration> nodes, CancellationToken cancel)
    {
        var facts = new HashSet<CanaryFact>();
        var sets = await SetsOfAsync(actor, cancel);
        foreach (var node in nodes)
        {
            await AddRowsAsync(facts, actor, sets, node, cancel);
            foreach (var field in node.StoredFields)
            {
                if (JoinOf(node, field, actor.Role) is { } join)
                {
                    var target = catalogue.Node(TargetOf(field)!);
                    var sql = $"""
                        select s.{node.KeyColumn}::text, t.{target.KeyColumn}::text from {node.Table} s {join}
                        where {CanaryTable.Of(node.Name).Sql(actor.Role, "s")} and {CanaryTable.Of(target.Name).Sql(actor.Role, "t")}
                        """;
                    await ReadAsync(sql, sets, row => facts.Add(new CanaryFact(
                        $"{node.Name}.{field.Name}", GlobalId.Of(node.Name, row.GetString(0)), GlobalId.Of(target.Name, row.GetString(1)))), cancel);
                }
            }
        }

        return facts;
    }

    /// <summary>Every global id there is of a node, anybody's.</summary>
    public async Task<IReadOnlyList<string>> AllIdsAsync(NodeDeclaration node, CancellationToken cancel)
    {
        var ids = new List<string>();
        await ReadAsync($"select {node.KeyColumn}::text from {node.Table} order by 1", new Dictionary<string, object>(StringComparer.Ordinal), row => ids.Add(GlobalId.Of(node.Name, row.GetString(0))), cancel);
        return ids;
    }

    public static string? TargetOf(NodeField field) => field switch
    {
        ToOneField one => one.Target,
        ToManyField many => many.Target,
        _ => null,
    };

    private async Task AddRowsAsync(
        HashSet<CanaryFact> facts, Actor actor, IReadOnlyDictionary<string, object> sets, NodeDeclaration node, CancellationToken cancel)
    {
        var plain = node.StoredFields.Where(field => TargetOf(field) is null).ToList();
        var filled = plain.Select(field => field switch
        {
            ColumnField column => $", ({column.SqlOf("s")}) is not null",
            MoneyField money => $", s.{money.AmountColumn} is not null",
            _ => throw new InvalidOperationException($"{node.Name}.{field.Name} is of a kind this test does not know."),
        });
        var sql = $"select s.{node.KeyColumn}::text{string.Concat(filled)} from {node.Table} s where {CanaryTable.Of(node.Name).Sql(actor.Role, "s")}";
        await ReadAsync(sql, sets, row =>
        {
            var id = GlobalId.Of(node.Name, row.GetString(0));
            facts.Add(new CanaryFact(node.Name, id));
            for (var i = 0; i < plain.Count; i++)
            {
                if (row.GetBoolean(i + 1))
                {
                    facts.Add(new CanaryFact($"{node.Name}.{plain[i].Name}", id));
                }
            }
        }, cancel);
    }

    /// <summary>From the row <c>s</c> to the rows <c>t</c> of an edge; null for a field that is none.</summary>
    private string? JoinOf(NodeDeclaration node, NodeField field, Role role)
    {
        if (field is ToOneField one)
        {
            var target = catalogue.Node(one.Target);
            var same = one.SameColumn is { } column ? $" and t.{column} = s.{column}" : "";
            return $"join {target.Table} t on t.{one.TargetColumn ?? target.KeyColumn} = s.{one.Column}{same}";
        }

        if (field is not ToManyField many)
        {
            return null;
        }

        var to = catalogue.Node(many.Target).Table;
        var from = many.Column ?? node.KeyColumn;
        if (many.Link is { } link)
        {
            return $"join {link.Table} l on l.{link.Source} = s.{from} and {CanaryTable.OfLink(link.Table).Sql(role, "l")} join {to} t on t.{many.TargetColumn} = l.{link.Target}";
        }

        var conditions = many.Arguments.Select(argument => argument.WhenAbsent).Prepend(many.Condition).OfType<string>();
        return $"join {to} t on t.{many.TargetColumn} = s.{from}" + string.Concat(conditions.Select(each => $" and ({each.Replace("{t}", "t", StringComparison.Ordinal)})"));
    }

    private async Task<Dictionary<string, object>> SetsOfAsync(Actor actor, CancellationToken cancel)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal) { ["person"] = actor.PersonId };
        foreach (var (name, sql) in Sets)
        {
            var members = new List<Guid>();
            await ReadAsync(sql, values, row => members.Add(row.GetGuid(0)), cancel);
            values.Add(name, members.ToArray());
        }

        return values;
    }

    private async Task ReadAsync(string sql, IReadOnlyDictionary<string, object> values, Action<NpgsqlDataReader> take, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, superuser);
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            take(reader);
        }
    }
}
