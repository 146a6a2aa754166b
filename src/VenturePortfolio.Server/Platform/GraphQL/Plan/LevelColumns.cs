namespace VenturePortfolio.Server;

/// <summary>A to-one row joined into a level.</summary>
internal sealed record JoinedRow(string Alias, JoinedRow? From, ToOneField Field, NodeDeclaration Target);

/// <summary>
/// The columns one level selects. To-one relations are left-joined outside the page, so that only the rows shown are joined.
/// </summary>
internal sealed class LevelColumns(RowSource rows)
{
    private readonly List<(JoinedRow? From, string Sql)> outputs = [];
    private readonly List<JoinedRow> joins = [];

    /// <summary>Child levels give their owner's key first.</summary>
    private int Shift => rows.Parent is null ? 0 : 1;

    public JoinedRow Join(JoinedRow? from, ToOneField field, NodeDeclaration target)
    {
        var found = joins.Find(join => join.From == from && join.Field == field);
        if (found is null)
        {
            found = new JoinedRow($"j{rows.Number}_{joins.Count + 1}", from, field, target);
            joins.Add(found);
        }

        return found;
    }

    /// <summary>Ordinal in the result of an expression over <c>{t}</c> of the row itself or of one joined to it.</summary>
    public int Output(JoinedRow? from, string sql)
    {
        var position = outputs.IndexOf((from, sql));
        if (position < 0)
        {
            outputs.Add((from, sql));
            position = outputs.Count - 1;
        }

        return position + Shift;
    }

    public void Write(SqlText sql, int? limit)
    {
        if (joins.Count > 0)
        {
            WriteJoined(sql, limit);
            return;
        }

        if (rows.Parent is not null)
        {
            sql.Add($"select {rows.ParentAlias}.k, {rows.Alias}.* from ");
        }

        WritePages(sql, Named(outputs.Select(output => In(output.Sql, rows.Alias)), "o"), limit);
    }

    private void WriteJoined(SqlText sql, int? limit)
    {
        // What the page itself must give: own outputs, join keys, sort keys; named c1, c2 …
        var page = new List<string>();
        string Page(string expression)
        {
            var position = page.IndexOf(expression);
            if (position < 0)
            {
                page.Add(expression);
                position = page.Count - 1;
            }

            return $"{rows.Alias}.c{position + 1}";
        }

        string Of(JoinedRow? from, string expression) => from is null ? Page(expression) : In(expression, from.Alias);
        var columns = Named(outputs.Select(output => Of(output.From, output.Sql)), "o");
        var ons = joins.ConvertAll(join => On(join, column => Of(join.From, "{t}." + column)));
        var order = rows.Parent is not null ? $"{rows.Alias}.n"
            : limit is null || rows.Order is null ? null
            : string.Join(", ", rows.Order.Keys.Select(key => Page(key.Sql) + (key.Descending != rows.Backward ? " desc" : string.Empty)));
        var paged = Named(page.Select(expression => In(expression, rows.Alias)), "c");
        if (rows.Parent is null)
        {
            sql.Add($"select {columns} from (");
            rows.WritePage(sql, paged, limit);
        }
        else
        {
            // All pages are numbered as they come and joined at once. Joined page by page, PostgreSQL hashes a small table anew for
            // every parent, because it takes such a rescan for free. OFFSET 0 keeps it from moving the join back inside.
            sql.Add($"select {rows.Alias}.k, {columns} from (select {rows.ParentAlias}.k, row_number() over () as n, {rows.Alias}.* from ");
            WritePages(sql, paged, limit);
            sql.Add(" offset 0");
        }

        sql.Add($") {rows.Alias}");
        foreach (var on in ons)
        {
            sql.Add(on);
        }

        if (order is not null)
        {
            sql.Add($" order by {order}");
        }
    }

    /// <summary>The page, or the parents with the page of each beside them.</summary>
    private void WritePages(SqlText sql, string columns, int? limit)
    {
        if (rows.Parent is null)
        {
            rows.WritePage(sql, columns, limit);
            return;
        }

        rows.WriteParents(sql);
        sql.Add(" cross join lateral (");
        rows.WritePage(sql, columns, limit);
        sql.Add($") {rows.Alias}");
    }

    private static string On(JoinedRow join, Func<string, string> column)
    {
        var same = join.Field.SameColumn is { } name ? $" and {join.Alias}.{name} = {column(name)}" : string.Empty;
        var target = $"{join.Alias}.{join.Field.TargetColumn ?? join.Target.KeyColumn}";
        return $" left join {SqlText.Table(join.Target)} {join.Alias} on {target} = {column(join.Field.Column)}{same}";
    }

    private static string In(string sql, string alias) => sql.Replace("{t}", alias, StringComparison.Ordinal);

    private static string Named(IEnumerable<string> columns, string letter) =>
        string.Join(", ", columns.Select((column, i) => $"{column} as {letter}{i + 1}"));
}
