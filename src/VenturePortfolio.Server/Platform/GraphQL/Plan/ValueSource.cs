using System.Collections;
using GraphQL.Validation;

namespace VenturePortfolio.Server;

/// <summary>
/// Where a value comes from: a plan outlives the request it was made for, so it keeps the way to a value, not the value.
/// </summary>
internal abstract record ValueSource
{
    public abstract object? Value(Variables variables);
}

/// <summary>A literal of the document.</summary>
internal sealed record ConstantSource(object? Constant) : ValueSource
{
    public override object? Value(Variables variables) => Constant;
}

/// <summary>A variable, or a place inside one: field names and list positions from the outside in.</summary>
internal sealed record VariableSource(string Name, IReadOnlyList<object> Path) : ValueSource
{
    public override object? Value(Variables variables)
    {
        var value = variables.ValueFor(Name, null);
        foreach (var step in Path)
        {
            value = step is int position
                ? ((IList)value!)[position]
                : ((IDictionary<string, object?>)value!)[(string)step];
        }

        return value;
    }

    public VariableSource Inside(object step) => new(Name, [.. Path, step]);
}

/// <summary>A list literal, whose items may be variables.</summary>
internal sealed record ListSource(IReadOnlyList<ValueSource> Items) : ValueSource
{
    public override object? Value(Variables variables) => Items.Select(item => item.Value(variables)).ToArray();
}
