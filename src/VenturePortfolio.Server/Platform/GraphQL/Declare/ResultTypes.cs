using GraphQL.Types;

namespace VenturePortfolio.Server;

/// <summary>GraphQL types of function results, of mutations' inputs and payloads.</summary>
internal sealed class ResultTypes(ScalarTypes scalars, NodeTypes nodes)
{
    private readonly Dictionary<string, ObjectGraphType> results = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InputObjectGraphType> inputs = new(StringComparer.Ordinal);

    public ObjectGraphType Object(ResultType declared)
    {
        if (results.TryGetValue(declared.Name, out var type))
        {
            return type;
        }

        type = new ObjectGraphType { Name = declared.Name, Description = declared.Description };
        results.Add(declared.Name, type);
        foreach (var field in declared.Fields)
        {
            IGraphType inner = field.Kind switch
            {
                ResultKind.Scalar => scalars.Of(field.Scalar, field.Enum),
                ResultKind.Money => nodes.Money,
                ResultKind.Object => Object(field.Object!()),
                ResultKind.Node => nodes.Object(field.NodeType!),
                _ => throw new InvalidOperationException($"{declared.Name}.{field.Name} has no GraphQL type."),
            };
            var shown = field.List ? new ListGraphType(new NonNullGraphType(inner)) : inner;
            type.AddField(new FieldType
            {
                Name = field.Name,
                Description = field.Description,
                ResolvedType = field.Nullable ? shown : new NonNullGraphType(shown),
                Arguments = field.Arguments.Count == 0 ? null : Arguments(field.Arguments),
            });
        }

        return type;
    }

    public QueryArguments Arguments(IReadOnlyList<InputField> fields)
    {
        var arguments = new QueryArguments();
        foreach (var field in fields)
        {
            arguments.Add(new QueryArgument(Shown(field)) { Name = field.Name, Description = field.Description });
        }

        return arguments;
    }

    public InputObjectGraphType Input(string name, IReadOnlyList<InputField> fields)
    {
        if (!inputs.TryGetValue(name, out var input))
        {
            input = new InputObjectGraphType { Name = name };
            inputs.Add(name, input);
            foreach (var field in fields)
            {
                input.AddField(new FieldType { Name = field.Name, Description = field.Description, ResolvedType = Shown(field) });
            }
        }

        return input;
    }

    private IGraphType Shown(InputField field)
    {
        IGraphType inner = field.Type switch
        {
            InputType.Text => scalars.Text,
            InputType.Int => scalars.Int,
            InputType.Decimal => scalars.Decimal,
            InputType.Boolean => scalars.Boolean,
            InputType.Date => scalars.Date,
            InputType.Instant => scalars.Instant,
            InputType.Id => scalars.Id,
            InputType.Money => Input("MoneyInput", MoneyFields),
            InputType.Enum => scalars.Enum(field.Enum!),
            InputType.Object => Input(field.ObjectName!, field.ObjectFields),
            _ => throw new InvalidOperationException($"{field.Name} has no GraphQL type."),
        };
        var shown = field.List ? new ListGraphType(new NonNullGraphType(inner)) : inner;
        return field.Required ? new NonNullGraphType(shown) : shown;
    }

    private static readonly InputField[] MoneyFields =
    [
        InputField.Text("amount", required: true, describe: "With at most the decimals of the currency, as \"1250000.00\"."),
        InputField.Text("currency", required: true, describe: "ISO 4217."),
    ];
}
