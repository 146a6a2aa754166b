namespace VenturePortfolio.Server;

/// <summary>Whose rows a list hangs on: a list of parents, reached through the to-one relations between.</summary>
internal sealed record RowParent(
    RowSource Rows, NodeDeclaration Owner, IReadOnlyList<ToOneField> Hops, IReadOnlyList<NodeDeclaration> HopTargets, ToManyField Relation)
{
    /// <summary>Column of the owner that the relation's target names.</summary>
    public string Column => Relation.Column ?? Owner.KeyColumn;

    /// <summary>The same owner may stand beside several rows, or the same row below several parents.</summary>
    public bool Repeats => Hops.Count > 0 || Relation.Column is not null || Rows.Parent?.Relation.Link is not null;
}

/// <summary>
/// Which rows one list level shows: table, parents, conditions, order, page. It can be written for its columns, for
/// its count, or only for the keys that the next level hangs on.
/// </summary>
internal sealed class RowSource(NodeDeclaration node, int number)
{
    public NodeDeclaration Node => node;

    public int Number => number;

    public string Alias { get; } = $"t{number}";

    public string ParentAlias { get; } = $"p{number}";

    public RowParent? Parent { get; init; }

    /// <summary>What the list is restricted to, paging apart.</summary>
    public List<SqlCondition> Conditions { get; } = [];

    /// <summary>What cursors add.</summary>
    public List<SqlCondition> Bounds { get; } = [];

    public OrderKeys? Order { get; init; }

    /// <summary>Rows shown; null for look-ups by key.</summary>
    public int? PageSize { get; init; }

    public bool Backward { get; init; }

    /// <summary>Rows this level may show at most, all its parents together.</summary>
    public long RowsMax { get; set; } = 1;

    /// <summary>Rows it is reckoned to show, all its parents together.</summary>
    public long RowsExpected { get; set; } = 1;

    /// <summary>The rows of one parent (or of the root): columns, conditions, order, limit.</summary>
    public void WritePage(SqlText sql, string columns, int? limit)
    {
        sql.Add($"select {columns} from {SqlText.Table(node)} {Alias}");
        WriteConditions(sql, Conditions.Concat(Bounds));
        if (Order is not null && limit is not null)
        {
            sql.Add(" ").Add(Order.OrderBy(Alias, Backward)).Add($" limit {limit}");
        }
    }

    /// <summary><c>select … as k</c>: the distinct owners of the next level's rows.</summary>
    public void WriteKeys(SqlText sql, RowParent child)
    {
        var start = child.Hops.Count == 0 ? child.Column : child.Hops[0].Column;
        var same = child.Hops.Count == 0 ? null : child.Hops[0].SameColumn;
        var needed = $"{Alias}.{start}" + (same is null || string.Equals(same, start, StringComparison.Ordinal) ? string.Empty : $", {Alias}.{same}");
        var (last, column) = child.Hops.Count == 0 ? (Alias, start) : ($"h{number}_{child.Hops.Count}", child.Column);
        sql.Add($"select {(child.Repeats ? "distinct " : string.Empty)}{last}.{column} as k from ");
        if (Parent is null)
        {
            sql.Add("(");
            WritePage(sql, needed, PageSize);
            sql.Add($") {Alias}");
        }
        else
        {
            WriteParents(sql);
            sql.Add(" cross join lateral (");
            WritePage(sql, needed, PageSize);
            sql.Add($") {Alias}");
        }

        var previous = Alias;
        for (var i = 0; i < child.Hops.Count; i++)
        {
            var alias = $"h{number}_{i + 1}";
            var target = child.HopTargets[i];
            sql.Add($" join {SqlText.Table(target)} {alias} on {Relations.Joined(target, child.Hops[i], previous, alias)}");
            previous = alias;
        }
    }

    /// <summary><c>(select … as k …) p1</c>.</summary>
    public void WriteParents(SqlText sql)
    {
        sql.Add("(");
        Parent!.Rows.WriteKeys(sql, Parent);
        sql.Add($") {ParentAlias}");
    }

    /// <summary>How many rows all pages have together, per parent.</summary>
    public void WriteCount(SqlText sql)
    {
        if (Parent is null)
        {
            sql.Add($"select count(*) from {SqlText.Table(node)} {Alias}");
            WriteConditions(sql, Conditions);
            return;
        }

        sql.Add($"select {ParentAlias}.k, (select count(*) from {SqlText.Table(node)} {Alias}");
        WriteConditions(sql, Conditions);
        sql.Add(") from ");
        WriteParents(sql);
    }

    private void WriteConditions(SqlText sql, IEnumerable<SqlCondition> conditions)
    {
        var word = " where ";
        if (Parent is not null)
        {
            sql.Add(word).Add(Relations.Of(Parent.Relation, Alias, $"{ParentAlias}.k"));
            word = " and ";
        }

        foreach (var condition in conditions)
        {
            sql.Add(word);
            condition(sql, Alias);
            word = " and ";
        }
    }
}
