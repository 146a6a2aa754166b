namespace VenturePortfolio.Server;

/// <summary>
/// What figures, rules and runs say beside their codes, in the reader's language. Such a sentence is stored in English; it is a text of <c>said.json</c> with its
/// places filled, and is found there again by its words (docs/decisions/0097). So sentences stored years ago are told in every language too, as long as
/// their text stays in that file. What is found nowhere, such as "FX HKD/CNY 2026-11-20", is told as it is.
/// </summary>
public static class Said
{
    private const string Prefix = "SAID_";

    /// <summary>Of all that can be said.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Messages.Codes.Where(code => code.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    // The longest words first: of two texts that fit, it is the one that says more.
    private static readonly Lazy<IReadOnlyList<Form>> Forms = new(() =>
        [.. Codes.Select(code => Form.Of(code, Stored(code))).OrderByDescending(form => form.Words.Sum(words => words.Length))]);

    private static readonly Lazy<Dictionary<string, string>> Plain = new(() =>
        Forms.Value.Where(form => form.Places.Count == 0).ToDictionary(form => form.Words[0], form => form.Code, StringComparer.Ordinal));

    /// <summary>The text of a code as it is stored; another than the English one where more was stored than is to be told.</summary>
    public static string Stored(string code) => Messages.Text(code, Messages.Stored);

    /// <summary>A stored sentence, or a part of one.</summary>
    public static string In(string language, string sentence) => In(language, sentence, saysNames: true);

    /// <summary>A sentence about a question, whose names stand as the asker wrote them: a field called commitments is not translated.</summary>
    internal static string OfQuestion(string language, string sentence) => In(language, sentence, saysNames: false);

    private static string In(string language, string sentence, bool saysNames)
    {
        if (Plain.Value.TryGetValue(sentence, out var code))
        {
            return Messages.Text(code, language);
        }

        foreach (var form in Forms.Value)
        {
            if (form.ValuesOf(sentence) is { } values)
            {
                // A value may be said itself: "1 of 2 startups ever admitted; self-reported only: 1".
                return Messages.Text(form.Code, language, [.. form.Places.Zip(values, (place, value) => (place, saysNames || value.Contains(' ', StringComparison.Ordinal) ? In(language, value, saysNames) : value))]);
            }
        }

        return sentence;
    }

    /// <summary>A text taken apart: words, a place, words, a place … and words, which may be empty.</summary>
    private sealed record Form(string Code, IReadOnlyList<string> Words, IReadOnlyList<string> Places)
    {
        public static Form Of(string code, string text)
        {
            var parts = text.Split('{', '}');
            return new(code, [.. parts.Where((_, at) => at % 2 == 0)], [.. parts.Where((_, at) => at % 2 == 1)]);
        }

        /// <summary>What fills the places; null where the words are others. No place is empty.</summary>
        public List<string>? ValuesOf(string sentence)
        {
            if (Places.Count == 0 || !sentence.StartsWith(Words[0], StringComparison.Ordinal))
            {
                return null;
            }

            var values = new List<string>(Places.Count);
            var from = Words[0].Length;
            for (var i = 1; i < Words.Count; i++)
            {
                var isLast = i == Words.Count - 1;
                var to = isLast ? (sentence.EndsWith(Words[i], StringComparison.Ordinal) ? sentence.Length - Words[i].Length : -1)
                    : from < sentence.Length ? sentence.IndexOf(Words[i], from + 1, StringComparison.Ordinal) : -1;
                if (to <= from)
                {
                    return null;
                }

                values.Add(sentence[from..to]);
                from = to + Words[i].Length;
            }

            return values;
        }
    }
}
