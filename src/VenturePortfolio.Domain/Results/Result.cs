namespace VenturePortfolio;

/// <summary>
/// What an act on somebody's input gives: the value, or why it was refused. Never both, and never no error without a
/// value.
/// </summary>
public sealed class Result<T>
{
    private readonly T? _value;

    private Result(T? value, IReadOnlyList<Error> errors) => (_value, Errors) = (value, errors);

    /// <summary>Empty exactly when there is a value.</summary>
    public IReadOnlyList<Error> Errors { get; }

    public bool IsOk => Errors.Count == 0;

    /// <summary>The value; asking a refused result for it is a programmer's mistake and throws.</summary>
    public T Value => IsOk ? _value! : throw new InvalidOperationException($"Refused: {Errors[0].Code}");

    public static implicit operator Result<T>(T value) => new(value, []);

    public static implicit operator Result<T>(Error error) => new(default, [error]);

    public static implicit operator Result<T>(List<Error> errors) => errors.Count > 0
        ? new(default, errors)
        : throw new ArgumentException("A refusal needs at least one error.", nameof(errors));
}
