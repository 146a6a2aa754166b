namespace VenturePortfolio.Server;

/// <summary>Writes a condition on the row called <c>alias</c>.</summary>
internal delegate void SqlCondition(SqlText sql, string alias);

/// <summary>
/// <c>where</c> inputs as SQL. Logic is two-valued: a comparison with a null is false, <c>ne</c> with a null is true, and
/// <c>not</c> turns either round. Every comparison is a plain operator: under row security only leakproof ones use an index.
/// </summary>
internal sealed class FilterCompiler(GraphCatalogue catalogue, PlanPins pins)
{
    /// <summary>Conditions in one filter; a larger one is refused.</summary>
    private const int ConditionsMax = 100;

    private int conditions;

    /// <summary>The condition, or null when the filter asks nothing.</summary>
    public SqlCondition? Compile(NodeDeclaration node, Given filter)
    {
        if (++conditions > ConditionsMax)
        {
            throw new OperationFault(new Error("FILTER_TOO_LARGE", "where", $"A filter has more than {ConditionsMax} conditions.").With("limit", ConditionsMax));
        }

        var parts = filter.Fields().Select(part => Part(node, part.Name, part.Given)).OfType<SqlCondition>().ToList();
        return parts.Count == 0 ? null : Joined(parts, " and ");
    }

    private SqlCondition? Part(NodeDeclaration node, string name, Given given) => name switch
    {
        "and" => All(node, given),
        "or" => Any(node, given),
        "not" => Not(Compile(node, given)),
        "id" => Comparisons(
            "{t}." + node.KeyColumn, node.KeyType, nullable: false, ParameterValues.KeyConverter(node), given),
        _ => OfField(node, node.Fields.First(field => string.Equals(field.Name, name, StringComparison.Ordinal)), given),
    };

    private SqlCondition? OfField(NodeDeclaration node, NodeField field, Given given) => field switch
    {
        ColumnField column => Comparisons(
            column.Sql, column.Type, column.Nullable, ParameterValues.Converter(column.Type), given),
        MoneyField money => MoneyComparisons(money, given),
        NameField names => NameComparisons(node, names, given),
        ToOneField toOne => ToOne(node, toOne, given),
        ToManyField toMany => given.Fields().Select(some => Some(node, toMany, some.Given)).FirstOrDefault(),
        _ => throw new InvalidOperationException($"{node.Name}.{field.Name} cannot be filtered."),
    };

    private SqlCondition? All(NodeDeclaration node, Given list)
    {
        var parts = list.Items().Select(item => Compile(node, item)).OfType<SqlCondition>().ToList();
        return parts.Count == 0 ? null : Joined(parts, " and ");
    }

    /// <summary>Of nothing none is true; an item that asks nothing is true.</summary>
    private SqlCondition? Any(NodeDeclaration node, Given list)
    {
        var parts = list.Items().Select(item => Compile(node, item)).ToList();
        return parts.Count == 0 ? (sql, _) => sql.Add("false")
            : parts.Contains(null) ? null
            : Joined([.. parts.OfType<SqlCondition>()], " or ");
    }

    private static SqlCondition Not(SqlCondition? inner) => inner is null
        ? (sql, _) => sql.Add("false")
        : (sql, alias) =>
        {
            sql.Add("(");
            inner(sql, alias);
            sql.Add(") is not true");
        };

    private SqlCondition ToOne(NodeDeclaration node, ToOneField field, Given given)
    {
        var target = catalogue.Node(field.Target);
        pins.ToOne(target, field);
        var inner = Compile(target, given);
        return (sql, alias) =>
        {
            var other = sql.Alias();
            sql.Add($"exists (select 1 from {SqlText.Table(target)} {other} where {Relations.Joined(target, field, alias, other)}");
            AndInner(sql, inner, other);
        };
    }

    private SqlCondition Some(NodeDeclaration node, ToManyField field, Given given)
    {
        var target = catalogue.Node(field.Target);
        pins.List(target, knownAt: null);
        var inner = Compile(target, given);
        return (sql, alias) =>
        {
            var other = sql.Alias();
            sql.Add($"exists (select 1 from {SqlText.Table(target)} {other} where ");
            sql.Add(Relations.Of(field, other, $"{alias}.{field.Column ?? node.KeyColumn}"));
            foreach (var argument in field.Arguments)
            {
                if (argument.WhenAbsent is { } absent)
                {
                    sql.Add(" and ").Add(absent.Replace("{t}", other, StringComparison.Ordinal));
                }
            }

            AndInner(sql, inner, other);
        };
    }

    private static void AndInner(SqlText sql, SqlCondition? inner, string alias)
    {
        if (inner is not null)
        {
            sql.Add(" and ");
            inner(sql, alias);
        }

        sql.Add(")");
    }

    private SqlCondition? MoneyComparisons(MoneyField money, Given given)
    {
        var fields = given.Fields().ToList();
        var currency = fields.First(field => field.Name is "currency").Given;
        var parts = new List<SqlCondition>();
        foreach (var (name, value) in fields)
        {
            PlanParameter parameter = name is "currency"
                ? new ValueParameter(value.Source, ColumnType.Text, array: false, ParameterValues.Converter(ColumnType.Text))
                : new MoneyParameter(value.Source, currency.Source);
            var column = name is "currency" ? money.CurrencyColumn : money.AmountColumn;
            var sign = name is "currency" ? "=" : Operator(name);
            parts.Add((sql, alias) => sql.Add($"{alias}.{column} {sign} {sql.Parameter(parameter)}"));
        }

        if (money.Nullable)
        {
            parts.Add((sql, alias) => sql.Add($"{alias}.{money.AmountColumn} is not null"));
        }

        return Counted(parts);
    }

    /// <summary>
    /// What is asked is folded by the function that made the keys, in a subquery: once, and not for every row. For the same reason a beginning is looked up
    /// first: what it leaves is unknown when the plan is made, and PostgreSQL would walk the order asked for and hope (measured at S: 31 ms for 0.8).
    /// </summary>
    private SqlCondition? NameComparisons(NodeDeclaration node, NameField names, Given given)
    {
        var parts = new List<SqlCondition>();
        foreach (var (name, value) in given.Fields())
        {
            var parameter = new ValueParameter(value.Source, ColumnType.Text, array: false, ParameterValues.Converter(ColumnType.Text));
            parts.Add((sql, alias) =>
            {
                var asked = $"(select app.name_key({sql.Parameter(parameter)}))";
                var other = sql.Alias();
                var key = $"{alias}.{node.KeyColumn}";
                string Each(Func<string, string> condition, string word) => string.Join(word, names.KeyColumns.Select(condition));
                sql.Add(name switch
                {
                    "eq" => $"({Each(column => $"{alias}.{column} = {asked}", " or ")})",
                    "contains" => $"({Each(column => $"strpos({alias}.{column}, {asked}) > 0", " or ")})",
                    "startsWith" => $"{key} = any(array({Each(Beginning, " union all ")}))",
                    _ => throw new InvalidOperationException($"{name} is not asked of names."),
                });
                string Beginning(string column) =>
                    $"select {other}.{node.KeyColumn} from {SqlText.Table(node)} {other} " +
                    $"where {other}.{column} >= {asked} and {other}.{column} < {asked} || chr(1114111)";
            });
        }

        return Counted(parts);
    }

    private SqlCondition? Comparisons(
        string column, ColumnType type, bool nullable, Func<object, object> convert, Given given)
    {
        var parts = new List<SqlCondition>();
        foreach (var (name, value) in given.Fields())
        {
            string Sql(string alias) => column.Replace("{t}", alias, StringComparison.Ordinal);
            if (name is "isNull")
            {
                var test = (bool)value.Value! ? "is null" : "is not null";
                parts.Add((sql, alias) => sql.Add($"{Sql(alias)} {test}"));
                continue;
            }

            var parameter = name is "in"
                ? new ValueParameter(value.ListSource(), type, array: true, convert)
                : new ValueParameter(value.Source, type, array: false, convert);
            parts.Add((sql, alias) => sql.Add(name switch
            {
                "in" => $"{Sql(alias)} = any({sql.Parameter(parameter)})",
                "ne" when nullable => $"{Sql(alias)} is distinct from {sql.Parameter(parameter)}",
                "startsWith" => $"starts_with({Sql(alias)}, {sql.Parameter(parameter)})",
                "contains" => $"strpos({Sql(alias)}, {sql.Parameter(parameter)}) > 0",
                _ => $"{Sql(alias)} {Operator(name)} {sql.Parameter(parameter)}",
            }));
        }

        return Counted(parts);
    }

    private SqlCondition? Counted(List<SqlCondition> parts)
    {
        conditions += parts.Count;
        return parts.Count == 0 ? null : Joined(parts, " and ");
    }

    private static string Operator(string name) => PlanFaults.Flip(name) switch
    {
        "eq" => "=",
        "ne" => "<>",
        "lt" => "<",
        "lte" => "<=",
        "gt" => ">",
        "gte" => ">=",
        _ => throw new InvalidOperationException($"{name} is not a comparison."),
    };

    private static SqlCondition Joined(List<SqlCondition> parts, string word) => parts.Count == 1
        ? parts[0]
        : (sql, alias) =>
        {
            sql.Add("(");
            for (var i = 0; i < parts.Count; i++)
            {
                sql.Add(i == 0 ? string.Empty : word);
                parts[i](sql, alias);
            }

            sql.Add(")");
        };
}
