using GraphQL.Types;
using GraphQLParser.AST;

namespace VenturePortfolio.Server;

/// <summary>Compiles a selection on a declared result into what is written of it.</summary>
/// <param name="byKeys">The level that reads the nodes a result refers to; null where results refer to none.</param>
internal sealed class ResultCompiler(
    GraphSchema schema, SelectionCollector collector, LevelCompiler levels, PlanPins pins, Func<string, SelectedField, int>? byKeys)
{
    public ResultWriter Writer(ResultType type, IEnumerable<GraphQLSelectionSet> sets)
    {
        var members = new List<ResultMember>();
        foreach (var field in collector.Collect(sets, type.Name))
        {
            var name = JsonNames.Of(field.ResponseKey);
            var declared = type.Fields.FirstOrDefault(other => string.Equals(other.Name, field.Name, StringComparison.Ordinal));
            if (declared is { Changes: true })
            {
                pins.Loosen();
            }

            members.Add(declared?.Kind switch
            {
                ResultKind.Object => new(name, declared, Writer(declared.Object!(), field.SelectionSets), [], -1) { Asked = Asked(type, declared, field) },
                ResultKind.Money => new(name, declared, null, levels.Money(field), -1),
                ResultKind.Node => new(name, declared, null, [], byKeys!(declared.NodeType!, field)),
                _ => new(name, declared, null, [], -1) { Asked = declared is null ? null : Asked(type, declared, field) },
            });
        }

        return new ResultWriter(type.Name, members);
    }

    private (GraphQLField, IFieldType)? Asked(ResultType type, ResultField declared, SelectedField field) =>
        declared.Arguments.Count == 0 ? null : (field.First, ((IObjectGraphType)schema.Schema.AllTypes[type.Name]!).Fields.Find(declared.Name)!);
}
