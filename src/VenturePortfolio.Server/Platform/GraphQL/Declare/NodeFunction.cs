namespace VenturePortfolio.Server;

/// <summary>
/// A field of a node that cannot be a column: a use case called once per request with its arguments and what it asks of all rows shown, never
/// once per row. It opens its own transaction where it reads; its result refers to no nodes. Always nullable.
/// </summary>
/// <param name="Inputs">SQL over the row <c>{t}</c>, each given to the use case as PostgreSQL's own text.</param>
/// <param name="Run">Gives one result per row, in their order; null where there is none.</param>
public sealed record NodeFunction(
    string Name,
    string? Description,
    ResultType Result,
    IReadOnlyList<InputField> Arguments,
    IReadOnlyList<string> Inputs,
    Func<FunctionCall, IReadOnlyList<FunctionRow>, CancellationToken, Task<IReadOnlyList<object?>>> Run)
    : NodeField(Name, Description)
{
    /// <summary>Units of cost of one call, whatever the number of rows.</summary>
    public int Cost { get; init; } = 1;
}

/// <summary>What a node's function is told of one row: the values of its inputs, null where they are.</summary>
public sealed class FunctionRow(IReadOnlyList<string?> values)
{
    public string? this[int input] => values[input];
}
