namespace VenturePortfolio;

/// <summary>An expected failure caused by a person or by data; it travels in <c>userErrors</c>.</summary>
/// <param name="Code">Stable UPPER_SNAKE code that programs may switch on.</param>
/// <param name="Path">The input field at fault, dotted ("amount", "evidence.0.address"); empty for the whole input.</param>
/// <param name="Message">English sentence naming the thing, the value and the limit.</param>
public sealed record Error(string Code, string Path, string Message)
{
    /// <summary>The values the message names, so that it can be said in other languages; never what must not be logged.</summary>
    public IReadOnlyList<(string Name, string Value)> Values { get; private init; } = [];

    /// <summary>The same error with one more value.</summary>
    public Error With<T>(string name, T value)
        where T : notnull => this with { Values = [.. Values, (name, value.ToString()!)] };
}
