namespace VenturePortfolio.Server;

/// <summary>
/// Finds strings that are too long before the lexer does: GraphQL-Parser 9.5 copies what it has of a long block string with every
/// character, so that 30 KB of one, never closed, cost it 90 ms and 860 MB. One pass over the text, nothing allocated.
/// </summary>
internal static class StringScan
{
    private const string BlockQuote = "\"\"\"";

    /// <summary>True when some string, quotes and escapes included, has more characters than that.</summary>
    public static bool HasLongerThan(int limit, ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny('#', '"') is >= 0 and var next)
        {
            text = text[next..];
            var length = text[0] == '#' ? CommentLength(text)
                : text.StartsWith(BlockQuote, StringComparison.Ordinal) ? BlockLength(text)
                : LineLength(text);
            if (text[0] == '"' && length > limit)
            {
                return true;
            }

            text = text[length..];
        }

        return false;
    }

    private static int CommentLength(ReadOnlySpan<char> text) => text.IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length;

    /// <summary>To the three quotes that end it, other than escaped ones.</summary>
    private static int BlockLength(ReadOnlySpan<char> text)
    {
        var at = BlockQuote.Length;
        while (text[at..].IndexOf(BlockQuote, StringComparison.Ordinal) is >= 0 and var next)
        {
            var escaped = text[at + next - 1] == '\\';
            at += next + BlockQuote.Length;
            if (!escaped)
            {
                return at;
            }
        }

        return text.Length;
    }

    /// <summary>To the quote that ends it, or to the end of the line, where the lexer gives up.</summary>
    private static int LineLength(ReadOnlySpan<char> text)
    {
        for (var at = 1; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"':
                    return at + 1;
                case '\r' or '\n':
                    return at;
                case '\\':
                    at++;
                    break;
            }
        }

        return text.Length;
    }
}
