namespace VenturePortfolio.Server;

/// <summary>
/// A root field that is computed, not stored: a use case called once per request. It opens its own transaction where
/// it reads; only references to nodes in its result are read by the engine, in the engine's snapshot.
/// Throw <see cref="AccessDeniedException"/> or <see cref="FieldException"/> for what is the asker's to know: the field is null and an error
/// with its code stands beside it. Anything else fails the operation as INTERNAL.
/// </summary>
/// <param name="Run">Gives an instance of the result's type, null, or (when <see cref="List"/>) a list of it.</param>
public sealed record FunctionField(
    string Name,
    string Description,
    ResultType Result,
    IReadOnlyList<InputField> Arguments,
    Func<FunctionCall, CancellationToken, Task<object?>> Run)
{
    /// <summary>The field gives <c>[Result!]</c> instead of <c>Result</c>.</summary>
    public bool List { get; init; }

    /// <summary>The argument that, given an instant long closed, makes the answer one that never changes; null: there is none.</summary>
    public string? PinnedBy { get; init; }

    /// <summary>An argument and its values with which an answer may change all the same, for what it is made of has no instants; null: there is none.</summary>
    public (string Argument, Func<object?, bool> Is)? LooseWhen { get; init; }

    /// <summary>Units of cost of one call: as many rows of a list as could be read with the same effort.</summary>
    public int Cost { get; init; } = 1;

    /// <summary>Units more, or less, where such an argument is given or such a field of the result is asked for.</summary>
    public IReadOnlyDictionary<string, int> CostMore { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);
}

/// <summary>What a function field is called with.</summary>
public sealed record FunctionCall(
    Actor Actor, InputValues Arguments, string RequestId, string Language, IServiceProvider Services)
{
    /// <summary>Names of the fields that somewhere in the result are asked for: what is dear to find out need not be when nobody asks.</summary>
    public IReadOnlySet<string> Selected { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What it takes, where the function counts it: then that is its price, and its declared cost only what is held meanwhile.</summary>
    public Work Work { get; } = new();

    public bool Asks(string field) => Selected.Contains(field);
}

/// <summary>An expected error of a function field: becomes <c>errors[{path, message, extensions.code}]</c>, the field null.</summary>
public sealed class FieldException : Exception
{
    public FieldException()
        : this("INTERNAL", "internal error")
    {
    }

    public FieldException(string message)
        : this("INTERNAL", message)
    {
    }

    public FieldException(string message, Exception innerException)
        : base(message, innerException) => Code = "INTERNAL";

    /// <param name="code">Stable <c>UPPER_SNAKE</c>.</param>
    /// <param name="message">In the actor's language.</param>
    public FieldException(string code, string message)
        : base(message) => Code = code;

    public string Code { get; }
}
