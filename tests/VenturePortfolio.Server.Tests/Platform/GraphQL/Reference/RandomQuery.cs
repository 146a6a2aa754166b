using System.Globalization;
using System.Text;

namespace VenturePortfolio.Server.Tests;

/// <summary>An enum value: bare in a literal, a string in variables.</summary>
internal sealed record EnumName(string Name);

/// <summary>A query being written, with its variables, fragments and cursors.</summary>
internal sealed class RandomQuery
{
    private readonly StringBuilder declarations = new();
    private readonly StringBuilder fragments = new();
    private int names;

    public Dictionary<string, object?> Variables { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ReferenceRow> Cursors { get; } = new(StringComparer.Ordinal);

    public string Body { get; set; } = "";

    /// <summary>Lists still to be spent: the engine's guard and the test's time are both bounded.</summary>
    public int Lists { get; set; } = 5;

    public string Text => $"query{(declarations.Length == 0 ? "" : $"({declarations})")} {{ {Body} }}{fragments}";

    public string Name() => string.Create(CultureInfo.InvariantCulture, $"n{++names}");

    public string Variable(string type, object? value)
    {
        var name = Name();
        declarations.Append(CultureInfo.InvariantCulture, $" ${name}: {type}");
        Variables[name] = Plain(value);
        return "$" + name;
    }

    public string Fragment(string type, string selection)
    {
        var name = Name();
        fragments.Append(CultureInfo.InvariantCulture, $"\nfragment {name} on {type} {{ {selection} }}");
        return "..." + name;
    }

    public static string Literal(object? value) => value switch
    {
        null => "null",
        EnumName name => name.Name,
        string text => Quote(text),
        bool truth => truth ? "true" : "false",
        Dictionary<string, object?> fields => $"{{ {string.Join(", ", fields.Select(field => $"{field.Key}: {Literal(field.Value)}"))} }}",
        List<object?> items => $"[{string.Join(", ", items.Select(Literal))}]",
        Verbatim verbatim => verbatim.Text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException(value.GetType().Name),
    };

    /// <summary>A place where a variable's name stands inside a literal.</summary>
    internal sealed record Verbatim(string Text);

    private static object? Plain(object? value) => value switch
    {
        EnumName name => name.Name,
        Dictionary<string, object?> fields => fields.ToDictionary(field => field.Key, field => Plain(field.Value), StringComparer.Ordinal),
        List<object?> items => items.ConvertAll(Plain),
        _ => value,
    };

    private static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
}
