using GraphQLParser.AST;

namespace VenturePortfolio.Server;

/// <summary>Compiles a selection on a node into what is read and written for each row.</summary>
internal sealed class ObjectCompiler(
    GraphSchema schema, SelectionCollector collector, LevelCompiler levels, PlanPins pins, RowSource rows, LevelColumns columns)
{
    public RowPart[] Parts(IEnumerable<GraphQLSelectionSet> sets) => Parts(rows.Node, at: null, sets);

    /// <summary>Decimals come as PostgreSQL's own text: no digit is lost on the way.</summary>
    public static string Shown(string sql, ColumnType type) => type == ColumnType.Decimal ? $"({sql})::text" : sql;

    private RowPart[] Parts(NodeDeclaration node, JoinedRow? at, IEnumerable<GraphQLSelectionSet> sets) =>
        [.. collector.Collect(sets, node.Name, "Node").Select(field => Part(node, at, field))];

    private RowPart Part(NodeDeclaration node, JoinedRow? at, SelectedField field)
    {
        var key = field.ResponseKey;
        switch (field.Name)
        {
            case "__typename":
                return new ConstantPart(key, node.Name);
            case "id":
                return new IdPart(key, node.Name, node.KeyType, columns.Output(at, "{t}." + node.KeyColumn));
        }

        var declared = node.Fields.First(other => string.Equals(other.Name, field.Name, StringComparison.Ordinal));
        switch (declared)
        {
            case ColumnField { IsSaid: true } said:
                return new SaidPart(key, columns.Output(at, said.Sql));
            case ColumnField column:
                return new ColumnPart(key, columns.Output(at, Shown(column.Sql, column.Type)), column.Type, column.Enum is not null);
            case MoneyField money:
                return new MoneyPart(
                    key,
                    columns.Output(at, "{t}." + money.AmountColumn),
                    columns.Output(at, "{t}." + money.CurrencyColumn),
                    levels.Money(field));
            case ToOneField toOne:
                var target = schema.Catalogue.Node(toOne.Target);
                pins.ToOne(target, toOne);
                var joined = columns.Join(at, toOne, target);
                return new ToOnePart(
                    key, columns.Output(joined, "{t}." + target.KeyColumn), Parts(target, joined, field.SelectionSets));
            case ToManyField toMany:
                return new ChildrenPart(
                    key,
                    levels.Children(field, toMany, rows, at),
                    columns.Output(at, "{t}." + (toMany.Column ?? node.KeyColumn)));
            case NodeFunction function:
                return new FunctionPart(
                    key, levels.Function(field, node, function), [.. function.Inputs.Select(input => columns.Output(at, $"({input})::text"))]);
            default:
                throw new InvalidOperationException($"{node.Name}.{field.Name} cannot be read.");
        }
    }
}
