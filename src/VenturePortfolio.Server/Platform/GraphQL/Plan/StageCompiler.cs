using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace VenturePortfolio.Server;

/// <summary>Compiles root fields into a stage.</summary>
internal sealed class StageCompiler
{
    private readonly GraphSchema schema;
    private readonly Variables variables;
    private readonly SelectionCollector collector;
    private readonly StagePlan plan = new();
    private readonly LevelCompiler levels;

    private StageCompiler(GraphSchema schema, GraphQLDocument document, Variables variables, TableSizes.Known sizes)
    {
        this.schema = schema;
        this.variables = variables;
        collector = new SelectionCollector(document, variables);
        levels = new LevelCompiler(schema, collector, variables, plan, sizes);
    }

    /// <exception cref="OperationFault">What validation cannot see: page sizes, both ends asked at once, filters too large.</exception>
    public static OperationPlan Compile(
        GraphSchema schema, GraphQLDocument document, GraphQLOperationDefinition operation, Variables variables, TableSizes.Known sizes)
    {
        var isMutation = operation.Operation == OperationType.Mutation;
        var root = isMutation ? schema.Schema.Mutation! : schema.Schema.Query;
        var fields = new SelectionCollector(document, variables).Collect([operation.SelectionSet], root.Name);
        var groups = isMutation ? fields.Select(field => new[] { field }) : [[.. fields]];
        return new OperationPlan([.. groups.Select(group =>
        {
            var compiler = new StageCompiler(schema, document, variables, sizes);
            foreach (var field in group)
            {
                compiler.Root(field, root);
            }

            return compiler.plan;
        })]);
    }

    private void Root(SelectedField field, IObjectGraphType root)
    {
        if (field.Name is "__typename")
        {
            plan.Roots.Add(new FixedRoot(field.ResponseKey, $"\"{root.Name}\""));
            return;
        }

        plan.Root = field.ResponseKey;
        var definition = root.Fields.Find(field.Name)!;
        var catalogue = schema.Catalogue;
        if (field.Name is GraphSchema.NodeField)
        {
            plan.Roots.Add(AnyNode(field, definition));
        }
        else if (catalogue.Nodes.FirstOrDefault(node => Same(node.RootMany, field.Name)) is { } many)
        {
            var rows = (OrderKeys order, ConnectionPaging paging) =>
                new RowSource(many, plan.LevelCount) { Order = order, PageSize = paging.PageSize, Backward = paging.Backward };
            plan.Roots.Add(new ConnectionRoot(
                field.ResponseKey, levels.Connection(field, definition, many, many.RootArguments, rows)));
        }
        else if (catalogue.Nodes.FirstOrDefault(node => Same(node.RootOne, field.Name)) is { } one)
        {
            plan.Roots.Add(One(field, one, Given.Argument(field.First, definition, "id", variables)!));
        }
        else
        {
            Function(field, definition);
        }
    }

    private RootPart AnyNode(SelectedField field, IFieldType definition)
    {
        // The type inside the id decides the plan; it is therefore part of the plan's key.
        var id = Given.Argument(field.First, definition, "id", variables)!;
        var node = GlobalId.Parse(id.Value?.ToString()) is { } parsed ? schema.Catalogue.Find(parsed.Type) : null;
        return node is null ? new FixedRoot(field.ResponseKey, "null") : One(field, node, id);
    }

    private OneRoot One(SelectedField field, NodeDeclaration node, Given id)
    {
        var parameter = new ValueParameter(id.Source, node.KeyType, array: false, ParameterValues.KeyOrNothing(node));
        var rows = new RowSource(node, plan.LevelCount);
        plan.Pins.Row(node);
        rows.Conditions.Add((sql, alias) => sql.Add($"{alias}.{node.KeyColumn} = {sql.Parameter(parameter)}"));
        return new OneRoot(field.ResponseKey, levels.Look(rows, field.SelectionSets, ownedByKey: false));
    }

    private void Function(SelectedField field, FieldType definition)
    {
        var function = schema.Catalogue.Functions.FirstOrDefault(other => Same(other.Name, field.Name));
        var mutation = schema.Catalogue.Mutations.FirstOrDefault(other => Same(other.Name, field.Name));
        var type = function?.Result ?? GraphSchema.PayloadOf(mutation!);
        var root = new FunctionRoot(field.ResponseKey, plan.Functions.Count, new ResultCompiler(schema, collector, levels, plan.Pins, ByKeys).Writer(type, field.SelectionSets));
        plan.Roots.Add(root);
        var units = function is null ? QueryCost.Mutation : function.Cost + function.CostMore
            .Where(more => root.Writer.Selected.Contains(more.Key) || (definition.Arguments!.Find(more.Key) is not null && Given.Argument(field.First, definition, more.Key, variables) is not null))
            .Sum(more => more.Value);
        units = Math.Max(1, units);
        plan.Cost.Does(units);
        if (function?.PinnedBy is { } pin && Given.Argument(field.First, definition, pin, variables) is { } knownAt)
        {
            plan.Pins.At(knownAt);
            if (function.LooseWhen is { } loose && Given.Argument(field.First, definition, loose.Argument, variables) is { } deciding)
            {
                plan.Pins.LoosenWhen(deciding, loose.Is);
            }
        }
        else
        {
            plan.Pins.Loosen();
        }

        plan.Functions.Add(new PlannedFunction(field.First, definition, function, mutation, root, units));
    }

    private int ByKeys(string type, SelectedField field)
    {
        var node = schema.Catalogue.Node(type);
        plan.Pins.Row(node);
        var parameter = new NodeKeysParameter(plan.LevelCount);
        var rows = new RowSource(node, plan.LevelCount);
        rows.Conditions.Add((sql, alias) => sql.Add($"{alias}.{node.KeyColumn} = any({sql.Parameter(parameter)})"));
        return levels.Look(rows, field.SelectionSets, ownedByKey: true);
    }

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.Ordinal);
}
