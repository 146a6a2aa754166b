namespace VenturePortfolio.Server.Tests;

/// <summary>The string literals of C# source; what is put into them stands as <c>{}</c>. Comments and raw strings are left out.</summary>
public static class SourceSentences
{
    /// <summary>Words that say something: at least two in small letters, beginning with one or with a value. Formulas have a stroke between blanks.</summary>
    public static bool IsSentence(string literal) =>
        literal.Length > 0 && (char.IsAsciiLetterLower(literal[0]) || literal[0] == '{')
        && !literal.Contains(" / ", StringComparison.Ordinal)
        && literal.Split(' ').Count(word => word.Length > 1 && word.TrimEnd(',', ';', ':', '.', ')').All(letter => char.IsAsciiLetterLower(letter) || letter is '\'' or '-')) >= 2;

    public static List<string> Of(string source)
    {
        var found = new List<string>();
        Read(source, found);
        return found;
    }

    private static void Read(ReadOnlySpan<char> rest, List<string> found)
    {
        while (rest.Length > 0)
        {
            var skip = rest switch
            {
                ['/', '/', ..] => Until(rest, "\n"),
                ['"', '"', '"', ..] => 3 + Until(rest[3..], "\"\"\""),
                ['$', '"', '"', '"', ..] => 4 + Until(rest[4..], "\"\"\""),
                ['\'', '\\', ..] => 2 + Until(rest[3..], "'") + 1,
                ['\'', ..] => 1 + Until(rest[1..], "'"),
                ['$', '"', ..] => 2 + Literal(rest[2..], isFilled: true, found),
                ['"', ..] => 1 + Literal(rest[1..], isFilled: false, found),
                _ => 1,
            };
            rest = rest[Math.Min(skip, rest.Length)..];
        }
    }

    private static int Until(ReadOnlySpan<char> text, string end) =>
        text.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at ? at + end.Length : text.Length;

    /// <returns>How long it is, its closing quote included.</returns>
    private static int Literal(ReadOnlySpan<char> text, bool isFilled, List<string> found)
    {
        var words = new System.Text.StringBuilder();
        var at = 0;
        while (text[at] != '"')
        {
            if (isFilled && text[at] == '{' && text[at + 1] != '{')
            {
                var length = Hole(text[at..]);
                Read(text[(at + 1)..(at + length - 1)], found);
                words.Append("{}");
                at += length;
                continue;
            }

            if (text[at] == '\\' || (isFilled && text[at] is '{' or '}'))
            {
                at++;
            }

            words.Append(text[at++]);
        }

        found.Add(words.ToString());
        return at + 1;
    }

    private static int Hole(ReadOnlySpan<char> text)
    {
        var (depth, isQuoted, at) = (0, false, 0);
        do
        {
            isQuoted ^= text[at] == '"';
            depth += isQuoted ? 0 : text[at] switch { '{' => 1, '}' => -1, _ => 0 };
            at++;
        }
        while (depth > 0);
        return at;
    }
}
