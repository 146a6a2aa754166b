using System.Collections.Frozen;
using System.Text.Json;

namespace VenturePortfolio.Server;

/// <summary>
/// What people are told, by stable code, in the three languages: <c>messages.json</c> beside this file, and <c>said.json</c> for <see cref="Said"/>. A place in
/// braces is filled with a value, e.g. <c>{limit}</c>.
/// </summary>
public static class Messages
{
    /// <summary>No language: the words under which a text is stored, where they are not the English ones.</summary>
    internal const string Stored = "stored";

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Texts = Load("messages.json", "said.json");

    public static IReadOnlyCollection<string> Codes => Texts.Keys;

    /// <summary>The text of a code in a language; in English when we do not speak it.</summary>
    /// <exception cref="KeyNotFoundException">No text was written for the code: a programmer's mistake.</exception>
    public static string Text(string code, string language, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var texts = Texts[code];
        var text = texts.TryGetValue(language, out var spoken) ? spoken : texts[Languages.English];
        foreach (var (name, value) in values)
        {
            text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        return text;
    }

    public static bool Has(string code) => Texts.ContainsKey(code);

    private static FrozenDictionary<string, FrozenDictionary<string, string>> Load(params string[] files) => files.SelectMany(Read).ToFrozenDictionary(
        entry => entry.Key, entry => entry.Value.ToFrozenDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    private static Dictionary<string, Dictionary<string, string>> Read(string file)
    {
        using var stream = typeof(Messages).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException("The program was built without its messages.");
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream)!;
    }
}
